"""Clearances over the API: the inbox of each office, the acts, and whom a case waits for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from movements.clearances import actions as clearing
from tests.api.caller import Caller
from tests.clearances.leaving import at_clearance, clear
from tests.people import House, enrol

pytestmark = pytest.mark.usefixtures("summer")
ROWS = (1, 3)


def test_a_clearance_stands_in_the_inbox_of_its_office_until_it_has_cleared(house: House) -> None:
    movement = at_clearance(house)
    library = Caller.signed_in("zuhra")
    [task] = library.get("tasks").json()["items"]
    assert (task["step"], task["movement"]["id"], task["movement"]["waiting_for"]["office"]) == (
        "clearance", movement.pk, "librarian",
    )  # fmt: skip
    assert library.act(movement.pk, "clear").status_code == 200
    assert library.get("tasks").json()["items"] == []
    assert [task["movement"]["id"] for task in Caller.signed_in("murod").get("tasks").json()["items"]] == [movement.pk]


def test_it_leaves_the_inbox_while_it_waits_for_the_applicant_and_comes_again(house: House) -> None:
    movement = at_clearance(house)
    library, aziza = Caller.signed_in("zuhra"), Caller.signed_in("aziza")
    assert library.act(movement.pk, "object", grounds="Kitob qaytarilmagan.").status_code == 200
    assert library.get("tasks").json()["items"] == []
    assert aziza.get(f"movements/{movement.pk}").json()["may"] == ["settled", "withdraw"]
    assert aziza.act(movement.pk, "settled", office="librarian").status_code == 200
    assert len(library.get("tasks").json()["items"]) == 1


def test_the_answer_names_every_office_that_is_asked(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob qaytarilmagan.")
    clear(house, movement, "accountant")
    waiting = Caller.signed_in("aziza").get(f"movements/{movement.pk}").json()["waiting_for"]
    assert waiting["office"] == "librarian"
    assert [(one["office"], one["state"], one["owed"]) for one in waiting["offices"]] == [
        ("librarian", "owed", "Kitob qaytarilmagan."), ("dormitory", "asked", ""), ("accountant", "cleared", ""),
    ]  # fmt: skip
    assert waiting["offices"][1]["unit"] == "Toshkent kimyo-texnologiya instituti"


def test_what_may_not_be_done_is_refused_and_says_what_may(house: House) -> None:
    movement = at_clearance(house)
    library = Caller.signed_in("zuhra")
    answer = library.act(movement.pk, "object")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["grounds"])
    answer = library.act(movement.pk, "clear", office="dormitory")
    assert (answer.status_code, answer.json()["may"]) == (409, ["clear", "object", "take"])
    assert library.act(movement.pk, "approve").status_code == 409
    assert Caller.signed_in("sardor").act(movement.pk, "clear").status_code == 404
    assert library.act(movement.pk, "clear").status_code == 200


def test_an_academic_leave_knows_no_clearance(house: House) -> None:
    assert Caller.signed_in("botir").act(Caller.signed_in("aziza").file(), "clear").status_code == 422


@pytest.mark.parametrize(("login", "path"), [("zuhra", "tasks"), ("gulnora", "tasks"), ("dilnoza", "movements")])
def test_a_list_of_clearances_costs_the_same(house: House, login: str, path: str) -> None:
    caller, costs = Caller.signed_in(login), []
    begun = 0
    for rows in ROWS:
        while begun < rows:
            name = f"talaba{begun}"
            enrol(house, name, "Talabayev", "Anvar", "chemistry", f"33725120{begun:04}")
            at_clearance(house, name)
            begun += 1
        caller.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert len(caller.get(path).json()["items"]) == rows
        costs.append(len(asked))
    assert costs == [costs[0]] * len(ROWS)


def test_an_answer_costs_the_same_beside_one_case_and_three(house: House) -> None:
    costs = []
    for number in range(3):
        name = f"talaba{number}"
        enrol(house, name, "Talabayev", "Anvar", "chemistry", f"33725120{number:04}")
        movement = at_clearance(house, name)
        clearing.clear(actor=house.zuhra, movement_id=movement.pk) if number == 0 else None
        with CaptureQueriesContext(connection) as asked:
            clearing.clear(actor=house.murod, movement_id=movement.pk)
        costs.append(len(asked))
    assert costs == [costs[0]] * 3
