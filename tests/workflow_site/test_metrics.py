"""Figures for a monitor, and nothing for anybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from journal import jobs
from tests.api.caller import Caller
from tests.people import House


def read(client: Client, **headers: str) -> dict[str, float]:
    """The figures by name and labels."""
    told = client.get("/metrics", headers=headers)
    assert told.status_code == 200
    lines = [line for line in told.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_it_counts_what_waits(house: House, client: Client) -> None:
    before = read(client)
    assert before["harakat_jobs_waiting"] == 0
    Caller.signed_in("aziza").file()
    figures = read(client)
    assert figures['harakat_cases{kind="academic_leave",state="review"}'] == 1
    assert figures["harakat_jobs_waiting"] == jobs.due(jobs.clock.now()).count() > 0
    assert figures["harakat_jobs_oldest_seconds"] >= 0
    assert figures["harakat_order_items_failed"] == 0


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Proto"])
def test_without_a_token_nobody_reads_it_through_a_proxy(db: None, client: Client, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_without_a_token_nobody_reads_it_from_another_machine(db: None, client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404


def test_with_a_token_only_who_brings_it_reads_it(db: None, client: Client, settings: Any) -> None:
    settings.HARAKAT_METRICS_TOKEN = "oʻlchov"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    assert "harakat_jobs_waiting" in read(client, Authorization="Bearer oʻlchov")


def test_a_name_stands_in_no_figure(house: House, client: Client) -> None:
    Caller.signed_in("aziza").file()
    told = client.get("/metrics").content.decode()
    assert "Qodirova" not in told
    assert "337251100001" not in told
