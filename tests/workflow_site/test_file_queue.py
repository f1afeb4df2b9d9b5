"""The embedded queue: a reader finds whole messages or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from workflow_site import file_queue
from workflow_site.celery import app, transport_options


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Connection]:
    assert app is not None  # which is what gives the transport its name
    url = f"filesystem://localhost{tmp_path}"
    with Connection(url, transport_options=transport_options(url)) as connection:
        yield connection


def messages(folder: Path) -> list[Path]:
    return sorted((folder / "jobs").glob("*.msg"))


def test_the_embedded_queue_is_ours_and_polls_often(broker: Connection) -> None:
    assert isinstance(broker.transport, file_queue.Transport)
    assert broker.transport_options["polling_interval"] == 0.05


def test_what_is_put_is_got_once(broker: Connection, tmp_path: Path) -> None:
    channel = broker.channel()
    channel._put("celery", {"body": "1"})
    assert channel._size("celery") == 1
    assert channel._get("celery") == {"body": "1"}
    with pytest.raises(Empty):
        channel._get("celery")
    assert list((tmp_path / "jobs").iterdir()) == []


def test_a_half_written_message_never_reaches_a_reader(
    broker: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, seen = broker.channel(), []
    whole: Callable[..., Any] = Path.write_text

    def slowly(path: Path, text: str) -> None:
        whole(path, text[:5])
        with pytest.raises(Empty):
            channel._get("celery")
        seen.append(messages(tmp_path))
        whole(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", slowly)
        channel._put("celery", {"body": "1"})
    assert seen == [[]]
    assert channel._get("celery") == {"body": "1"}


def test_a_worker_survives_an_unreadable_message(broker: Connection, tmp_path: Path) -> None:
    channel = broker.channel()
    (tmp_path / "jobs" / "0_half.celery.msg").write_text('{"body": ')
    (tmp_path / "jobs" / "0_noise.celery.msg").write_bytes(b"\xff\xfe")
    channel._put("celery", {"body": "1"})
    assert channel._get("celery") == {"body": "1"}
    assert messages(tmp_path) == []


def test_a_message_that_another_worker_took_is_passed_over(broker: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = broker.channel()
    channel._put("celery", {"body": "1"})
    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", lambda folder: iter([folder / "0_gone.celery.msg"]))
        with pytest.raises(Empty):
            channel._get("celery")
    assert channel._get("celery") == {"body": "1"}


def test_a_table_of_queues_is_never_empty(broker: Connection, tmp_path: Path) -> None:
    channel = broker.channel()
    channel._queue_bind("pidbox", "", "", "one")
    channel._queue_bind("pidbox", "", "", "two")
    assert {bound.queue for bound in channel.get_table("pidbox")} == {"one", "two"}
    assert [file.name for file in (tmp_path / "control").iterdir()] == ["pidbox.exchange"]
