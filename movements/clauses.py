"""Clauses: rules of the regulation that can be asked and quoted, and the frozen answers they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from movements.acts import Clause, Text, act_of, find_clause, in_reader_language
from movements.calendar.days import Days, current_days
from movements.limits import Confidence, JudgedBy, Limit, Numbers, in_force, judged_by, limit_on
from movements.study_facts import NOTHING_KNOWN, StudyFacts
from students.leaves import Leave, leaves_of
from students.models import Student

if TYPE_CHECKING:
    from movements.models import Movement

__all__ = ["Answer", "Case", "Rule", "Text", "check", "holds", "rule", "shown", "stands_against", "unknown"]


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
    study: StudyFacts = NOTHING_KNOWN
    movement: Movement | None = None
    used: list[Limit] = field(default_factory=list)

    def day_of(self, judged: JudgedBy) -> date:
        """The day of this case by which the law judges."""
        return {
            JudgedBy.FILING: self.filed_on,
            JudgedBy.EVENT: self.event_on,
            JudgedBy.ORDER: self.ordered_on,
        }[judged]

    def limit(self, key: str) -> Any:
        """The value of a dated number on the date the law names, or nothing when it is off; its use is recorded."""
        limit = limit_on(key, self.day_of(judged_by(key)), self.numbers)
        if limit is None:
            return None
        self.used.append(limit)
        return limit.value

    @cached_property
    def numbers(self) -> Numbers:
        """The values of the office, read once a case."""
        return in_force()

    @property
    def status(self) -> str:
        """The student's standing today; empty for somebody who is not our student."""
        return str(self.student.status) if self.student else ""

    @cached_property
    def leaves(self) -> list[Leave]:
        """The academic leaves the ledger knows by the day of filing, each with its extensions."""
        return leaves_of(self.student, on=self.filed_on) if self.student else []

    @cached_property
    def working_days(self) -> Days:
        """The working calendar: of the case where there is one, of now for an application that is rehearsed."""
        return self.movement.working_days if self.movement else current_days()


@dataclass(frozen=True)
class Answer:
    """What a rule found: whether it holds, the facts it looked at as (label, value), and whether they were known."""

    holds: bool
    facts: tuple[tuple[str, str], ...] = ()
    known: bool = True


def holds(condition: bool, *facts: tuple[str, Any]) -> Answer:
    """Answer a rule.

    Args:
        condition: whether the clause holds.
        facts: pairs of an English label (a message id) and the value looked at.
    """
    return Answer(condition, tuple((label, str(value)) for label, value in facts))


def unknown(*labels: str) -> Answer:
    """Answer a rule whose facts the record does not have: it warns, so that the office looks for itself.

    Args:
        labels: English labels (message ids) of what is not known.
    """
    return Answer(False, tuple((label, "—") for label in labels), known=False)


@dataclass(frozen=True)
class Rule:
    """A question the machine can answer about a case, with the clauses that make it one.

    ``codes`` may name clauses of several acts: a case is judged by the one whose act was in force on the day the law
    names, and where none was the question is not asked.
    """

    name: str
    codes: tuple[str, ...]
    ask: Callable[[Case], Answer]
    remedy: Text
    judged_by: JudgedBy = JudgedBy.FILING

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause it cites, in the order in which the rule names them."""
        return tuple(clause for clause in map(find_clause, self.codes) if clause is not None)

    def clause_on(self, day: date) -> Clause | None:
        """The clause by which a case of that day is judged."""
        for clause in self.clauses:
            act = act_of(clause.code)
            if act is not None and act.is_in_force(day):
                return clause
        return None

    def __call__(self, case: Case, clause: Clause) -> dict[str, Any]:
        """Ask the rule and freeze the finding with the clause's words and the limits it used."""
        case.used = []
        answer = self.ask(case)
        doubtful = clause.confidence is Confidence.DOUBTFUL or any(
            limit.confidence is Confidence.DOUBTFUL for limit in case.used
        )
        return {
            "rule": self.name,
            "clause": clause.code,
            "reference": clause.reference,
            "text": clause.text.plain(),
            "remedy": self.remedy.plain(),
            "holds": answer.holds,
            "warns": not answer.holds and (doubtful or not answer.known),
            "facts": [list(fact) for fact in answer.facts],
            "limits": [limit.plain() for limit in case.used],
        }


def rule(
    *codes: str, remedy: Text, judged_by: JudgedBy = JudgedBy.FILING
) -> Callable[[Callable[[Case], Answer]], Rule]:
    """Make a function the question which clauses ask.

    Args:
        codes: the clauses, for instance ``"578/2025:gpa", "393/2017:difference"``; the act in force is quoted.
        remedy: what the applicant can do where it does not hold.
        judged_by: the day which chooses among the acts.
    """

    def wrap(ask: Callable[[Case], Answer]) -> Rule:
        return Rule(ask.__name__, codes, ask, remedy, judged_by)

    return wrap


def check(rules: Iterable[Rule], case: Case) -> list[dict[str, Any]]:
    """Ask every rule that had an act in force; findings are frozen: no later change of a limit touches them."""
    asked = [(one, one.clause_on(case.day_of(one.judged_by))) for one in rules]
    return [one(case, clause) for one, clause in asked if clause is not None]


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
