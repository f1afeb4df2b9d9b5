"""A log that programs read: each act by its place in the chain, each line by its request, nobody by name."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from journal import jobs, tasks
from journal.logs import JsonLines
from journal.models import Event, Job
from tests.api.caller import Caller
from tests.people import open_house


@pytest.fixture
def lines() -> Iterator[Any]:
    """What the product logs from here on, read line by line as JSON."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    names = ("harakat.acts", "harakat.requests", "journal.jobs", "django.request")
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_an_act_is_logged_by_its_event_under_the_number_of_its_request(committed_db: str, lines: Any) -> None:
    open_house()
    aziza = Caller.signed_in("aziza")
    case = aziza.draft()
    answer = aziza.http.post(
        f"/api/v1/movements/{case}/acts",
        {"act": "file"},
        content_type="application/json",
        headers={"X-Request-ID": "proxy-0123456789"},
    )
    assert answer["X-Request-ID"] == "proxy-0123456789"
    own = [line for line in lines() if line["work"] == "proxy-0123456789"]
    event = Event.objects.get(chain=f"movement:{case}", act="file")
    assert [line["logger"] for line in own] == ["harakat.acts", "harakat.requests"]
    assert (own[0]["chain"], own[0]["seq"], own[0]["act"]) == (event.chain, event.seq, "file")
    assert (own[1]["status"], own[1]["route"]) == (200, "api/v1/movements/<int:movement_id>/acts")
    everything = json.dumps(lines(), ensure_ascii=False)
    for personal in ("Qodirova", "Aziza", "337251100001", "2026-12-01"):
        assert personal not in everything


def test_an_act_that_is_taken_back_is_not_logged(committed_db: str, lines: Any) -> None:
    open_house()
    aziza = Caller.signed_in("aziza")
    case = aziza.post("movements", kind="academic_leave", stated={"ground": "health"}, draft=True).json()["id"]
    before = len(lines())
    assert aziza.act(case, "file").status_code == 422
    assert [line["logger"] for line in lines()[before:]] == ["harakat.requests", "django.request"]


def test_an_address_that_is_not_found_stands_in_no_line(db: None, client: Any, lines: Any) -> None:
    assert client.get("/nowhere/337251100001/").status_code == 404
    assert [line["message"] for line in lines()] == ["GET  404", "Not Found"]


def test_a_number_of_another_shape_is_not_taken_over(db: None, client: Any) -> None:
    answer = client.get("/sign-in/", headers={"X-Request-ID": "no <b>"})
    assert len(answer["X-Request-ID"]) == 16


def test_a_failing_job_is_logged_by_its_own_number_and_without_its_message(
    db: None, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = "Qodirova Aziza"

    def fail(job: Job) -> None:
        raise ValueError(person)

    monkeypatch.setitem(jobs._handlers, "test.fails", fail)
    job = jobs.enqueue("test.fails", key="test.fails")
    tasks.run_job(job.pk)
    (line,) = lines()
    assert line["work"] == f"job-{job.pk}"
    assert "ValueError" in line["message"]
    assert "Qodirova" not in json.dumps(line)
