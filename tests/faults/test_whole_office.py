"""The product's own worker and two of its schedulers through the end of a year, while worker and broker are killed."""

from __future__ import annotations

import time
from collections.abc import Iterator
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
from tests.faults.processes import LONGEST_WAIT, Broker, ring_at, running, worker
from tests.people import House
from tests.services import wait_until

MIDNIGHT = datetime(2027, 1, 1, tzinfo=clock.zone)


class BelievedTime:
    """Sets the clock of this process and of those it starts."""

    def __init__(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings, self.monkeypatch = settings, monkeypatch
        Institute.objects.update(is_demo=True)  # only an invented institute may believe another time

    def set(self, moment: datetime) -> None:
        """It is that moment now."""
        self.settings.HARAKAT_NOW = moment
        self.monkeypatch.setattr(clock, "_started", datetime.now(UTC))

    def variables(self) -> dict[str, str]:
        """What a process must know to agree."""
        return {
            "HARAKAT_NOW": self.settings.HARAKAT_NOW.isoformat(),
            "HARAKAT_NOW_SINCE": clock._started.isoformat(),
        }


@pytest.fixture
def torn(tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """A broker at which everybody rings."""
    broker = Broker(tmp_path)
    ring_at(broker.address, monkeypatch)
    yield broker
    broker.kill()


def sign(house: House, order: Order) -> None:
    orders.sign(actor=house.erkin, order_id=order.pk)


def killed_at_the_document(log: Path, order: Order, believed: BelievedTime, house: House) -> None:
    """Sign while a worker runs, and kill it with all its children when it has begun with the document."""
    document = Job.objects.filter(kind="order.document", args__order=order.pk)
    with worker(log, **believed.variables()):
        sign(house, order)
        wait_until(document.filter(attempts__gt=0).exists, "the beginning of the document", 60)
    assert broken() == []
    # A minute later, as far as the lease is concerned.
    Job.objects.filter(finished_at=None, leased_until__isnull=False).update(leased_until=F("created_at"))


def tear(broker: Broker, house: House, paused: Order, killed: Order) -> float:
    """Sign while the broker is paused and again while it is gone; gives the seconds until all was done."""
    broker.pause()
    sign(house, paused)
    time.sleep(0.2)
    broker.go_on()
    broker.kill()
    sign(house, killed)
    broker.start()
    began = time.monotonic()
    wait_until(lambda: not Job.objects.filter(finished_at=None).exists(), "the end of the work", 180)
    return time.monotonic() - began


def test_nothing_is_lost_or_done_twice_at_the_turn_of_the_year(
    house: House,
    media: Path,
    torn: Broker,
    waited: list[float],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    believed = BelievedTime(settings, monkeypatch)
    believed.set(MIDNIGHT - timedelta(hours=12))
    kills, outages = times(1, 6), times(1, 6)
    old = [ready_for(house, *enrolled(house, 2)) for _kill in range(kills)]
    future = ready(house, *(approved(house, login, starts_on=MIDNIGHT.date()) for login in enrolled(house, 2)))
    new = [ready_for(house, *enrolled(house, 1)) for _order in range(2 * outages)]
    for order in old:
        killed_at_the_document(tmp_path / "worker.log", order, believed, house)
    sign(house, future)
    # The clock jumps; whoever starts now believes it too.
    believed.set(MIDNIGHT - timedelta(seconds=8))
    with ExitStack() as office:
        for name in ("first", "second"):
            arguments = ("--schedule", str(tmp_path / name), "--pidfile", "")
            office.enter_context(running("beat", tmp_path / f"{name}.log", *arguments, **believed.variables()))
        office.enter_context(worker(tmp_path / "worker.log", **believed.variables()))
        wait_until(Job.objects.filter(kind="daily").exists, "the plan of the day", 60)
        wait_until(lambda: clock.now() >= MIDNIGHT, "midnight", 60)
        longest = max(tear(torn, house, *pair) for pair in zip(new[::2], new[1::2], strict=True))
    check_the_turn([*old, future], new)
    assert max(waited) < LONGEST_WAIT
    assert unfinished(media) == []
    count("worker killed at the document", kills=kills)
    count("two schedulers through the end of a year", years=1)
    count(
        "broker paused, killed and started again",
        outages=2 * outages,
        **{"longest wait of an act, ms": round(max(waited) * 1000, 1), "longest repair, s": round(longest, 1)},
    )


def check_the_turn(old: list[Order], new: list[Order]) -> None:
    """Numbers and dates of either year, the items of the new year, and the work of every day."""
    for orders_of, day in ((old, date(2026, 12, 31)), (new, date(2027, 1, 1))):
        found = [Order.objects.get(pk=order.pk) for order in orders_of]
        assert [(order.number, order.date) for order in found] == [
            (f"{number}-T", day) for number in range(1, len(found) + 1)
        ]
    assert all(item.applied_at >= MIDNIGHT for item in old[-1].items.all())
    planned = list(Job.objects.filter(kind="daily").values_list("args__function", "key"))
    assert len(planned) == len(set(planned)) > 0
