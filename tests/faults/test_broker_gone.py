"""The broker refuses or says nothing when an act commits: nobody waits, and nothing is lost."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal import bell
from journal.models import Job
from tests.api.caller import Caller
from tests.faults.cases import enrolled, filed
from tests.faults.dying import drain
from tests.faults.invariants import unfinished
from tests.faults.numbers import count, times
from tests.faults.processes import LONGEST_WAIT, ring_at
from tests.people import House


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
