"""The product's own worker and two of its schedulers through the end of a year, the worker killed at the document."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from journal import clock
from journal.models import Job
from orders import actions as orders
from orders.models import Order
from permissions.models import Institute
from tests.faults.cases import approved, enrolled, ready, ready_for
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import count, times
from tests.faults.processes import ring_at, running, worker
from tests.people import House
from tests.services import wait_until

MIDNIGHT = datetime(2027, 1, 1, tzinfo=clock.zone)


def killed_at_the_document(log: Path, order: Order, time_now: dict[str, str], house: House) -> None:
    """Sign while a worker runs, and kill it with all its children when it has begun with the document."""
    document = Job.objects.filter(kind="order.document", args__order=order.pk)
    with worker(log, **time_now):
        orders.sign(actor=house.erkin, order_id=order.pk)
        wait_until(document.filter(attempts__gt=0).exists, "the beginning of the document", 60)
    assert broken() == []
    # A minute later, as far as the lease is concerned.
    Job.objects.filter(finished_at=None, leased_until__isnull=False).update(leased_until=F("created_at"))


def test_nothing_is_lost_or_done_twice_at_the_turn_of_the_year(
    house: House, media: Path, broker: str, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ring_at(broker, monkeypatch)
    Institute.objects.update(is_demo=True)  # only an invented institute may believe another time
    settings.HARAKAT_NOW = datetime(2026, 12, 31, 12, tzinfo=clock.zone)
    monkeypatch.setattr(clock, "_started", datetime.now(UTC))
    kills = times(1, 10)
    old = [ready_for(house, *enrolled(house, 2)) for _kill in range(kills)]
    future = ready(house, *(approved(house, login, starts_on=MIDNIGHT.date()) for login in enrolled(house, 2)))
    new = ready_for(house, *enrolled(house, 1))
    for order in old:
        killed_at_the_document(tmp_path / "worker.log", order, believed(), house)
    orders.sign(actor=house.erkin, order_id=future.pk)
    # The clock jumps; whoever starts now believes it too.
    settings.HARAKAT_NOW = MIDNIGHT - timedelta(seconds=12)
    monkeypatch.setattr(clock, "_started", datetime.now(UTC))
    with ExitStack() as office:
        for name in ("first", "second"):
            arguments = ("--schedule", str(tmp_path / name), "--pidfile", "")
            office.enter_context(running("beat", tmp_path / f"{name}.log", *arguments, **believed()))
        office.enter_context(worker(tmp_path / "worker.log", **believed()))
        wait_until(lambda: clock.now() >= MIDNIGHT, "midnight", 60)
        orders.sign(actor=house.erkin, order_id=new.pk)
        wait_until(lambda: not Job.objects.filter(finished_at=None).exists(), "the end of the work", 120)
    check_the_turn(old, future, new)
    assert unfinished(media) == []
    count("worker killed at the document", kills=kills)
    count("two schedulers through the end of a year", years=1)


def believed() -> dict[str, str]:
    """The time of this test, for the product's processes."""
    return {"HARAKAT_NOW": clock.settings.HARAKAT_NOW.isoformat(), "HARAKAT_NOW_SINCE": clock._started.isoformat()}


def check_the_turn(old: list[Order], future: Order, new: Order) -> None:
    """Numbers and dates of either year, and the items of the new year applied in it."""
    last = [Order.objects.get(pk=order.pk) for order in [*old, future]]
    assert [order.number for order in last] == [f"{number}-T" for number in range(1, len(last) + 1)]
    assert {order.date for order in last} == {date(2026, 12, 31)}
    first = Order.objects.get(pk=new.pk)
    assert (first.number, first.date, first.year) == ("1-T", date(2027, 1, 1), 2027)
    assert all(item.applied_at >= MIDNIGHT for item in future.items.all())
    for day in ("2026-12-31",):
        planned = Job.objects.filter(kind="daily", key__endswith=day)
        assert planned.count() == len({job.args["function"] for job in planned}) > 0
