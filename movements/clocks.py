"""Time limits in working days of Uzbekistan (Labour Code, Article 208, with the moved days of each year)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils.translation import ngettext

from journal import clock
from permissions.roles import Role

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class WorkingDays:
    """A term of so many working days; the day of the event itself is not counted."""

    count: int

    def __str__(self) -> str:
        return ngettext("%(count)d working day", "%(count)d working days", self.count) % {"count": self.count}

    def after(self, moment: datetime, *, days_a_week: int) -> datetime:
        """The last moment of the term, in Asia/Tashkent.

        Args:
            moment: when the term begins.
            days_a_week: 5 or 6, as the institute works.
        """
        day, left = moment.astimezone(clock.zone).date(), self.count
        while left:
            day += timedelta(days=1)
            left -= is_working_day(day, days_a_week=days_a_week)
        return datetime.combine(day, time(23, 59, 59), tzinfo=clock.zone)


@dataclass(frozen=True)
class Telling:
    """Who is told when a term has passed and nobody acted. Nothing is decided: silence neither grants nor refuses."""

    offices: tuple[Role, ...]

    def __str__(self) -> str:
        return ", ".join(str(office.label) for office in self.offices)


def tell(*offices: Role) -> Telling:
    """Whom silence is told, as a flow writes it: ``if_silent=tell(Role.VICE_RECTOR)``."""
    return Telling(offices)


def working_days(count: int) -> WorkingDays:
    """A term as a flow writes it: ``within=working_days(3)``."""
    return WorkingDays(count)


def is_working_day(day: date, *, days_a_week: int) -> bool:
    """Whether the institute works on ``day``: moved Saturdays count, moved holidays do not."""
    year = _year(day.year)
    if days_a_week == 6 and day.weekday() == SATURDAY:
        return day not in year
    return bool(year.is_working_day(day))


@lru_cache(maxsize=16)
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("UZ", years=year)
