"""The academic difference of a case: gathered from the curriculum, the results and the office's verdicts.

Nothing here writes. The comparison itself is ``students.difference``; the numbers are those of the day of filing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from movements import numbers
from movements.difference_target import Target, chosen, curricula_for, target_of
from movements.facts import filed_on
from movements.flow import MovementFlow, flow_of
from movements.limits import Limit
from movements.models import CaseDifference, Movement, Turn
from movements.steps import Decide
from students.difference import Difference, Line, Match, Pair, Passed, Required, Verdict, compare
from students.models import Block, Curriculum, MarkingSystem, Result, Student
from students.study_plan import Place, Plan, plan, propose

CONFIRM, REJECT = "confirm", "reject"
Judged = dict[str, str]
"""One verdict on a proposed match: required, passed, verdict, words."""


@dataclass(frozen=True)
class Comparison:
    """A case laid beside one curriculum."""

    target: Target
    curriculum: Curriculum
    difference: Difference
    place: Place
    plan: Plan
    verdicts: list[Judged]
    limits: list[Limit]

    @property
    def earlier(self) -> Difference:
        """What is taught before the proposed semester: that alone must be made up."""
        return self.difference.before(self.place.semester)

    def proposed(self) -> set[Pair]:
        """Every match that only a person can confirm."""
        lines = self.difference.lines
        return {Pair(line.required.key, match.passed.key) for line in lines for match in line.proposals}


@dataclass(frozen=True)
class Basis:
    """What a comparison of a case is made from; ``curriculum`` is None until the office has chosen one."""

    target: Target
    curricula: list[Curriculum]
    curriculum: Curriculum | None
    verdicts: list[Judged]
    version: int


def newest(movement: Movement, step: str) -> CaseDifference | None:
    """The version that holds at a step."""
    found = CaseDifference.objects.select_related("curriculum__programme").filter(movement=movement, step=step)
    return found.order_by("version").last()


def basis_of(movement: Movement, step: Decide) -> Basis:
    """The place asked for, the curricula to choose from, and what was chosen and judged so far; two statements."""
    target = step.difference(movement) if callable(step.difference) else target_of(movement)
    curricula = list(curricula_for(target))
    last = newest(movement, step.name) if movement.pk else None
    # After a correction the case may ask for another programme; what was judged of the first one is history then.
    if last is None or last.curriculum not in curricula:
        version = last.version if last else 0
        return Basis(target, curricula, chosen(target, curricula, filed_on(movement)), [], version)
    return Basis(target, curricula, last.curriculum, last.verdicts, last.version)


def compared(movement: Movement, target: Target, curriculum: Curriculum, verdicts: list[Judged]) -> Comparison:
    """Lay a case beside a curriculum; three statements."""
    held = _last_verdicts(verdicts)
    difference = compare(
        [_required(one) for one in curriculum.subjects.all()],
        passed_by(movement),
        confirmed=[pair for pair, verdict in held.items() if verdict == CONFIRM],
        rejected=[pair for pair, verdict in held.items() if verdict == REJECT],
    )
    book = numbers.Book(filed_on(movement))
    gpa = movement.student.gpa if movement.student and curriculum.marking_system == MarkingSystem.CREDIT else None
    place = propose(
        difference,
        asked=target.semester,
        most_missing=book.number(numbers.MOST_MISSING),
        gpa=gpa,
        least_gpa=None if gpa is None else book.number(numbers.LEAST_GPA),
    )
    last = max((line.required.semester for line in difference.lines), default=place.semester)
    most = book.number(numbers.MOST_A_SEMESTER)
    made = plan(difference, begins=place.semester, last=last, most_a_semester=most)
    return Comparison(target, curriculum, difference, place, made, verdicts, book.used)


def _last_verdicts(verdicts: Iterable[Judged]) -> dict[Pair, str]:
    """The verdict that holds on each match, in the order in which those were given."""
    held: dict[Pair, str] = {}
    for one in verdicts:
        pair = Pair(one["required"], one["passed"])
        held.pop(pair, None)
        held[pair] = one["verdict"]
    return held


def _required(subject: Any) -> Required:
    names = ("code", "name", "credits", "hours", "semester", "choice")
    counted = subject.block in (Block.GENERAL, Block.SPECIALITY)
    return Required(**{name: getattr(subject, name) for name in names}, counted=counted)


def passed_by(movement: Movement) -> list[Passed]:
    """What counts for the case: the results of its enrolment, and what its person brings from elsewhere."""
    own = Q(student=None) | Q(student=movement.student) if movement.student else Q(student=None)
    found = Result.objects.filter(own, person=movement.applicant_id)
    names = ("code", "name", "credits", "hours", "semester", "institution")
    return [Passed(key=str(one.pk), **{name: getattr(one, name) for name in names}) for one in found]


def confirmed_for(student: Student) -> list[Pair]:
    """The matches an office has confirmed when it last approved a difference to the student's present curriculum."""
    kept = CaseDifference.objects.filter(act=CaseDifference.Act.APPROVE, curriculum__name=student.curriculum)
    last = kept.filter(movement__applicant=student.person_id).order_by("pk").last()
    held = _last_verdicts(last.verdicts) if last else {}
    return [pair for pair, verdict in held.items() if verdict == CONFIRM]


