"""The broker is refused, silent, paused or killed when an act commits: nobody waits, and nothing is lost."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal import bell
from journal.models import Job
from orders import actions as orders
from orders.models import Order
from tests.api.caller import Caller
from tests.faults.cases import enrolled, filed, ready_for
from tests.faults.dying import drain
from tests.faults.invariants import unfinished
from tests.faults.numbers import count, times
from tests.faults.processes import Broker, ring_at, sweep_until_done, worker
from tests.people import House

LONGEST_WAIT = 0.1


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds each bell kept its act waiting."""
    seconds: list[float] = []
    ring = bell.ring

    def timed(job_id: int) -> None:
        began = time.perf_counter()
        ring(job_id)
        seconds.append(time.perf_counter() - began)

    monkeypatch.setattr(bell, "ring", timed)
    return seconds


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def decided(house: House) -> None:
    """One student's case is filed and decided by a request."""
    [login] = enrolled(house, 1)
    answer = Caller.signed_in("botir").act(filed(house, login).pk, "approve", key="once" + login)
    assert answer.status_code == 200, answer.content.decode()


@pytest.mark.parametrize("broker", ["refused", "silent"])
def test_no_request_waits_for_a_broker(
    house: House, media: Path, waited: list[float], silent_port: int, monkeypatch: pytest.MonkeyPatch, broker: str
) -> None:
    monkeypatch.setattr(bell, "QUIET_SECONDS", 0.0)
    ring_at(f"redis://127.0.0.1:{1 if broker == 'refused' else silent_port}/0", monkeypatch)
    rounds = times(2, 50)
    for _round in range(rounds):
        decided(house)
    assert len(waited) >= 2 * rounds
    assert max(waited) < LONGEST_WAIT
    assert Job.objects.filter(finished_at=None).count() >= 2 * rounds
    drain()
    assert unfinished(media) == []
    count(f"broker {broker} at the commit", acts=len(waited), **{"longest wait, ms": round(max(waited) * 1000, 1)})


def test_what_a_lost_broker_did_not_hear_is_done_when_it_is_back(
    house: House, media: Path, waited: list[float], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broker = Broker(tmp_path)
    ring_at(broker.address, monkeypatch)
    rounds = times(1, 10)
    pks = [ready_for(house, *enrolled(house, 2)).pk for _order in range(2 * rounds)]
    longest = 0.0
    try:
        with worker(tmp_path / "worker.log"):
            for paused, killed in zip(pks[::2], pks[1::2], strict=True):
                broker.pause()
                orders.sign(actor=house.erkin, order_id=paused)
                time.sleep(0.2)
                broker.go_on()
                broker.kill()
                orders.sign(actor=house.erkin, order_id=killed)
                broker.start()
                longest = max(longest, sweep_until_done())
    finally:
        broker.kill()
    assert max(waited) < LONGEST_WAIT
    assert unfinished(media) == []
    assert Order.objects.filter(pk__in=pks, state="in_force").count() == 2 * rounds
    count(
        "broker paused, killed and started again",
        outages=2 * rounds,
        acts=len(waited),
        **{"longest wait, ms": round(max(waited) * 1000, 1), "longest until all was done, s": round(longest, 1)},
    )
