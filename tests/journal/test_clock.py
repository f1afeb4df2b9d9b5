"""One clock for all processes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from journal import clock

NEVER_MORE_THAN = timedelta(seconds=30)


def test_without_a_believed_time_the_clock_tells_the_real_one() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < NEVER_MORE_THAN


def test_the_day_is_that_of_tashkent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 8, 31, 18, 59, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 8, 31)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 8, 31, 19, 0, 0, tzinfo=UTC))
    assert clock.today() == date(2026, 9, 1)


def test_a_believed_time_runs_on_from_the_moment_all_processes_share(settings, monkeypatch) -> None:
    settings.HARAKAT_NOW = datetime(2027, 2, 1, 9, 0, tzinfo=clock.zone)
    monkeypatch.setattr(clock, "_started", datetime.now(UTC) - timedelta(minutes=10))
    expected = datetime(2027, 2, 1, 9, 10, tzinfo=clock.zone)
    assert abs(clock.now() - expected) < NEVER_MORE_THAN
    assert clock.today() == date(2027, 2, 1)


def test_the_shared_moment_comes_from_whoever_starts_the_processes(monkeypatch) -> None:
    monkeypatch.setenv("HARAKAT_NOW_SINCE", "2026-11-24T10:00:00+05:00")
    assert clock._since() == datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def test_without_it_the_believed_time_begins_with_the_process(monkeypatch) -> None:
    monkeypatch.setenv("HARAKAT_NOW_SINCE", "")
    assert abs(clock._since() - datetime.now(UTC)) < NEVER_MORE_THAN


def test_a_process_hands_its_start_to_those_it_starts(monkeypatch) -> None:
    monkeypatch.setenv("HARAKAT_NOW_SINCE", "")
    clock.share_start()
    assert clock._since() == clock._started
