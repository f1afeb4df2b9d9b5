"""Windows of filing: days of the year, first and last included, as a number of the law has them (``01-10/01-20``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from movements.limits import Numbers, in_force, limit_on

A_YEAR = timedelta(days=366)


@dataclass(frozen=True, order=True)
class Window:
    """One window of one year; a window that begins in December may end in January.

    ``decided_by`` is the last day of deciding what was filed in it, where the law names one.
    """

    first: date
    last: date
    decided_by: date | None = field(default=None, compare=False)


def day_in(year: int, day: str) -> date:
    """The day ``MM-DD`` of a year; 29 February of a year without one is 1 March."""
    month, number = map(int, day.split("-"))
    if (month, number) == (2, 29):
        return date(year, 2, 28) + timedelta(days=1)
    return date(year, month, number)


def window_in(year: int, days: str) -> Window:
    """The window that begins in a year."""
    first, last = days.split("/")
    return Window(day_in(year, first), day_in(year + (last < first), last))


def covers(days: str, day: date) -> bool:
    """Whether a day lies in the window, its first and last day included."""
    return any(
        window.first <= day <= window.last for window in (window_in(day.year - 1, days), window_in(day.year, days))
    )


def next_window(keys: Iterable[str], day: date, numbers: Numbers | None = None) -> Window | None:
    """The window that is open on a day, or else the next one to open, by the numbers that hold when it opens.

    Args:
        keys: the numbers that name windows; of a mapping, each with the number that names its last day of deciding.
        day: from when on.
        numbers: ``in_force()`` of the caller who has it already.
    """
    numbers, years = in_force() if numbers is None else numbers, (day.year - 1, day.year, day.year + 1)
    deciding = keys if isinstance(keys, Mapping) else {}
    found = [window for key in keys for year in years if (window := _of(key, year, numbers, deciding.get(key)))]
    return min((window for window in found if day <= window.last <= day + A_YEAR), default=None)


def _of(key: str, year: int, numbers: Numbers, deciding: str | None) -> Window | None:
    """The window of a year by the version that holds on its first day."""
    for month in (1, 12):
        limit = limit_on(key, date(year, month, 1), numbers)
        if limit and (window := window_in(year, limit.value)) and limit.holds_on(window.first):
            by = limit_on(deciding, window.first, numbers) if deciding else None
            return replace(window, decided_by=_next_day(window.last, by.value)) if by else window
    return None


def _next_day(after: date, day: str) -> date:
    """The first day ``MM-DD`` that is not before another."""
    found = day_in(after.year, day)
    return found if found >= after else day_in(after.year + 1, day)
