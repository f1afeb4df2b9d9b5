"""Terms in working days, by the official calendars (Labour Code, Article 208, and the moved days of each year)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from journal.clock import zone
from movements.clocks import is_working_day, working_days

# Official days off that fall on Monday to Friday: domain calendars of 2025 and 2026.
OFF_2025 = ["01-01", "01-02", "03-10", "03-21", "03-31", "05-09", "06-06", "09-01", "10-01", "12-08", "12-31"]
OFF_2026 = [
    *("01-01", "01-02", "03-09", "03-20", "03-23", "05-11", "05-27", "05-28", "05-29"),
    *("08-31", "09-01", "10-01", "12-08", "12-31"),
]


def weekdays_off(year: int) -> list[str]:
    days = (
        date.fromordinal(number) for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    )
    return [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_working_day(day, days_a_week=5)]


@pytest.mark.parametrize(("year", "off"), [(2025, OFF_2025), (2026, OFF_2026)])
def test_the_days_off_of_a_five_day_week_are_the_official_ones(year: int, off: list[str]) -> None:
    assert weekdays_off(year) == off


def test_the_moved_saturday_of_2026_is_a_working_day_and_other_saturdays_are_not() -> None:
    assert is_working_day(date(2026, 12, 12), days_a_week=5)
    assert not is_working_day(date(2026, 12, 5), days_a_week=5)


def test_a_six_day_week_works_on_saturday_but_not_on_sunday_nor_on_a_holiday_that_is_a_saturday() -> None:
    assert is_working_day(date(2026, 12, 5), days_a_week=6)
    assert not is_working_day(date(2026, 12, 6), days_a_week=6)
    assert not is_working_day(date(2026, 3, 21), days_a_week=6)


@pytest.mark.parametrize(
    ("begins", "count", "days_a_week", "ends"),
    [
        ("2026-11-23T09:00", 3, 5, "2026-11-26"),
        ("2026-11-27T23:59", 1, 5, "2026-11-30"),
        ("2026-11-27T23:59", 1, 6, "2026-11-28"),
        ("2026-12-07T10:00", 2, 5, "2026-12-10"),
        ("2026-12-11T10:00", 1, 5, "2026-12-12"),
        ("2026-12-30T10:00", 2, 5, "2027-01-05"),
    ],
)
def test_a_term_ends_with_its_last_working_day_in_tashkent(
    begins: str, count: int, days_a_week: int, ends: str
) -> None:
    moment = datetime.fromisoformat(begins).replace(tzinfo=zone)
    end = working_days(count).after(moment, days_a_week=days_a_week)
    assert end.isoformat() == f"{ends}T23:59:59+05:00"
