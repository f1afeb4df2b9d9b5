"""The page a monitor reads names the part that is down and no secret."""

import json
from pathlib import Path

import pytest
from celery import Celery
from django.test import Client

from workflow_site.celery import transport_options

OK = {"database": "ok", "queue": "ok", "worker": "ok", "storage": "ok"}


def health(client: Client) -> tuple[int, dict[str, str]]:
    """Status and parts."""
    answer = client.get("/healthz")
    return answer.status_code, json.loads(answer.content)


@pytest.mark.journey
def test_with_a_worker_every_part_is_ok(worker: Path, client: Client) -> None:
    assert health(client) == (200, OK)


@pytest.mark.journey
def test_without_a_worker_it_says_so(committed_db: str, broker: str, client: Client) -> None:
    assert health(client) == (503, {**OK, "worker": "does not answer"})


def test_without_a_queue_it_says_so_at_once(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Celery("test", broker="redis://127.0.0.1:1/0", set_as_current=False)
    gone.conf.broker_transport_options = transport_options("redis://127.0.0.1:1/0")
    monkeypatch.setattr("workflow_site.health.app", gone)
    down = {**OK, "queue": "does not answer", "worker": "cannot be asked without a queue"}
    assert health(client) == (503, down)


def test_where_papers_cannot_be_kept_it_says_so(db: None, client: Client, settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "a file"
    settings.MEDIA_ROOT.write_text("in the way")
    status, parts = health(client)
    assert (status, parts["storage"]) == (503, "cannot be written")
