"""What a movement is, in words, read from its flow and from nothing else: for the page and for ``docs/movements.md``.

Everything is said in the language that is active. Nothing here is typed twice: names, clauses, terms, papers and ways
out are the flow's own, so a page can never promise another route than the one a case takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _

from journal import clock
from movements.acts import Clause, find_clause
from movements.choose_step import Choose
from movements.clauses import Rule
from movements.clear_step import Clear
from movements.commission_step import Commission
from movements.flow import MovementFlow
from movements.limits import Confidence, Numbers
from movements.numbers_in_words import limits_named_by
from movements.papers import Paper
from movements.pay_step import Pay
from movements.step_words import fields_of, lapses_in_words, named_at, silence_of, within_of
from movements.steps import Apply, Deciding, HumanStep, Outcome, Revise, Step, Verify
from movements.windows import next_window
from permissions.roles import Act, Role, offices_for


def open_to(flow: type[MovementFlow]) -> list[str]:
    """Whose standing the movement is for, in words."""
    outside = [_("not a student here now")] if flow.open_to_outsiders else []
    return [*(str(status.label) for status in flow.open_to), *outside]


def filing_days(flow: type[MovementFlow], numbers: Numbers) -> str:
    """When it can be filed: the days that run or come next, and by when what is filed in them is decided.

    Args:
        flow: the movement.
        numbers: those in force.
    """
    if not flow.windows:
        return _("It can be filed on any day.")
    window = next_window(flow.windows, clock.today(), numbers)
    if window is None:
        return _("No days of filing are known; ask the registrar's office.")
    days = {"first": _day(window.first), "last": _day(window.last)}
    said = _("Days of filing: from %(first)s to %(last)s, both days included.") % days
    if window.decided_by is None:
        return said
    return f"{said} " + _("What is filed then is decided by %(day)s.") % {"day": _day(window.decided_by)}


def opens_on(flow: type[MovementFlow], numbers: Numbers) -> date | None:
    """The first of the next days of filing; none where it may be filed today, or nobody knows when.

    Args:
        flow: the movement.
        numbers: those in force.
    """
    window = next_window(flow.windows, clock.today(), numbers) if flow.windows else None
    return window.first if window and window.first > clock.today() else None


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


@dataclass(frozen=True)
class Way:
    """One way out of a step: the verdict and where it leads."""

    exit: str
    verdict: str
    to: str
    title: str


@dataclass(frozen=True)
class StepText:
    """One step in words.

    ``office`` is who acts there, ``within`` the term, ``silence`` who is told when it passes, ``lapses`` when it ends.
    """

    name: str
    title: str
    clause: str
    office: str
    within: str
    silence: str
    lapses: str
    papers: tuple[str, ...]
    ways: tuple[Way, ...]
    states: tuple[str, ...]


@dataclass(frozen=True)
class PaperText:
    """One paper and when it is asked for; empty ``when``: always."""

    title: str
    when: str
    clause: str
    sensitive: bool
    seen_by: tuple[str, ...]


@dataclass(frozen=True)
class ClauseText:
    """One clause a rule cites, and where to read it."""

    clause: Clause
    reference: str


@dataclass(frozen=True)
class RuleText:
    """One rule with the clauses it cites and the numbers it looks at; ``warns`` where all of them are doubtful."""

    name: str
    clauses: tuple[ClauseText, ...]
    remedy: str
    limits: tuple[str, ...]
    warns: bool


@dataclass(frozen=True)
class OrderText:
    """What an order step makes: what changes in the record, who endorses and who signs."""

    title: str
    does: str
    visas: tuple[str, ...]
    signs: str


def verdict_of(exit_name: str) -> str:
    """A way out in words."""
    return {
        "file": _("filed"),
        "revise": _("corrected"),
        "then": _("every clause holds"),
        "else": _("a clause does not hold and the applicant insists"),
        "approve": _("approved"),
        "return": _("returned with grounds"),
        "refuse": _("refused with grounds"),
        "in_force": _("the order is in force"),
        "struck": _("struck from the order"),
        "lapse": _("lapsed after a notice"),
        "cleared": _("every office has cleared"),
        "spoiled": _("a blank is spoiled"),
    }[exit_name]


def way_of(step: Step, exit_name: str) -> str:
    """A way out of a step in words: a verdict, or the answer to the question the step asks."""
    if isinstance(step, Pay):
        return {"approve": _("paid"), "lapse": _("refused unpaid, after a notice")}[exit_name]
    return str(step.ways[exit_name]) if isinstance(step, Choose) else verdict_of(exit_name)


def office_of(step: Step) -> str:
    """Who acts at a step: an office, the applicant or the machine; nobody at an ending."""
    if isinstance(step, Commission):
        return _("the commission")
    if isinstance(step, Clear):
        return ", ".join(str(one.office.label) for one in step.asks)
    if isinstance(step, HumanStep):
        return str(step.by.label)
    return _("the machine") if isinstance(step, Verify | Choose) else ""


def steps_of(flow: type[MovementFlow]) -> tuple[StepText, ...]:
    """Every step in the order of the flow file."""
    return tuple(_step(flow, step) for step in flow.steps())


def _step(flow: type[MovementFlow], step: Step) -> StepText:
    return StepText(
        name=step.name,
        title=str(step.called),
        clause=step.clause,
        office=office_of(step),
        within=within_of(step),
        silence=silence_of(step),
        lapses=lapses_in_words(step),
        papers=tuple(_papers_at(flow, step)),
        ways=tuple(Way(name, way_of(step, name), to.name, str(to.called)) for name, to in step.exits.items()),
        states=named_at(step),
    )


def _papers_at(flow: type[MovementFlow], step: Step) -> Iterator[str]:
    """The papers brought at a step, and those an office may open there."""
    if isinstance(step, Apply | Revise):
        yield from (str(paper.title) for paper in flow.papers())
    elif isinstance(step, Deciding):
        yield from (str(paper.title) for paper in flow.papers() if not paper.sensitive or paper.kind in step.sees)


def stated_in(flow: type[MovementFlow]) -> tuple[str, ...]:
    """What the applicant states."""
    return fields_of(flow.first_step().form)


def papers_of(flow: type[MovementFlow]) -> tuple[PaperText, ...]:
    """Every paper the application may need."""
    return tuple(
        PaperText(str(paper.title), when_asked(flow, paper), paper.clause, paper.sensitive, _seen_by(flow, paper))
        for paper in flow.papers()
    )


def _seen_by(flow: type[MovementFlow], paper: Paper) -> tuple[str, ...]:
    return tuple(str(role.label) for role, kinds in flow.sees().items() if paper.kind in kinds)


def when_asked(flow: type[MovementFlow], paper: Paper) -> str:
    """Under which answers a paper is asked for, in the words of the form; empty where always."""
    fields = flow.first_step().form.base_fields
    words = []
    for name, values in paper.when.items():
        labels = labels_of(fields[name]) if name in fields else {}
        words += [str(labels.get(value, value)) for value in values]
    if paper.optional:
        words.append(_("if there is one"))
    return ", ".join(words)


def labels_of(field: forms.Field) -> dict[str, str]:
    """The choices of a field by their codes; none for a field that has no list, or a list out of the database."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return {}
    return {str(option["value"]): str(option["label"]) for option in field.widget.options(name="", value=[])}


