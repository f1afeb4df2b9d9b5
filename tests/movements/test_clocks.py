"""Terms by the official calendars, against a counter that goes from day to day by a table of its own."""

from __future__ import annotations

import calendar
import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.clock import zone
from movements.calendar.days import Days, days_by_law
from movements.clocks import CalendarDays, Hours, WorkingDays, working_days
from tests.movements.official_calendars import OFF, OFF_IN_FIVE, OFF_IN_SIX, WORKED_IN_FIVE

INTERVALS = 100_000
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)


def typed(days: str, year: int) -> set[date]:
    return {date(year, int(month), int(day)) for day, _dot, month in (one.partition(".") for one in days.split())}


def is_worked(day: date, week: int) -> bool:
    """The independent counter: one day, by the table typed from the acts."""
    off = typed(OFF[day.year], day.year) | typed((OFF_IN_FIVE if week == 5 else OFF_IN_SIX)[day.year], day.year)
    if day in off:
        return False
    if calendar.weekday(day.year, day.month, day.day) == calendar.SATURDAY:
        return week == 6 or day in typed(WORKED_IN_FIVE[day.year], day.year)
    return calendar.weekday(day.year, day.month, day.day) != calendar.SUNDAY


def worked_days(week: int) -> list[date]:
    """Every worked day of the three years, found by going from day to day."""
    every = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    return [day for day in every if is_worked(day, week)]


@pytest.mark.parametrize("week", [5, 6])
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_labour_code_208_every_day_of_the_year_is_the_official_one(year: int, week: int) -> None:
    days = days_by_law(week)
    every = (date(year, 1, 1) + timedelta(days=number) for number in range(366 if year == 2024 else 365))
    assert [day for day in every if days.works(day) != is_worked(day, week)] == []


@pytest.mark.parametrize("week", [5, 6])
def test_random_terms_end_where_an_independent_counter_ends(week: int) -> None:
    days, chance = days_by_law(week), random.Random(208)
    worked = {day.toordinal() for day in worked_days(week)}
    latest, checked = LAST.toordinal() - 90, 0
    while checked < INTERVALS // 2:
        begins, count = chance.randrange(FIRST.toordinal(), latest), chance.randrange(1, 41)
        number, left = begins, count
        while left:
            number += 1
            left -= number in worked
        start, end = date.fromordinal(begins), date.fromordinal(number)
        moment = datetime.combine(start, time(chance.randrange(24), chance.randrange(60)), tzinfo=zone)
        assert WorkingDays(count).after(moment, days) == datetime.combine(end, time(23, 59, 59), tzinfo=zone)
        assert days.between(start, end) == count
        assert begins not in worked or days.before(end, count) == start
        checked += 1


def minutes_by_going(start: datetime, end: datetime, worked: set[date]) -> int:
    """Minutes of worked days from one whole minute to another, day by day."""
    total, at = 0, start.astimezone(zone).replace(tzinfo=None)
    until = end.astimezone(zone).replace(tzinfo=None)
    while at < until:
        stop = min(until, datetime.combine(at.date() + timedelta(days=1), time()))
        total += int((stop - at).total_seconds()) // 60 if at.date() in worked else 0
        at = stop
    return total


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1)).map(  # noqa: DTZ001 - made aware in the next line
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
WEEKS = st.sampled_from([5, 6])
WORKED = {week: set(worked_days(week)) for week in (5, 6)}


@given(MOMENTS, st.integers(0, 60 * 24 * 40), WEEKS)
def test_working_time_is_that_of_the_independent_counter(start: datetime, minutes: int, week: int) -> None:
    end = start + timedelta(minutes=minutes)
    found = days_by_law(week).time_between(start, end)
    assert found == timedelta(minutes=minutes_by_going(start, end, WORKED[week]))


@given(MOMENTS, st.integers(0, 60 * 24 * 40), WEEKS)
def test_stop_and_go_add_up_to_the_last_minute(moment: datetime, minutes: int, week: int) -> None:
    days, by = days_by_law(week), timedelta(minutes=minutes)
    later = days.later(moment, by)
    assert days.time_between(moment, later) == by
    assert days.works(later.date())


@given(MOMENTS, st.integers(1, 60), WEEKS, st.sampled_from([WorkingDays, CalendarDays, Hours]))
def test_a_term_never_ends_on_a_day_off(moment: datetime, count: int, week: int, span: type) -> None:
    days = days_by_law(week)
    end = span(count).after(moment, days)
    assert days.works(end.astimezone(zone).date())
    assert end > moment
    stood = timedelta(hours=count)
    assert days.works(span(count).prolonged(end, stood, days).astimezone(zone).date())


@pytest.mark.parametrize(
    ("begins", "count", "week", "ends"),
    [
        ("2026-11-23T09:00", 3, 5, "2026-11-26"),
        ("2026-11-27T23:59", 1, 5, "2026-11-30"),
        ("2026-11-27T23:59", 1, 6, "2026-11-28"),
        ("2026-12-07T10:00", 2, 5, "2026-12-10"),
        # Saturday 12.12 is worked for Thursday 31.12.
        ("2026-12-11T10:00", 1, 5, "2026-12-12"),
        ("2026-12-30T10:00", 1, 5, "2027-01-04"),
        ("2026-12-30T10:00", 1, 6, "2027-01-02"),
        ("2026-12-30T10:00", 2, 5, "2027-01-05"),
        # The last minute of a month, and the first of the next, are two days of Tashkent.
        ("2026-10-31T23:59", 1, 6, "2026-11-02"),
        ("2026-11-01T00:00", 1, 6, "2026-11-02"),
        ("2026-06-30T23:59", 1, 6, "2026-07-01"),
        ("2026-07-01T00:00", 1, 6, "2026-07-02"),
        # In a six-day week what fell on a Saturday moved nowhere.
        ("2026-03-21T10:00", 1, 5, "2026-03-24"),
        ("2026-03-21T10:00", 1, 6, "2026-03-23"),
    ],
)
def test_a_term_ends_with_its_last_working_day_in_tashkent(begins: str, count: int, week: int, ends: str) -> None:
    moment = datetime.fromisoformat(begins).replace(tzinfo=zone)
    end = working_days(count).after(moment, days_by_law(week))
    assert end.isoformat() == f"{ends}T23:59:59+05:00"


def test_hours_run_from_the_minute_and_calendar_days_give_way_to_the_next_working_day() -> None:
    days = Days({}, days_a_week=6)
    moment = datetime(2026, 11, 24, 10, 30, tzinfo=zone)
    assert Hours(24).after(moment, days).isoformat() == "2026-11-25T10:30:00+05:00"
    assert Hours(24).after(datetime(2026, 11, 28, 10, 30, tzinfo=zone), days).isoformat() == "2026-11-30T23:59:59+05:00"
    assert CalendarDays(5).after(moment, days).isoformat() == "2026-11-30T23:59:59+05:00"
    assert CalendarDays(4).after(moment, days).isoformat() == "2026-11-28T23:59:59+05:00"
