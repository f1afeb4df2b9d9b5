"""Midnight, the end of a month and of a year in Tashkent, jumps of the clock, and several schedulers at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from journal import jobs
from journal.models import DayRecord, Job
from journal.refusals import Conflict
from orders import actions as orders
from orders.models import Order
from students.models import Student
from tests.faults.cases import approved, enrolled, ready, ready_for, signed
from tests.faults.dying import SHORT_LEASE, drain, ended, fork
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import chosen, count, times
from tests.people import House

At = Callable[[str], None]
# An ordinary day, the end of a month, a leap day to come, the end of a year.
ENDS = chosen(["2026-11-23", "2026-11-30", "2028-02-28", "2026-12-31"], 1)


def next_day(day: str) -> date:
    return date.fromisoformat(day) + timedelta(days=1)


@pytest.mark.parametrize("day", ENDS)
def test_an_order_signed_around_midnight_bears_the_day_of_its_signature(
    house: House, media: Path, unrung: None, at: At, day: str
) -> None:
    at(f"{day}T12:00:00")
    eve, morning = (ready_for(house, login) for login in enrolled(house, 2))
    at(f"{day}T23:59:58")
    orders.sign(actor=house.erkin, order_id=eve.pk)
    at(f"{next_day(day)}T00:00:00")
    orders.sign(actor=house.erkin, order_id=morning.pk)
    drain()
    eve, morning = (Order.objects.get(pk=order.pk) for order in (eve, morning))
    assert (eve.date, morning.date) == (date.fromisoformat(day), next_day(day))
    assert (eve.number, morning.number) == ("1-T", "1-T" if day.endswith("12-31") else "2-T")
    assert unfinished(media) == []
    count("an order on either side of midnight", days=1)


@pytest.mark.parametrize("day", ENDS)
def test_an_item_of_tomorrow_changes_the_record_at_midnight(
    house: House, media: Path, unrung: None, at: At, day: str
) -> None:
    at(f"{day}T12:00:00")
    order = ready(house, approved(house, "aziza", starts_on=next_day(day)))
    orders.sign(actor=house.erkin, order_id=order.pk)
    drain()
    at(f"{day}T23:59:50")
    drain()
    student = Student.objects.get(pk=house.students["aziza"].pk)
    assert (order.items.get().state, student.status) == ("waiting", "studying")
    at(f"{next_day(day)}T00:00:00")
    drain()
    student = Student.objects.get(pk=house.students["aziza"].pk)
    assert (order.items.get().state, student.status, student.status_since) == ("applied", "on_leave", next_day(day))
    assert unfinished(media) == []
    count("an item of the next day", days=1)


def test_a_clock_set_back_over_midnight_gives_no_earlier_date(house: House, media: Path, unrung: None, at: At) -> None:
    at("2026-12-01T00:00:10")
    first, second = (ready_for(house, login) for login in enrolled(house, 2))
    orders.sign(actor=house.erkin, order_id=first.pk)
    at("2026-11-30T23:59:50")
    with pytest.raises(Conflict, match="2026-12-01"):
        orders.sign(actor=house.erkin, order_id=second.pk)
    assert broken() == []
    at("2026-12-01T00:01:00")
    orders.sign(actor=house.erkin, order_id=second.pk)
    drain()
    assert Order.objects.get(pk=second.pk).number == "2-T"
    assert unfinished(media) == []


def test_a_clock_set_back_while_a_job_runs_leaves_no_item_behind(
    house: House, media: Path, unrung: None, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("2026-11-30T12:00:00")
    order = ready(house, approved(house, "aziza", starts_on=date(2026, 12, 1)))
    orders.sign(actor=house.erkin, order_id=order.pk)
    drain()
    [job] = Job.objects.filter(kind="order.apply", finished_at=None)
    at("2026-12-01T00:00:01")
    apply = jobs._handlers["order.apply"]

    def after_a_jump(job: Job) -> None:
        at("2026-11-30T23:59:59")
        apply(job)

    with monkeypatch.context() as jumping:
        jumping.setitem(jobs._handlers, "order.apply", after_a_jump)
        jobs.run(job.pk)
    at("2026-12-01T00:10:00")
    drain()
    assert order.items.get().state == "applied"
    assert unfinished(media) == []


def at_once(act: Callable[[], Any], hands: int) -> None:
    """Do the same in several processes of their own at the same moment."""
    children = [fork(act) for _hand in range(hands)]
    assert [ended(child) for child in children] == [0] * hands


def test_two_schedulers_do_nothing_twice(house: House, media: Path, unrung: None, at: At) -> None:
    rounds = times(2, 30)
    day = date(2026, 12, 30)
    at(f"{day}T12:00:00")
    signed(house, *enrolled(house, 2))

    def whole_day() -> None:
        jobs.plan_day()
        time.sleep(SHORT_LEASE)
        drain()

    for _round in range(rounds):
        day += timedelta(days=1)
        at(f"{day}T00:01:00")
        at_once(whole_day, 3)
        time.sleep(SHORT_LEASE)
        drain()
    planned = Job.objects.filter(kind="daily")
    assert planned.count() == len(jobs._daily) * rounds
    assert DayRecord.objects.latest("day").day == day - timedelta(days=1)
    assert unfinished(media) == []
    count("several schedulers at once", days=rounds)
