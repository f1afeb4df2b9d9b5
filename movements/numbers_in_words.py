"""The numbers of the law in words, in the language that is active, and which movement asks for which of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import CodeType

from django.utils.translation import gettext as _

from movements.clauses import Rule
from movements.commission_step import Commission
from movements.flow import MovementFlow
from movements.limits import Confidence, JudgedBy, Limit, Numbers, keys, versions
from movements.pay_step import Pay
from movements.sittings.rules import CASTING_VOTE, QUORUM
from movements.units import UNITS


def limits_named_by(rule: Rule) -> tuple[str, ...]:
    """The dated numbers whose keys stand in the rule's own text."""
    named = set(_texts_in(rule.ask.__code__.co_consts))
    return tuple(key for key in keys() if key in named)


def _texts_in(constants: Iterable[object]) -> Iterator[str]:
    for constant in constants:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple | frozenset):  # what a loop inside the rule goes through
            yield from _texts_in(constant)
        elif isinstance(constant, CodeType):
            yield from _texts_in(constant.co_consts)


def keys_named_by(flow: type[MovementFlow]) -> frozenset[str]:
    """The dated numbers which rules, terms, commissions and fees of a movement ask for."""
    named = {key for rule in flow.rules() for key in limits_named_by(rule)} | {term.key for term in flow.terms()}
    if any(isinstance(step, Commission) for step in flow.steps()):
        named |= {QUORUM, CASTING_VOTE}
    for step in flow.steps():
        if isinstance(step, Pay):
            texts = set(_texts_in(step.fee.__code__.co_consts))
            named |= {key for key in keys() if key in texts}
    return frozenset(named)


def limits_of(flows: Iterable[type[MovementFlow]], added: Numbers | None = None) -> tuple[Limit, ...]:
    """Every version of every dated number which these movements ask for.

    Args:
        flows: the movements.
        added: the numbers with the office's values in their places; without them the files alone speak.
    """
    named = {key for flow in flows for key in keys_named_by(flow)}
    return tuple(limit for key in sorted(named) for limit in (added or {}).get(key, versions(key)))


def confidence_of(confidence: Confidence) -> str:
    """How sure a number or a clause is, in words."""
    return {
        Confidence.LAW: _("read in the act"),
        Confidence.SUMMARY: _("read in an official summary"),
        Confidence.LOCAL: _("set by the institute"),
        Confidence.DOUBTFUL: _("doubtful: only warns"),
    }[confidence]


def amount_of(limit: Limit) -> str:
    """A number with what it counts, in words."""
    return UNITS[limit.unit].say(limit.value)


def source_of(limit: Limit) -> str:
    """Where a number was read, in the reader's language."""
    return _(limit.source)


def judged_in_words(judged_by: JudgedBy) -> str:
    """Which day chooses among the versions of a number, in words."""
    return {
        JudgedBy.FILING: _("the day of filing"),
        JudgedBy.EVENT: _("the day of the event"),
        JudgedBy.ORDER: _("the day of the order"),
    }[judged_by]