def result_of(found: Comparison) -> dict[str, Any]:
    """The sums as they are frozen into the case: amounts as texts, to the last unit."""
    earlier = found.earlier
    counts = {verdict.value: sum(line.verdict is verdict for line in earlier.lines) for verdict in Verdict}
    rating = found.curriculum.marking_system != MarkingSystem.CREDIT
    return {
        "curriculum": found.curriculum.name,
        "marking_system": found.curriculum.marking_system,
        "credits": str(earlier.missing),
        "hours": earlier.hours_missing,
        "subjects": earlier.differing(only_counted=rating),
        "counts": counts,
        "asked_semester": found.target.semester,
        "course": found.place.course,
        "semester": found.place.semester,
        "rule": found.place.rule.value,
        "plan": [
            {"semester": one.semester, "credits": str(one.credits), "subjects": [_planned(line) for line in one.lines]}
            for one in found.plan.semesters
        ],
        "unplaced": [_planned(line) for line in found.plan.unplaced],
        "limits": [limit.plain() for limit in found.limits],
    }


def _planned(line: Line) -> dict[str, Any]:
    return {
        "semester": line.required.semester,
        "code": line.required.code,
        "name": line.required.name,
        "credits": str(line.missing),
        "hours": line.hours_missing,
    }


def lines_of(found: Comparison) -> list[dict[str, Any]]:
    """Every line as it is frozen and shown; ``due`` says that it is taught before the proposed semester."""
    return [_plain(line, due=line.required.semester < found.place.semester) for line in found.difference.lines]


def _plain(line: Line, *, due: bool) -> dict[str, Any]:
    required = line.required
    return {
        "key": required.key,
        "semester": required.semester,
        "code": required.code,
        "name": required.name,
        "required": str(required.credits),
        "required_hours": required.hours,
        "credited": str(line.credited),
        "missing": str(line.missing),
        "hours_missing": line.hours_missing,
        "verdict": line.verdict.value,
        "rule": line.rule.value,
        "due": due,
        "matches": [_match(match) for match in line.matches],
        "proposals": [_match(match) for match in line.proposals],
    }


def _match(match: Match) -> dict[str, Any]:
    passed = match.passed
    names = ("key", "code", "name", "hours", "institution", "semester")
    return {
        "rule": match.rule.value, "credits": str(passed.credits), **{name: getattr(passed, name) for name in names},
    }  # fmt: skip


def credits_of(result: Mapping[str, Any]) -> Decimal:
    """The credits to make up out of a frozen result."""
    return Decimal(result["credits"])


def differing_step(flow: type[MovementFlow]) -> Decide | None:
    """The first step of a flow at which the difference is confirmed."""
    return next((step for step in flow.steps() if isinstance(step, Decide) and step.difference), None)


@dataclass(frozen=True)
class Shown:
    """The difference of a case as its readers see it: counted now while an office judges it, else as approved."""

    open: bool
    target: Target | None
    curricula: list[Curriculum]
    curriculum: Curriculum | None
    result: dict[str, Any] | None
    lines: list[dict[str, Any]]
    verdicts: list[Judged]


def shown(movement: Movement, turn: Turn | None) -> Shown | None:
    """What readers see; nothing for a case that never comes to such a step, or has not yet."""
    steps = {step.name: step for step in flow_of(movement.kind).steps() if isinstance(step, Decide) and step.difference}
    if not steps:
        return None
    if turn is None or turn.step not in steps:
        kept = movement.differences.select_related("curriculum").filter(act=CaseDifference.Act.APPROVE).last()
        if kept is None:
            return None
        return Shown(False, None, [], kept.curriculum, kept.result, kept.lines, kept.verdicts)
    basis = basis_of(movement, steps[turn.step])
    if basis.curriculum is None:
        return Shown(True, basis.target, basis.curricula, None, None, [], [])
    found = compared(movement, basis.target, basis.curriculum, basis.verdicts)
    return Shown(
        True, basis.target, basis.curricula, basis.curriculum, result_of(found), lines_of(found), found.verdicts
    )
