"""The connection to the database is cut at every statement of an act: a sentence, a number, and nothing half done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.http import HttpResponse

from movements.models import Decision
from orders.models import Order
from tests.api.caller import Caller
from tests.faults.cases import enrolled, filed, ready_for
from tests.faults.cutting import UNTOLD, Scissors, cut_at
from tests.faults.dying import drain
from tests.faults.invariants import broken, snapshot, unfinished
from tests.faults.numbers import count, times
from tests.journey import signed_in
from tests.people import House

MOST_POINTS = 200
Send = Callable[[], HttpResponse]


@pytest.fixture(autouse=True)
def kept_connection(house: House, unrung: None) -> Iterator[None]:
    """The connection is kept from request to request and looked at before each, as in production."""
    connection.settings_dict.update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
    yield
    connection.settings_dict.update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=False)


def requested(send: Send) -> HttpResponse:
    """Send as a server would: what it does with connections before and after a request is done here too."""
    close_old_connections()
    answer = send()
    answer.close()
    close_old_connections()
    return answer


def tells_a_fault(answer: HttpResponse, caplog: pytest.LogCaptureFixture) -> str:
    """The number the reader is given; it stands in the log too."""
    assert answer.status_code in (500, 503), answer.content.decode()
    if answer["Content-Type"].startswith("application/problem+json"):
        told = json.loads(answer.content)
        assert told["detail"]
        number = told["error_id"]
    else:
        number = answer.content.decode().partition('class="number">')[2].partition("<")[0]
    assert len(number) == 8, f"no number: {answer.content.decode()}"
    assert number in caplog.text
    return number


def cut_everywhere(
    send: Send, done: Callable[[], bool], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: int
) -> int:
    """Repeat the request, cut one point later each time, until nothing is cut; gives the number of cuts."""
    requested(lambda: HttpResponse())
    for cuts, point in enumerate(range(1, MOST_POINTS, step)):
        before, stood = snapshot(), done()
        with cut_at(point, monkeypatch) as scissors:
            answer = requested(send)
        check_cut(answer, scissors, before, stood, done, caplog)
        if not scissors.where:
            assert answer.status_code < 400 or stood, answer.content.decode()
            assert done()
            return cuts
    raise AssertionError("the request has no end")


def check_cut(
    answer: HttpResponse,
    scissors: Scissors,
    before: dict[str, Any],
    stood: bool,
    done: Callable[[], bool],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whoever was cut off knows it; the act stands whole, or nothing has changed."""
    if scissors.where and answer.status_code >= 400 and not (stood and answer.status_code == 409):
        tells_a_fault(answer, caplog)
    if not stood and not done():
        changed = {table for table, rows in snapshot().items() if rows != before[table]}
        assert changed <= {"permissions_apitoken", "permissions_account"}
    assert broken() == []


def test_a_decision_through_the_api(house: House, media: Path, monkeypatch, caplog) -> None:
    movement = filed(house, "aziza")
    dean = Caller.signed_in("botir")
    decided = Decision.objects.filter(movement=movement, step="dean_consent").exists
    cuts = cut_everywhere(
        lambda: dean.act(movement.pk, "approve", key="once"), decided, monkeypatch, caplog, times(2, 1)
    )
    drain()
    assert unfinished(media) == []
    count("connection cut in a request", cuts=cuts)


def test_a_decision_through_the_api_without_a_key(house: House, media: Path, monkeypatch, caplog) -> None:
    movement = filed(house, "aziza")
    dean = Caller.signed_in("botir")
    decided = Decision.objects.filter(movement=movement, step="dean_consent").exists
    cuts = cut_everywhere(lambda: dean.act(movement.pk, "approve"), decided, monkeypatch, caplog, times(3, 1))
    drain()
    assert unfinished(media) == []
    count("connection cut in a request", cuts=cuts)


def test_the_signature_through_the_api(house: House, media: Path, monkeypatch, caplog) -> None:
    order = ready_for(house, "aziza", *enrolled(house, 1))
    rector = Caller.signed_in("erkin")
    signed = Order.objects.filter(pk=order.pk, state="signed").exists
    cuts = cut_everywhere(
        lambda: rector.post(f"orders/{order.pk}/acts", act="sign", key="once"), signed, monkeypatch, caplog, times(4, 1)
    )
    drain()
    assert unfinished(media) == []
    assert Order.objects.get(pk=order.pk).number == "1-T"
    count("connection cut in a request", cuts=cuts)


def test_a_decision_on_its_page(house: House, media: Path, monkeypatch, caplog) -> None:
    movement = filed(house, "aziza")
    dean = signed_in("botir")
    dean.raise_request_exception = False
    decided = Decision.objects.filter(movement=movement, step="dean_consent").exists
    cuts = cut_everywhere(
        lambda: dean.post(f"/cases/{movement.pk}/", {"act": "approve"}), decided, monkeypatch, caplog, times(3, 1)
    )
    drain()
    assert unfinished(media) == []
    count("connection cut in a request", cuts=cuts)


def test_the_signature_on_its_page(house: House, media: Path, monkeypatch, caplog) -> None:
    order = ready_for(house, "aziza")
    rector = signed_in("erkin")
    rector.raise_request_exception = False
    signed = Order.objects.filter(pk=order.pk, state="signed").exists
    cuts = cut_everywhere(
        lambda: rector.post(f"/orders/{order.pk}/", {"act": "sign"}), signed, monkeypatch, caplog, times(5, 1)
    )
    drain()
    assert unfinished(media) == []
    count("connection cut in a request", cuts=cuts)


@pytest.mark.parametrize("key", ["once", ""])
def test_a_commit_whose_answer_is_lost_is_found_by_asking_again(
    house: House, media: Path, monkeypatch, caplog, key: str
) -> None:
    movement = filed(house, "aziza")
    dean = Caller.signed_in("botir")
    with cut_at(UNTOLD, monkeypatch) as scissors:
        answer = requested(lambda: dean.act(movement.pk, "approve", key=key))
    assert scissors.where == "untold"
    tells_a_fault(answer, caplog)
    again = requested(lambda: dean.act(movement.pk, "approve", key=key))
    assert again.status_code == (200 if key else 409), again.content.decode()
    assert Decision.objects.filter(movement=movement, step="dean_consent").count() == 1
    drain()
    assert unfinished(media) == []
    count("answer to the commit lost", cuts=1)
