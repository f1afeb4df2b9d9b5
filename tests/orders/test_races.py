"""Many hands at once, over real connections: one wins, and no number is lost or given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from journal import events
from journal.models import Job
from journal.refusals import Conflict
from orders import actions
from orders.models import Order, Register
from tests.orders.drafts import VISAS, endorsed, line, many, sent
from tests.people import House, open_house

HANDS = 25


@pytest.fixture
def open_institute(committed_db: str) -> Iterator[House]:
    """The small institute, committed."""
    yield open_house()


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Start all acts at the same moment, each on a connection of its own; their results, or what they raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            with connection.cursor():  # connected before the start, so that nobody comes late
                start.wait(60)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(run, acts))


def test_of_25_parallel_signers_exactly_one_wins(open_institute: House) -> None:
    house = open_institute
    order = endorsed(house, "aziza")
    results = at_once([lambda: actions.sign(actor=house.erkin, order_id=order.pk)] * HANDS)
    won = [result for result in results if isinstance(result, Order)]
    lost = [result for result in results if isinstance(result, Conflict)]
    assert (len(won), len(lost)) == (1, HANDS - 1)
    assert {refusal.facts["acted"]["by"] for refusal in lost} == {house.erkin.full_name}
    assert [event.act for event in events.of(order)].count("order.sign") == 1
    assert Job.objects.filter(kind="order.document").count() == 1
    assert events.verify_all() == []


def test_25_orders_signed_in_parallel_have_consecutive_numbers(open_institute: House) -> None:
    house = open_institute
    orders = [ready(house, login) for login in many(house, HANDS)]
    results = at_once([lambda pk=order.pk: actions.sign(actor=house.erkin, order_id=pk) for order in orders])
    assert [result for result in results if not isinstance(result, Order)] == []
    assert sorted(Order.objects.values_list("sequence", flat=True)) == list(range(1, HANDS + 1))
    assert len({result.number for result in results}) == HANDS
    register = Register.objects.get()
    assert register.chain_length == HANDS
    assert register.years.get().next_number == HANDS + 1
    assert events.verify_all() == []


def ready(house: House, login: str) -> Order:
    order = actions.compose_order(
        actor=house.dilnoza,
        kind="academic_leave",
        title="Akademik taʼtil berish toʻgʻrisida",
        unit=house.institute,
        lines=[line(house, login)],
        visas=[],
        signs="rector",
    )
    return actions.send(actor=house.dilnoza, order_id=order.pk)


def test_a_parallel_visa_is_given_once(open_institute: House) -> None:
    house = open_institute
    order = sent(house, "aziza")
    results = at_once([lambda: actions.endorse(actor=house.farrux, order_id=order.pk)] * HANDS)
    assert sum(isinstance(result, Order) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == HANDS - 1
    assert order.visas.get().office == "lawyer"


def test_signing_and_striking_at_once_leave_one_truth(open_institute: House) -> None:
    house = open_institute
    order = endorsed(house, "aziza", "sardor")
    item_id = order.items.first().pk
    results = at_once(
        [
            lambda: actions.sign(actor=house.erkin, order_id=order.pk),
            lambda: actions.strike(actor=house.dilnoza, order_id=order.pk, item_id=item_id, grounds="Xato"),
        ]
    )
    assert sum(isinstance(result, Order) for result in results) == 1
    order = Order.objects.get(pk=order.pk)
    struck = order.items.filter(state="struck").count()
    assert (order.state, struck) in {("signed", 0), ("draft", 1)}


def test_two_composers_cannot_both_take_a_student(open_institute: House) -> None:
    house = open_institute

    def compose() -> Order:
        return actions.compose_order(
            actor=house.dilnoza,
            kind="academic_leave",
            title="Akademik taʼtil berish toʻgʻrisida",
            unit=house.institute,
            lines=[line(house, "aziza")],
            visas=VISAS,
            signs="rector",
        )

    results = at_once([compose] * 5)
    assert sum(isinstance(result, Order) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 4
