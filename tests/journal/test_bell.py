"""No request waits for a broker: not for one that is gone, not for one that accepts and then says nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from celery import Celery

from journal import bell
from tests.services import wait_until

LONGEST_WAIT = 0.1


@pytest.fixture
def port() -> Iterator[int]:
    """A port that accepts connections and never answers: a broker that is paused."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    """A port nobody listens on: a broker that is gone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def ring_at(port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> float:
    """Ring twice at a broker there; returns the seconds it took, after the failure was noticed."""
    broker = Celery("test", broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    broker.conf.update(
        broker_transport_options={"socket_connect_timeout": 0.1, "socket_timeout": 0.3},
        broker_connection_timeout=0.1,
        task_publish_retry=False,
    )
    monkeypatch.setattr(bell, "current_app", broker)
    monkeypatch.setattr(bell, "QUIET_SECONDS", 0.0)
    began = time.monotonic()
    for job_id in (1, 2):
        bell.ring(job_id)
    took = time.monotonic() - began
    wait_until(lambda: caplog.text.count("the broker does not answer") == 2, "two unheard bells")
    return took


def test_a_broker_that_is_gone_costs_the_request_nothing(closed_port, monkeypatch, caplog) -> None:
    assert ring_at(closed_port, monkeypatch, caplog) < LONGEST_WAIT


def test_a_broker_that_is_paused_costs_the_request_nothing(port, monkeypatch, caplog) -> None:
    assert ring_at(port, monkeypatch, caplog) < LONGEST_WAIT


def test_after_a_failure_the_bell_is_quiet_for_a_while(monkeypatch, caplog) -> None:
    tried: list[int] = []

    class Broken:
        def send_task(self, name: str, args: list[int], expires: int) -> None:
            tried.extend(args)
            raise ConnectionError

    monkeypatch.setattr(bell, "current_app", Broken())
    monkeypatch.setattr(bell, "QUIET_SECONDS", 0.2)
    for job_id in range(5):
        bell.ring(job_id)
    wait_until(bell._waiting.empty, "the end of the queue")
    assert tried == [0]
    time.sleep(0.25)
    bell.ring(9)
    wait_until(lambda: tried == [0, 9], "the next try")
    time.sleep(0.25)


def test_every_thread_rings_at_the_same_broker() -> None:
    from threading import Thread

    from celery import current_app

    seen: list[str] = []
    thread = Thread(target=lambda: seen.append(current_app.main))
    thread.start()
    thread.join()
    assert seen == ["harakat"]
