"""The page a monitor reads names the part that is down and no secret."""

from __future__ import annotations

import json
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.db import connection, connections
from django.test import Client

from journal import pulse
from tests.processes import running_scheduler, running_worker
from tests.services import start_postgres, start_redis, wait_until
from workflow_site import health
from workflow_site.celery import transport_options

OK = {"database": "ok", "queue": "ok", "worker": "ok", "scheduler": "ok", "storage": "ok"}


def answer(client: Client) -> tuple[int, dict[str, str]]:
    """Status and parts."""
    told = client.get("/healthz")
    return told.status_code, json.loads(told.content)


@pytest.mark.journey
def test_with_worker_and_scheduler_every_part_is_ok_and_whichever_dies_is_named(
    committed_db: str, broker: str, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_worker():
        assert answer(client) == (503, {**OK, "scheduler": "has not rung yet"})
        with running_scheduler(tmp_path / "schedule"):
            wait_until(lambda: pulse.age(pulse.SCHEDULER) is not None, "the first ring")
            assert answer(client) == (200, OK)
        # The scheduler is dead now; half a minute is more than a test has.
        monkeypatch.setattr(health, "PULSE_WITHIN", timedelta(seconds=0))
        status, parts = answer(client)
        assert (status, parts["worker"]) == (503, "ok")
        assert parts["scheduler"].startswith("has not been heard for ")
    # And now the worker.
    assert answer(client)[1]["worker"] == "does not answer"


def test_a_stopped_broker_is_named_at_once(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    socket = tmp_path / "redis.sock"
    server = start_redis(socket)
    own = Celery("test", broker=f"redis+socket://{socket}", set_as_current=False)
    own.conf.broker_transport_options = transport_options(f"redis+socket://{socket}")
    monkeypatch.setattr(health, "app", own)
    assert health.queue() == "ok"
    server.kill()
    server.wait()
    status, parts = answer(client)
    assert status == 503
    assert (parts["queue"], parts["worker"]) == ("does not answer", "cannot be asked without a queue")


def test_a_paused_broker_keeps_no_monitor_waiting(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    socket = tmp_path / "redis.sock"
    server = start_redis(socket)
    own = Celery("test", broker=f"redis+socket://{socket}", set_as_current=False)
    own.conf.broker_transport_options = transport_options(f"redis+socket://{socket}")
    monkeypatch.setattr(health, "app", own)
    server.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    status, parts = answer(client)
    assert time.monotonic() - began < 8 * health.ANSWER_SECONDS
    assert (status, parts["queue"]) == (503, "does not answer")
    assert parts["worker"] == "cannot be asked without a queue"
    server.kill()
    server.wait()


@contextmanager
def server_of_its_own(folder: Path) -> Iterator[Any]:
    """This test's own PostgreSQL under the default connection; gives its process."""
    settings = connections["default"].settings_dict
    usual = {name: settings[name] for name in ("HOST", "NAME")}
    connections.close_all()
    try:
        yield start_postgres(folder)
    finally:
        connections.close_all()
        settings.update(usual)


def test_a_stopped_database_is_named_also_to_who_has_a_session(
    django_db_blocker: Any, client: Client, short_path: Path
) -> None:
    client.cookies["sessionid"] = "a-session-that-cannot-be-read"
    with django_db_blocker.unblock(), server_of_its_own(short_path / "pg") as server:
        connections["default"].settings_dict.update(HOST=str(short_path / "pg"), NAME="postgres")
        assert answer(client)[1]["database"] == "ok"
        server.kill()
        server.wait()
        # Its children serve on for the moment in which they notice.
        wait_until(lambda: answer(client)[1]["database"] != "ok", "the end of the database")
        status, parts = answer(client)
    assert status == 503
    assert (parts["database"], parts["scheduler"]) == ("does not answer", "cannot be told without a database")


def test_a_connection_cut_meanwhile_is_opened_again(committed_db: str, client: Client) -> None:
    assert answer(client)[1]["database"] == "ok"
    connection.connection.close()
    # One answer may fall victim to it, as a page would; the next has a connection of its own again.
    answers = [answer(client)[1]["database"] for _ in range(2)]
    assert answers[-1] == "ok"


def test_where_papers_cannot_be_kept_it_says_so(db: None, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "a file"
    settings.MEDIA_ROOT.write_text("in the way")
    status, parts = answer(client)
    assert (status, parts["storage"]) == (503, "cannot be written")


def test_a_disk_that_takes_nothing_more_and_one_that_soon_will_not_are_told(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert health.storage() == "ok"
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        said = health.storage()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert said == "cannot be written"
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**62)
    assert health.storage() == "is almost full"
