"""Academic debts (*akademik qarzdorlik*): subjects taught to a student already, without a result that passes them.

A debt is told only where the record knows both the curriculum and the results. What it does not know is said: no
curriculum, no results at all, none of one semester, or a passed subject that cannot be measured against the required.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q

from permissions.names import normalise
from students.difference import ZERO, Line, Pair, Passed, Required, Rule, Verdict, compare
from students.models import Curriculum, Result, Student


class Unknown(StrEnum):
    """Why the record cannot tell a student's debts."""

    NO_CURRICULUM = "no_curriculum"
    NO_SUBJECTS = "no_subjects"
    NO_RESULTS = "no_results"


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One subject that is owed, or one of several of which one is owed.

    Args:
        key: names it within the curriculum: semester and code.
        credits: those missing; all of the subject's, or what an incomplete result leaves.
        choice: the alternatives it belongs to; of those of one semester and choice one is owed.
        certain: whether the record has any result of that semester; without one, results may not have been imported.
    """

    key: str
    code: str
    name: str
    semester: int
    credits: Decimal
    hours: int
    choice: str = ""
    certain: bool = True

    @property
    def slot(self) -> tuple[int, str]:
        """What is owed once: the subject itself, or one of the alternatives."""
        return self.semester, self.choice or self.key


@dataclass(frozen=True)
class Debts:
    """What a student owes, as far as the record knows.

    Args:
        curriculum: its name; empty where the record names none.
        lines: by semester and code.
        unmeasured: passed, but neither in credits nor in hours comparable; whether something is owed a person says.
        unknown: why there are no lines, where the record cannot tell.
        taught: every subject of the curriculum that has been taught already, owed or not.
    """

    curriculum: str = ""
    lines: tuple[Debt, ...] = ()
    unmeasured: tuple[Debt, ...] = ()
    unknown: Unknown | None = None
    taught: tuple[Debt, ...] = ()

    def find(self, key: str) -> Debt | None:
        """The debt of a key."""
        return next((line for line in self.lines if line.key == key), None)

    def named(self, keys: Iterable[str]) -> list[Debt]:
        """The subjects of these keys in the order of the curriculum, with what is missing; all of it, if passed."""
        wanted = set(keys)
        return [self.find(one.key) or one for one in self.taught if one.key in wanted]


def debts_of(student: Student, *, confirmed: Sequence[Pair] = ()) -> Debts:
    """The debts of one enrolment as the record knows them now; three statements.

    Args:
        confirmed: matches which an office has confirmed in an academic difference: what they cover is not owed.
    """
    if not student.curriculum:
        return Debts(unknown=Unknown.NO_CURRICULUM)
    curriculum = Curriculum.objects.filter(name=student.curriculum).first()
    if curriculum is None:
        return Debts(student.curriculum, unknown=Unknown.NO_CURRICULUM)
    names = ("code", "name", "credits", "hours", "semester", "choice")
    required = [Required(**row) for row in curriculum.subjects.values(*names)]
    if not required:
        return Debts(curriculum.name, unknown=Unknown.NO_SUBJECTS)
    own = Q(student=None) | Q(student=student)
    results = list(Result.objects.filter(own, person=student.person_id))
    told = {one.semester for one in results if one.student_id == student.pk}
    if not told and student.semester > 1:
        return Debts(curriculum.name, unknown=Unknown.NO_RESULTS)
    measured = ("code", "name", "credits", "hours", "semester", "institution")
    passed = [Passed(key=str(one.pk), **{name: getattr(one, name) for name in measured}) for one in results]
    lines, unmeasured = owed(required, passed, before=student.semester, told=told, confirmed=confirmed)
    semesters = {semester for semester in told if semester}
    taught = tuple(_debt(one, one.credits, semesters) for one in required if one.semester < student.semester)
    return Debts(curriculum.name, lines, unmeasured, taught=taught)


def owed(
    required: Sequence[Required],
    passed: Sequence[Passed],
    *,
    before: int,
    told: Iterable[int | None],
    confirmed: Sequence[Pair] = (),
) -> tuple[tuple[Debt, ...], tuple[Debt, ...]]:
    """The subjects owed and those nobody can measure, out of a curriculum and what is passed.

    Args:
        required: all subjects of the curriculum.
        passed: all that counts for the student.
        before: the semester the student is taught now: what is taught from it on is not owed yet.
        told: the semesters of which the record has a result.
        confirmed: as in ``debts_of``.
    """
    semesters = {semester for semester in told if semester}
    lines: list[Debt] = []
    unmeasured: list[Debt] = []
    left, rest = _without_own(required, passed)
    for line in compare(left, rest, confirmed=confirmed).before(before).lines:
        if line.verdict is Verdict.MATCHED:
            continue
        if line.rule is Rule.UNMEASURED:
            unmeasured.append(_debt(line.required, line.missing, semesters))
        else:
            lines += _of_line(line, left, semesters)
    return tuple(lines), tuple(unmeasured)


def _without_own(required: Sequence[Required], passed: Sequence[Passed]) -> tuple[list[Required], list[Passed]]:
    """What is left once every subject is taken out that was passed here in its own semester, or by an alternative.

    A subject of two semesters keeps code and name: whoever passed only the second owes the first.
    """
    here = {(one.semester, normalise(one.code)) for one in passed if one.code and not one.institution}
    done = [one for one in required if (one.semester, normalise(one.code)) in here]
    slots = {(one.semester, one.choice) for one in done if one.choice}
    used = {(one.semester, normalise(one.code)) for one in done}
    left = [one for one in required if one not in done and (one.semester, one.choice) not in slots]
    return left, [one for one in passed if one.institution or (one.semester, normalise(one.code)) not in used]


def _of_line(line: Line, required: Sequence[Required], semesters: set[int]) -> list[Debt]:
    """The subject, or every one of its alternatives: which of them is studied, the student chooses."""
    own = line.required
    if not own.choice or line.verdict is Verdict.PARTLY:
        return [_debt(own, line.missing, semesters)]
    alike = (one for one in required if (one.semester, one.choice) == (own.semester, own.choice))
    return [_debt(one, one.credits, semesters) for one in sorted(alike, key=lambda one: one.code)]


def _debt(required: Required, credits: Decimal, semesters: set[int]) -> Debt:
    return Debt(
        key=required.key,
        code=required.code,
        name=required.name,
        semester=required.semester,
        credits=max(credits, ZERO),
        hours=required.hours,
        choice=required.choice,
        certain=required.semester in semesters,
    )
