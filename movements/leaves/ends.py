"""Leaves that end soon, are over, or have no end yet: found for the list, the desk and those who are told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from journal import clock
from movements.calendar.days import Days, current_days
from movements.flow import kinds
from movements.leaves.due_back import due_back
from movements.limits import limit_on
from movements.models import ENDINGS, Movement
from permissions.names import normalise
from students.models import Status, Student

PAGE = 50
SHOWN = {
    "ending": _("end soon"),
    "overdue": _("nobody has come back"),
    "open": _("without an end"),
    "all": _("every leave"),
}


@dataclass(frozen=True)
class Ends:
    """What counts today: ``first`` is the earliest end that is not overdue, ``last`` the latest one of which is told.

    Args:
        today: the day asked about.
        days: the working calendar.
        grace: days the institute gives after a leave.
        told_before: so many days before the end student and dean are told.
    """

    today: date
    days: Days
    grace: int
    told_before: int

    @property
    def first(self) -> date:
        """Leaves that ended before this day are overdue: their students were due back before today."""
        until = self.today
        while due_back(until - timedelta(days=1), self.days, grace=self.grace) >= self.today:
            until -= timedelta(days=1)
        return until

    @property
    def last(self) -> date:
        """Leaves that end by this day end soon."""
        return self.today + timedelta(days=self.told_before)

    def due_back(self, until: date) -> date:
        """The last day of a timely return."""
        return due_back(until, self.days, grace=self.grace)

    def which(self, show: str) -> Q:
        """The students of one cut of the list."""
        return {
            "ending": Q(status_until__gte=self.first, status_until__lte=self.last),
            "overdue": Q(status_until__lt=self.first),
            "open": Q(status_until=None),
        }.get(show, Q())


def ends_today() -> Ends:
    """What counts today, by the calendar and the numbers of now."""
    today = clock.today()
    grace, before = limit_on("return.days_of_grace", today), limit_on("leave.told_before_end", today)
    return Ends(today, current_days(), int(grace.value) if grace else 0, int(before.value) if before else 0)


def on_leave() -> QuerySet[Student]:
    """Everybody who is on leave today."""
    return Student.objects.filter(status=Status.ON_LEAVE).select_related("person", "faculty", "programme", "group")


def found(unit_ids: Collection[int], ends: Ends, *, show: str, text: str) -> QuerySet[Student]:
    """Students on leave of these units, those whose leave ends first at the head and those without an end last.

    Args:
        show: a key of ``SHOWN``.
        text: the beginning of a student number, or parts of a name.
    """
    students = on_leave().filter(ends.which(show), faculty_id__in=unit_ids)
    if text.isdecimal():
        students = students.filter(number__startswith=text)
    else:
        for word in normalise(text).split():
            students = students.filter(person__search__contains=word)
    return students


def page_for(
    unit_ids: Collection[int], ends: Ends, *, show: str, text: str, after: str = ""
) -> tuple[list[Student], str]:
    """One page of ``found`` and the number of its last student, where another page follows.

    Args:
        after: the number which the page before gave.
    """
    students = found(unit_ids, ends, show=show, text=text)
    last = Student.objects.filter(number=after).first() if after else None
    if last is not None:
        until = last.status_until
        later = Q(status_until=until, pk__gt=last.pk)
        if until is not None:
            later |= Q(status_until__gt=until) | Q(status_until=None)
        students = students.filter(later)
    page = list(students.order_by(F("status_until").asc(nulls_last=True), "pk")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].number if len(page) > PAGE else ""


def cases_of(students: Sequence[Student]) -> dict[int, Movement]:
    """Their cases under way that end or prolong a leave, by student: the kinds open only to who is on leave."""
    own = [kind for kind, flow in kinds().items() if flow.open_to == (Status.ON_LEAVE,)]
    filed = Movement.objects.filter(student__in=students, kind__in=own, number__isnull=False)
    return {case.student_id: case for case in filed.exclude(state__in=ENDINGS).order_by("pk") if case.student_id}


@dataclass(frozen=True)
class Tally:
    """How many leaves end soon, and from how many nobody has come back."""

    ending: int
    overdue: int


def tally(unit_ids: Collection[int], ends: Ends) -> Tally:
    """The counts for these units; one statement."""
    students = Student.objects.filter(faculty_id__in=unit_ids, status=Status.ON_LEAVE)
    counts = {name: Count("pk", filter=ends.which(name)) for name in ("ending", "overdue")}
    return Tally(**students.order_by().aggregate(**counts))