def rules_of(flow: type[MovementFlow]) -> tuple[RuleText, ...]:
    """Every rule the machine asks, in the order of the flow."""
    return tuple(_rule(rule) for rule in flow.rules())


def _rule(rule: Rule) -> RuleText:
    clauses = tuple(ClauseText(clause, _(clause.reference)) for clause in rule.clauses)
    doubtful = all(clause.confidence is Confidence.DOUBTFUL for clause in rule.clauses)
    return RuleText(rule.name, clauses, str(rule.remedy), limits_named_by(rule), doubtful)


def orders_of(flow: type[MovementFlow]) -> tuple[OrderText, ...]:
    """What the orders of a movement do."""
    return tuple(
        OrderText(
            str(step.called),
            str(step.effect.title),
            tuple(str(Role(role).label) for role in step.visas),
            str(Role(step.signs).label),
        )
        for step in flow.orders()
    )


def endings_of(flow: type[MovementFlow]) -> tuple[str, ...]:
    """The ways in which a case of this movement can end: the flow's own and those every movement has."""
    own = [str(step.called) for step in flow.steps() if isinstance(step, Outcome)]
    return (
        *own,
        _("Withdrawn by the applicant: freely until the order goes for visas, afterwards by the registrar's strike."),
    )


def silence(flow: type[MovementFlow]) -> tuple[str, ...]:
    """What happens while an office says nothing, and while an applicant does not pay."""
    offices = ", ".join(str(role.label) for role in Role if role in offices_for(Act.CASE_REASSIGN))
    unpaid = _("Only a fee that is not paid in its term ends a case by itself: the act says that it is refused then.")
    return (
        *([unpaid] if any(isinstance(step, Pay) for step in flow.steps()) else ()),
        _("Nothing is decided automatically: silence neither grants nor refuses."),
        _("After its term the office is told once, and with it whom the step names."),
        _("After its term the case is marked as overdue, for the applicant and in every list."),
        _("The step may be given to another holder of the office by: %(offices)s.") % {"offices": offices},
    )


def clauses_of(flow: type[MovementFlow]) -> tuple[Clause, ...]:
    """Every clause the steps, papers and rules of a movement cite, each once, by its code."""
    return tuple(clause for clause in map(find_clause, flow.cites()) if clause is not None)
