"""Counting working days and working time, by the rows of the calendar.

An act reads the stamp of the calendar in the statement in which it reads its case; the rows are read again only when
the stamp is another than the one this process knows. A change is thus seen by the next act of every process, and an
act costs no statement more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from django.db.models import Subquery, Sum, Value

from journal import clock
from movements.calendar.models import WorkingYear
from movements.calendar.official import official_days
from permissions.models import Institute

UNREAD = -1
"""The stamp of a case that was read without one."""
USUAL = 6
WHOLE_DAY = timedelta(days=1)
LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True)
class Week:
    """The usual week of a year and the days that differ from it."""

    days_a_week: int
    marks: Mapping[date, bool]

    def works(self, day: date) -> bool:
        """Whether the institute works on a day of this year."""
        return self.marks.get(day, day.weekday() < self.days_a_week)


class Days:
    """The working days of all years, as one moment knew them; a year nobody has opened counts as it would be seeded."""

    def __init__(self, years: Mapping[int, Week], *, days_a_week: int) -> None:
        self.years = dict(years)
        self.days_a_week = years[max(years)].days_a_week if years else days_a_week
        self._worked: dict[int, list[int]] = {}

    def works(self, day: date) -> bool:
        """Whether the institute works on ``day``."""
        return self._week(day.year).works(day)

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; the day itself for none."""
        year, left = day.year, count
        while left:
            worked = self._of(year)
            first = bisect_right(worked, day.toordinal())
            if first + left <= len(worked):
                return date.fromordinal(worked[first + left - 1])
            left -= len(worked) - first
            year += 1
        return day

    def before(self, day: date, count: int) -> date:
        """The ``count``-th working day before ``day``; the day itself for none."""
        year, left = day.year, count
        while left:
            worked = self._of(year)
            end = bisect_left(worked, day.toordinal())
            if left <= end:
                return date.fromordinal(worked[end - left])
            left -= end
            year -= 1
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days come after ``first`` up to and with ``last``."""
        counted = 0
        for year in range(first.year, last.year + 1):
            worked = self._of(year)
            counted += bisect_right(worked, last.toordinal()) - bisect_right(worked, first.toordinal())
        return counted

    def at_work(self, day: date) -> date:
        """The day, or the next working day when it is off: no term ends on a day off."""
        return day if self.works(day) else self.after(day, 1)

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from ``start`` to ``end``: a working day has all its hours, a day off has none."""
        if end <= start:
            return timedelta()
        begun, over = _local(start), _local(end)
        whole = self.between(begun.date(), over.date()) - self.works(over.date())
        head = _since_midnight(over) if self.works(over.date()) else timedelta()
        if begun.date() == over.date():
            return head - _since_midnight(begun) if self.works(begun.date()) else timedelta()
        tail = WHOLE_DAY - _since_midnight(begun) if self.works(begun.date()) else timedelta()
        return tail + whole * WHOLE_DAY + head

    def later(self, moment: datetime, by: timedelta) -> datetime:
        """The moment that lies ``by`` of working time after ``moment``; never on a day off."""
        day, gone = _local(moment).date(), _since_midnight(_local(moment))
        if not self.works(day):
            day, gone = self.after(day, 1), timedelta()
        whole, rest = divmod(gone + by, WHOLE_DAY)
        return datetime.combine(self.after(day, whole), time(), tzinfo=clock.zone) + rest

    def _week(self, year: int) -> Week:
        if year not in self.years:
            self.years[year] = _seeded(year, self.days_a_week)
        return self.years[year]

    def _of(self, year: int) -> list[int]:
        """The working days of a year by their ordinals."""
        if year not in self._worked:
            week, first = self._week(year), date(year, 1, 1).toordinal()
            after = date(year + 1, 1, 1).toordinal()
            self._worked[year] = [number for number in range(first, after) if week.works(date.fromordinal(number))]
        return self._worked[year]


def _local(moment: datetime) -> datetime:
    return moment.astimezone(clock.zone)


def _since_midnight(moment: datetime) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _seeded(year: int, days_a_week: int) -> Week:
    return Week(days_a_week, {known.day: known.works for known in official_days(year, days_a_week)})


@lru_cache(maxsize=2)
def days_by_law(days_a_week: int) -> Days:
    """The days as every year would be seeded: before a calendar is opened."""
    return Days({}, days_a_week=days_a_week)


def stamp_now() -> Subquery:
    """The stamp of the whole calendar, to be read in the statement of an act; none before a year is opened."""
    every = WorkingYear.objects.order_by().annotate(all_years=Value(1)).values("all_years")
    return Subquery(every.annotate(total=Sum("stamp")).values("total"))


def week_now() -> Subquery:
    """How many days a week the institute works where no year is opened."""
    return Subquery(Institute.objects.values("working_days_a_week")[:1])


_known: tuple[int, Days] | None = None


def days_at(stamp: int | None, days_a_week: int) -> Days:
    """The days of the calendar that has this stamp, read at most once by each process.

    Args:
        stamp: what the act has read; none before a year is opened, ``UNREAD`` where it has read none.
        days_a_week: the institute's week, where no year says it.
    """
    global _known
    if stamp == UNREAD:
        return current_days()
    if stamp is None:
        return days_by_law(days_a_week)
    if _known is None or _known[0] != stamp:
        _known = _read(days_a_week)
    return _known[1]


def current_days() -> Days:
    """The days as they are known now (one statement, and another where they have changed)."""
    found = Institute.objects.annotate(stamp=stamp_now()).values_list("stamp", "working_days_a_week").first()
    stamp, days_a_week = found or (None, USUAL)
    return days_at(stamp, days_a_week)


def _read(days_a_week: int) -> tuple[int, Days]:
    """All rows in one statement, with the stamp that these very rows have."""
    rows = WorkingYear.objects.order_by("year").values_list(
        "year", "days_a_week", "stamp", "marks__day", "marks__works"
    )
    years: dict[int, Week] = {}
    total = 0
    for (year, week, stamp), marked in groupby(rows, key=lambda row: row[:3]):
        years[year] = Week(week, _marks((day, works) for *_year, day, works in marked))
        total += stamp
    return total, Days(years, days_a_week=days_a_week)


def _marks(found: Iterable[tuple[date | None, bool | None]]) -> dict[date, bool]:
    return {day: bool(works) for day, works in found if day is not None}
