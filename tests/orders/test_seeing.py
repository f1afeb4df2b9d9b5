"""Who sees an order, what they may do with it, and what an item more costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journal.refusals import Conflict, NotFound
from orders import access, actions, queries
from orders.models import Order, OrderItem
from tests.orders.drafts import VISAS, composed, endorsed, line, sent
from tests.people import House

Heard = list[tuple[str, int, str, str]]


def test_every_act_tells_who_sees_the_order_what_they_may_do(house: House) -> None:
    order = sent(house, "aziza")
    everybody = {login: queries.may(house.people[login], order) for login in house.people}
    assert {login: acts for login, acts in everybody.items() if acts} == {
        "dilnoza": ["strike", "discard"],
        "hamid": ["endorse", "decline"],
        "farrux": ["endorse", "decline"],
        "gulnora": ["endorse", "decline"],
    }


def test_an_order_is_absent_for_the_dean_of_another_faculty(house: House) -> None:
    order = composed(house, "aziza")
    assert queries.get_order_for(house.botir, order.pk) == order
    for stranger in (house.jasur, house.kamola, house.sardor):
        with pytest.raises(NotFound):
            queries.get_order_for(stranger, order.pk)
        with pytest.raises(NotFound):
            actions.sign(actor=stranger, order_id=order.pk)
        assert queries.orders_for(stranger) == ([], None)


def test_who_an_order_speaks_of_sees_it_once_it_is_signed_and_only_the_own_line(house: House) -> None:
    order = endorsed(house, "aziza", "sardor")
    with pytest.raises(NotFound):
        queries.get_order_for(house.aziza, order.pk)
    order = actions.sign(actor=house.erkin, order_id=order.pk)
    assert queries.get_order_for(house.aziza, order.pk) == order
    assert [one.person for one in access.items_seen_by(house.aziza, order)] == [house.aziza]
    assert not access.may_read_paper(house.aziza, order)
    assert not access.may_read_paper(house.botir, order)
    assert access.may_read_paper(house.dilnoza, order)


def test_lists_are_paged_by_a_cursor(house: House) -> None:
    first, second = composed(house, "aziza"), composed(house, "sardor")
    page, cursor = queries.orders_for(house.dilnoza, limit=1)
    assert (page, cursor) == ([second], second.pk)
    assert queries.orders_for(house.dilnoza, limit=1, after=cursor) == ([first], None)
    assert queries.orders_for(house.dilnoza, state="endorsing") == ([], None)


@pytest.mark.parametrize("logins", [("aziza",), ("aziza", "sardor")])
def test_an_item_more_costs_no_statement_more_to_sign(
    house: House, logins: tuple[str, ...], django_assert_max_num_queries: Callable[..., object]
) -> None:
    order = endorsed(house, *logins)
    with django_assert_max_num_queries(24):
        actions.sign(actor=house.erkin, order_id=order.pk)


def test_composing_locks_nobody_out_and_leaves_nothing_half(house: House) -> None:
    with pytest.raises(Conflict):
        actions.compose_order(
            actor=house.dilnoza,
            kind="academic_leave",
            title="x",
            unit=house.institute,
            lines=[line(house, "aziza"), line(house, "sardor", until="2026-11-30")],
            visas=VISAS,
            signs="rector",
        )
    assert (Order.objects.count(), OrderItem.objects.count()) == (0, 0)
