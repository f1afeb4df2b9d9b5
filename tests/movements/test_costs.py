"""What each act of the road from application to order costs in statements, called and behind the API.

The numbers are those of PostgreSQL, without what begins and ends the transaction. They do not grow with the cases
there are, nor with those an order takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import clock
from movements import actions, composing
from orders import actions as orders
from orders.models import Register, RegisterYear
from tests.api.caller import Caller
from tests.people import House, enrol, open_house
from tests.screens.cases import stated

ROWS = (1, 3, 30)
GROUNDS = "Komissiya xulosasi keyinroq beriladi"
NOT_COUNTED = ("SAVEPOINT", "RELEASE")
OFFICES = (("check", "dilnoza"), ("dean", "botir"), ("vice_rector", "hamid"))
CALLED = {"file": 12, "check": 5, "dean": 5, "vice_rector": 6, "compose": 15, "sign": 11}
# With whoever calls and whether the request was answered before, the answer itself, and its keeping.
BEHIND_THE_API = {"file": 15, "check": 7, "dean": 8, "vice_rector": 9, "compose": 21, "sign": 16}


def cost(do: Callable[..., Any], **given: Any) -> tuple[int, Any]:
    """The statements of an act, and what it gives."""
    with CaptureQueriesContext(connection) as asked:
        answer = do(**given)
    return sum(not query["sql"].startswith(NOT_COUNTED) for query in asked.captured_queries), answer


def drafts(house: House, count: int) -> dict[str, int]:
    """So many new drafts of students of chemistry without their paper: who files one insists, and the office checks."""
    begun = {}
    for number in range(len(house.people), len(house.people) + count):
        login = f"talaba{number}"
        student = enrol(house, login, "Talabayev", "Anvar", "chemistry", f"33725120{number:04}")
        draft = actions.start_draft(actor=house.people[login], kind="academic_leave", student=student, stated=stated())
        begun[login] = draft.pk
    return begun


def endorsed(house: House, order_id: int) -> int:
    orders.send(actor=house.dilnoza, order_id=order_id)
    orders.endorse(actor=house.farrux, order_id=order_id)
    orders.endorse(actor=house.gulnora, order_id=order_id)
    return order_id


@pytest.fixture
def house(db: None) -> House:
    house = open_house()
    RegisterYear.objects.create(register=Register.objects.get(), year=clock.today().year)  # opened by the year's first
    return house


def called(house: House, count: int) -> dict[str, set[int]]:
    """The statements of every act, each case through all steps, and one order of all."""
    begun, costs = drafts(house, count), defaultdict(set)
    for login, pk in begun.items():
        asked, _case = cost(actions.file, actor=house.people[login], movement_id=pk, insist=True, grounds=GROUNDS)
        costs["file"].add(asked)
        for step, office in OFFICES:
            asked, _case = cost(actions.decide, actor=house.people[office], movement_id=pk, verdict="approve")
            costs[step].add(asked)
    chosen = {"kind": "academic_leave", "movement_ids": list(begun.values())}
    asked, made = cost(composing.compose, actor=house.dilnoza, **chosen)
    costs["compose"].add(asked)
    asked, _order = cost(orders.sign, actor=house.erkin, order_id=endorsed(house, made[0].pk))
    costs["sign"].add(asked)
    return costs


def behind_the_api(house: House, count: int) -> dict[str, set[int]]:
    """The same, by calls with a token and a key."""
    begun, costs = drafts(house, count), defaultdict(set)
    office = {login: Caller.signed_in(login) for login in ("dilnoza", "botir", "hamid", "erkin")}
    for login, pk in begun.items():
        student = Caller.signed_in(login)
        asked, _answer = cost(student.act, movement=pk, act="file", insist=True, grounds=GROUNDS, key=f"file{pk}")
        costs["file"].add(asked)
        for step, name in OFFICES:
            asked, _answer = cost(office[name].act, movement=pk, act="approve", key=f"{step}{pk}")
            costs[step].add(asked)
    ids = list(begun.values())
    chosen = {"kind": "academic_leave", "movements": ids, "key": f"compose{ids[0]}"}
    asked, answer = cost(office["dilnoza"].post, path="orders", **chosen)
    costs["compose"].add(asked)
    pk = endorsed(house, answer.json()["id"])
    asked, answer = cost(office["erkin"].post, path=f"orders/{pk}/acts", act="sign", key=f"sign{pk}")
    costs["sign"].add(asked)
    assert answer.json()["state"] == "signed"
    return costs


@pytest.mark.parametrize(("walk", "expected"), [(called, CALLED), (behind_the_api, BEHIND_THE_API)])
def test_every_act_costs_the_same_with_one_three_and_thirty_cases(
    house: House, walk: Callable[[House, int], dict[str, set[int]]], expected: dict[str, int]
) -> None:
    walk(house, 1)  # what is made once in a process is made from here on
    costs = [walk(house, count) for count in ROWS]
    assert costs == [{act: {number} for act, number in expected.items()}] * len(ROWS)


def test_on_average_a_step_costs_at_most_ten_called_and_fourteen_behind_the_api() -> None:
    assert sum(CALLED.values()) / len(CALLED) <= 10
    assert sum(BEHIND_THE_API.values()) / len(BEHIND_THE_API) <= 14
