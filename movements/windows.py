"""Windows of filing: days of the year, first and last included, as a number of the law has them (``01-10/01-20``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from movements.limits import Numbers, in_force, limit_on

A_YEAR = timedelta(days=366)


@dataclass(frozen=True, order=True)
class Window:
    """One window of one year; a window that begins in December may end in January."""

    first: date
    last: date


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


def next_window(keys: Iterable[str], day: date) -> Window | None:
    """The window that is open on a day, or else the next one to open, by the numbers that hold when it opens.

    Args:
        keys: the numbers that name windows.
        day: from when on.
    """
    numbers, years = in_force(), (day.year - 1, day.year, day.year + 1)
    found = [window for key in keys for year in years if (window := _of(key, year, numbers))]
    return min((window for window in found if day <= window.last <= day + A_YEAR), default=None)


def _of(key: str, year: int, numbers: Numbers) -> Window | None:
    """The window of a year by the version that holds on its first day."""
    for month in (1, 12):
        limit = limit_on(key, date(year, month, 1), numbers)
        if limit and (window := window_in(year, limit.value)) and limit.holds_on(window.first):
            return window
    return None
