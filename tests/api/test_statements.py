"""What calls cost, in statements; SAVEPOINT and RELEASE stand here for the BEGIN and COMMIT of a real request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.caller import STATED, Caller
from tests.people import House, enrol

Call = Callable[[str], Caller]


def cost(ask: Callable[[], object]) -> list[str]:
    """The statements a call makes."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("act", ["approve", "return", "refuse"])
def test_a_decision_costs_at_most_fourteen_statements_in_all(call: Call, act: str) -> None:
    case, dean = call("aziza").file(), call("botir")
    answers = []
    grounds = "" if act == "approve" else "Sana notoʻgʻri"
    statements = cost(lambda: answers.append(dean.act(case, act, key="a1", grounds=grounds)))
    assert answers[0].status_code == 200
    assert len(statements) <= (14 if connection.vendor == "postgresql" else 15), statements


def test_the_statements_of_a_list_do_not_grow_with_its_rows(call: Call, house: House) -> None:
    office, rector = call("dilnoza"), call("hamid")
    asked = {
        "movements": lambda: office.get("movements"),
        "tasks": lambda: rector.get("tasks"),
        "case": lambda: office.get(f"movements/{first}"),
        "orders": lambda: office.get("orders"),
    }
    first = approved(call, "aziza")
    office.post("orders", kind="academic_leave", movements=[through(call, "aziza", first)])
    waiting = [approved(call, "sardor")]
    with_one = {name: len(cost(ask)) for name, ask in asked.items()}
    for number, login in enumerate(("nodira", "olim"), 3):
        enrol(house, login, "Aliyev", login.title(), "chemistry", f"33725110000{number}")
        waiting.append(approved(call, login))
    office.post("orders", kind="academic_leave", movements=[through(call, "nodira", waiting[1])])
    assert {name: len(cost(ask)) for name, ask in asked.items()} == with_one


def approved(call: Call, login: str) -> int:
    """A case the dean has approved; it waits for the vice-rector."""
    case = call(login).file(**STATED)
    dean = "jasur" if login == "sardor" else "botir"
    assert call(dean).act(case, "approve").status_code == 200
    return case


def through(call: Call, login: str, case: int) -> int:
    """The case, approved by the vice-rector too."""
    assert call("hamid").act(case, "approve").status_code == 200
    return case
