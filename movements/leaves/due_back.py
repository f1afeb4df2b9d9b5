"""When a leave is over and its student due back: which day counts where the calendar has a day off."""

from __future__ import annotations

from datetime import date, timedelta

from movements.calendar.days import Days


def due_back(until: date, days: Days, *, grace: int = 0) -> date:
    """The last day of a timely return: the first working day after the leave and after the days of grace.

    Args:
        until: last day of the leave; it may be a day off, and the leave is not prolonged by that.
        days: the working calendar.
        grace: so many more days the institute gives.
    """
    return days.at_work(until + timedelta(days=1 + grace))
