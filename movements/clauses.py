"""Clauses: rules of the regulation that can be asked and quoted, and the frozen answers they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext

from movements.limits import Confidence, JudgedBy, Limit, judged_by, limit_on
from students.models import Status, Student
from students.queries import spells


@dataclass(frozen=True)
class Text:
    """The same sentence in the three languages of the product."""

    uz: str
    ru: str
    en: str

    def plain(self) -> dict[str, str]:
        """The sentence as it is frozen into a finding."""
        return {"uz": self.uz, "ru": self.ru, "en": self.en}

    def __str__(self) -> str:
        return in_reader_language(self.plain())


def in_reader_language(text: Mapping[str, str]) -> str:
    """Choose the reader's language from a frozen sentence, Uzbek where it has none."""
    return text.get((get_language() or "uz")[:2]) or text["uz"]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of an act: its number, what it says, and where to read it."""

    act: str
    number: str
    text: Text
    reference: str
    confidence: Confidence = Confidence.LAW

    @property
    def code(self) -> str:
        """How the product names it, for instance ``344/2021:3``."""
        return f"{self.act}:{self.number}"


@dataclass(frozen=True)
class Act:
    """A legal act; clauses are declared through it and found again by their code."""

    code: str
    title: Text
    adopted: date
    link: str
    clauses: dict[str, Clause] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _acts[self.code] = self

    def clause(
        self, number: str, *, uz: str, ru: str, en: str, reference: str, confidence: Confidence = Confidence.LAW
    ) -> Clause:
        """Declare one clause of this act."""
        clause = Clause(act=self.code, number=number, text=Text(uz, ru, en), reference=reference, confidence=confidence)
        self.clauses[number] = clause
        return clause


_acts: dict[str, Act] = {}


def find_clause(code: str) -> Clause | None:
    """The clause of a code such as ``344/2021:3``, if an act declares it."""
    act, _, number = code.rpartition(":")
    return _acts[act].clauses.get(number) if act in _acts else None


@dataclass
class Case:
    """What a rule may look at: plain facts of one application on the dates the law names."""

    kind: str
    stated: Mapping[str, Any]
    student: Student | None
    filed_on: date
    event_on: date
    ordered_on: date
    papers: frozenset[str]
    missing_papers: tuple[str, ...] = ()
    used: list[Limit] = field(default_factory=list)

    def limit(self, key: str) -> Any:
        """The value of a dated number on the date the law names, or nothing when it is off; its use is recorded."""
        day = {
            JudgedBy.FILING: self.filed_on,
            JudgedBy.EVENT: self.event_on,
            JudgedBy.ORDER: self.ordered_on,
        }[judged_by(key)]
        limit = limit_on(key, day)
        if limit is None:
            return None
        self.used.append(limit)
        return limit.value

    @property
    def status(self) -> str:
        """The student's standing today; empty for somebody who is not our student."""
        return str(self.student.status) if self.student else ""

    @cached_property
    def leaves_before(self) -> int:
        """How many academic leaves the ledger knows, taken-back ones not counted."""
        if self.student is None:
            return 0
        return sum(spell.status == Status.ON_LEAVE for spell in spells(self.student, on=self.filed_on))


@dataclass(frozen=True)
class Answer:
    """What a rule found: whether it holds, and the facts it looked at as (label, value)."""

    holds: bool
    facts: tuple[tuple[str, str], ...] = ()


def holds(condition: bool, *facts: tuple[str, Any]) -> Answer:
    """Answer a rule.

    Args:
        condition: whether the clause holds.
        facts: pairs of an English label (a message id) and the value looked at.
    """
    return Answer(condition, tuple((label, str(value)) for label, value in facts))


@dataclass(frozen=True)
class Rule:
    """A question the machine can answer about a case, with the clause that makes it one."""

    name: str
    clause: Clause
    ask: Callable[[Case], Answer]
    remedy: Text

    def __call__(self, case: Case) -> dict[str, Any]:
        """Ask the rule and freeze the finding with the clause's words and the limits it used."""
        case.used = []
        answer = self.ask(case)
        doubtful = self.clause.confidence is Confidence.DOUBTFUL or any(
            limit.confidence is Confidence.DOUBTFUL for limit in case.used
        )
        return {
            "rule": self.name,
            "clause": self.clause.code,
            "reference": self.clause.reference,
            "text": self.clause.text.plain(),
            "remedy": self.remedy.plain(),
            "holds": answer.holds,
            "warns": not answer.holds and doubtful,
            "facts": [list(fact) for fact in answer.facts],
            "limits": [limit.plain() for limit in case.used],
        }


def rule(clause: Clause, *, remedy: Text) -> Callable[[Callable[[Case], Answer]], Rule]:
    """Make a function the question a clause asks.

    Args:
        clause: what the regulation says.
        remedy: what the applicant can do where it does not hold.
    """

    def wrap(ask: Callable[[Case], Answer]) -> Rule:
        return Rule(ask.__name__, clause, ask, remedy)

    return wrap


def check(rules: Iterable[Rule], case: Case) -> list[dict[str, Any]]:
    """Ask every rule; the findings are frozen values that no later change of a limit touches."""
    return [one(case) for one in rules]


def stands_against(findings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The findings that do not hold and are not mere warnings."""
    return [finding for finding in findings if not finding["holds"] and not finding["warns"]]


def shown(finding: Mapping[str, Any]) -> dict[str, Any]:
    """One frozen finding in the reader's language, for pages and the API."""
    act, _, number = finding["clause"].rpartition(":")
    reference = finding["reference"]
    return {
        "clause": finding["clause"],
        "act": act,
        "number": number,
        "reference": gettext(reference),
        "text": in_reader_language(finding["text"]),
        "remedy": in_reader_language(finding["remedy"]),
        "holds": finding["holds"],
        "warns": finding["warns"],
        "facts": [{"label": gettext(label), "value": value} for label, value in finding["facts"]],
        "limits": [_with_source(**limit) for limit in finding["limits"]],
    }


def _with_source(*, source: str, **limit: Any) -> dict[str, Any]:
    """A limit as it was used, its source in the reader's language."""
    return {**limit, "source": gettext(source)}
