"""Leaves as people read them: rows of the list, and what a student's own page says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal import clock
from movements.leaves.ends import Ends, cases_of
from movements.models import Movement
from students.hemis.codes import ground_label
from students.leaves import Leave
from students.models import Student


@dataclass(frozen=True)
class LeaveRow:
    """One student on leave.

    Args:
        due_back: the last day of a timely return; None where the leave has no end yet.
        case: the case under way that ends or prolongs the leave.
    """

    student: Student
    ground: str
    until: date | None
    due_back: date | None
    overdue: bool
    words: str
    case: Movement | None


def leave_rows(students: Sequence[Student], ends: Ends) -> list[LeaveRow]:
    """The students as rows; one statement for all their cases."""
    cases = cases_of(students) if students else {}
    return [_row(student, ends, cases.get(student.pk)) for student in students]


def _row(student: Student, ends: Ends, case: Movement | None) -> LeaveRow:
    until = student.status_until
    back = ends.due_back(until) if until else None
    late = back is not None and back < ends.today
    return LeaveRow(student, ground_label(student.ground), until, back, late, due_in_words(until, ends), case)


def due_in_words(until: date | None, ends: Ends) -> str:
    """What is due of a leave that lasts: in how many days it ends, since when the student is late, or nothing yet."""
    if until is None:
        return _("no end is known until the paper comes")
    back, left = ends.due_back(until), (until - ends.today).days
    if back < ends.today:
        late = (ends.today - back).days
        return ngettext("late by %(count)d day", "late by %(count)d days", late) % {"count": late}
    if left < 0:
        return _("over; due back by %(day)s") % {"day": back.strftime("%d.%m.%Y")}
    if left == 0:
        return _("ends today; due back by %(day)s") % {"day": back.strftime("%d.%m.%Y")}
    words = ngettext(
        "ends in %(count)d day; due back by %(day)s", "ends in %(count)d days; due back by %(day)s", left
    )  # fmt: skip
    return words % {"count": left, "day": back.strftime("%d.%m.%Y")}


@dataclass(frozen=True)
class LeaveStory:
    """One leave of a student, with its extensions as (new last day, order)."""

    since: date
    until: date | None
    ended_on: date | None
    ground: str
    basis: str
    extensions: list[tuple[date | None, str]]
    due: str


def leave_stories(leaves: Sequence[Leave], ends: Ends) -> list[LeaveStory]:
    """The leaves of one student, the newest first; no statement."""
    return [
        LeaveStory(
            since=leave.since,
            until=leave.until,
            ended_on=leave.ended_on if leave.ended_on and leave.ended_on < clock.today() else None,
            ground=ground_label(leave.ground),
            basis=leave.granted_by.basis_text,
            extensions=[(row.until, row.basis_text) for row in leave.extensions],
            due=due_in_words(leave.until, ends) if leave.ended_on is None else "",
        )
        for leave in reversed(leaves)
    ]
