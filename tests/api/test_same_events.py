"""One road: the pages and the API lead to the same result and write the same events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from journal import clock
from journal.models import Event
from movements.models import Movement
from orders.models import Order
from tests.api.caller import Caller
from tests.journey import apply_for, carry_into_force, decide, order_of, signed_in
from tests.people import House, enrol
from tests.uploads import pdf
from tests.work import do_all_jobs

Call = Callable[[str], Caller]


def events_of(movement: Movement, order: Order) -> list[tuple[str, str, str]]:
    """What was written about a case and its order: act, office and clause."""
    chains = (movement.chain, order.chain)
    written = Event.objects.filter(chain__in=chains).order_by("chain", "seq")
    return list(written.values_list("act", "office", "clause"))


def through_the_pages(stated: dict[str, str]) -> tuple[Movement, Order]:
    registrar = signed_in("dilnoza")
    movement = apply_for(signed_in("aziza"), "academic_leave", stated, {"medical_conclusion": pdf()})
    decide(signed_in("botir"), movement, "approve")
    decide(signed_in("hamid"), movement, "approve")
    visas = (signed_in("farrux"), signed_in("gulnora"))
    order = carry_into_force(order_of(registrar, movement), registrar, visas, signed_in("erkin"))
    movement.refresh_from_db()
    return movement, order


def through_the_api(call: Call, stated: dict[str, str]) -> tuple[Movement, Order]:
    case = call("malika").file(**stated)
    for login in ("botir", "hamid"):
        call(login).act(case, "approve")
    order = call("dilnoza").post("orders", kind="academic_leave", movements=[case]).json()["id"]
    for login, act in (("dilnoza", "send"), ("farrux", "endorse"), ("gulnora", "endorse"), ("erkin", "sign")):
        call(login).post(f"orders/{order}/acts", act=act)
    do_all_jobs()
    return Movement.objects.get(pk=case), Order.objects.get(pk=order)


@pytest.mark.journey
def test_pages_and_api_give_the_same_result_and_the_same_events(call: Call, house: House, seal: None) -> None:
    enrol(house, "malika", "Aliyeva", "Malika", "chemistry", "337251100099")
    today = clock.today()
    stated = {
        "ground": "health",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=200)).isoformat(),
    }
    by_pages, by_api = through_the_pages(stated), through_the_api(call, stated)
    assert events_of(*by_pages) == events_of(*by_api)
    assert [(movement.state, order.state) for movement, order in (by_pages, by_api)] == [("granted", "in_force")] * 2
    for login in ("aziza", "malika"):
        student = house.students[login]
        student.refresh_from_db()
        assert (student.status, student.ground, student.status_since) == ("on_leave", "health", today)
