"""What follows from an academic difference: the course and semester proposed, a plan by semesters, and the fee.

No database; the numbers of the law come as arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from students.difference import ZERO, Difference, Line, Verdict

YEAR = 2  # semesters


class PlaceRule(StrEnum):
    """Why that semester is proposed; ``difference_rules`` has the sentences."""

    WITHIN = "within"
    LESS_THAN_ASKED = "less_than_asked"
    GPA = "gpa"
    FIRST = "first"


@dataclass(frozen=True)
class Place:
    """The proposed semester, its course, and what is missing of the semesters before it."""

    semester: int
    rule: PlaceRule
    missing: Decimal

    @property
    def course(self) -> int:
        """Two semesters make a course."""
        return (self.semester + 1) // YEAR


def propose(
    difference: Difference,
    *,
    asked: int,
    most_missing: Decimal | None,
    gpa: Decimal | None = None,
    least_gpa: Decimal | None = None,
) -> Place:
    """The highest semester whose earlier semesters lack no more than the law lets somebody make up.

    Only semesters of the half-year that is asked for are proposed: no other is taught then. With a GPA below the least
    a course lower is proposed. Where no semester is lawful, the first of that half-year is named.

    Args:
        asked: the semester in which studies would go on if nothing were missing.
        most_missing: credits; None where no number holds, then all may be made up.
        gpa, least_gpa: None where there is none to compare.
    """
    too_low = gpa is not None and least_gpa is not None and gpa < least_gpa
    highest = max(asked - YEAR, _first(asked)) if too_low else asked
    for semester in range(highest, 0, -YEAR):
        missing = difference.before(semester).missing
        if most_missing is None or missing <= most_missing:
            lowered = PlaceRule.WITHIN if semester == highest else PlaceRule.LESS_THAN_ASKED
            return Place(semester, PlaceRule.GPA if too_low and semester == highest else lowered, missing)
    return Place(_first(asked), PlaceRule.FIRST, difference.before(_first(asked)).missing)


def _first(asked: int) -> int:
    return 2 - asked % YEAR


@dataclass(frozen=True)
class PlannedSemester:
    """What is made up in one semester."""

    semester: int
    lines: tuple[Line, ...]

    @property
    def credits(self) -> Decimal:
        """The sum of what is made up."""
        return sum((line.missing for line in self.lines), ZERO)


@dataclass(frozen=True)
class Plan:
    """The personal plan; ``unplaced`` finds no room before the last semester."""

    semesters: tuple[PlannedSemester, ...]
    unplaced: tuple[Line, ...]


def plan(difference: Difference, *, begins: int, last: int, most_a_semester: Decimal | None) -> Plan:
    """Put every subject that is to be made up into the first semester with room, earlier subjects first.

    Args:
        begins: the semester in which studies go on; what is taught from it on is not made up but studied.
        last: the last semester of the curriculum.
        most_a_semester: credits to make up in one semester; None where no number holds. A subject is never split.
    """
    room = {semester: list[Line]() for semester in range(begins, max(last, begins) + 1)}
    unplaced = []
    for line in to_make_up(difference.before(begins).lines):
        for lines in room.values():
            if most_a_semester is None or sum((one.missing for one in lines), line.missing) <= most_a_semester:
                lines.append(line)
                break
        else:
            unplaced.append(line)
    filled = (PlannedSemester(semester, tuple(lines)) for semester, lines in room.items() if lines)
    return Plan(tuple(filled), tuple(unplaced))


def to_make_up(lines: Iterable[Line]) -> list[Line]:
    """The lines not wholly covered, by semester and code."""
    return [line for line in lines if line.verdict is not Verdict.MATCHED]


def fee(credits: Decimal, *, annual_contract: Decimal, credits_a_year: Decimal) -> Decimal:
    """What the credits cost, in soʻm: credits × annual contract ÷ credits of a year (824/2020), half a tiyin up.

    Raises:
        ValueError: the year has no credits.
    """
    if credits_a_year <= 0:
        raise ValueError("a year of study has credits")
    return half_a_tiyin_up(Fraction(credits) * Fraction(annual_contract) / Fraction(credits_a_year))


def half_a_tiyin_up(sum_: Fraction) -> Decimal:
    """A sum of soʻm in whole tiyin: the nearest, and of two equally near the greater."""
    return Decimal(floor(sum_ * 100 + Fraction(1, 2))).scaleb(-2)
