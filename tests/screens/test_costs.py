"""What a page or an act costs the database does not grow with its rows: measured with 1, 3 and 30."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import clock
from movements import actions
from movements.composing import compose
from movements.models import Movement
from orders import actions as orders
from orders.models import Register, RegisterYear
from tests.journey import signed_in
from tests.people import House, enrol
from tests.screens.cases import stated
from tests.uploads import pdf

ROWS = (1, 3, 30)


def more_students(house: House, count: int) -> list[str]:
    """Students until there are so many in the faculty of chemistry, the first of them Aziza."""
    names = ["aziza"]
    for number in range(1, count):
        name = f"talaba{number}"
        if name not in house.people:
            enrol(house, name, f"Talabayev{number:02}", "Anvar", "chemistry", f"33725120{number:04}")
        names.append(name)
    return names


def filed_cases(house: House, count: int) -> list[Movement]:
    """So many cases that wait for the dean, one of each student."""
    cases = []
    for name in more_students(house, count):
        person, student = house.people[name], house.students[name]
        movement = Movement.objects.filter(applicant=person).first()
        if movement is None:
            movement = actions.start_draft(actor=person, kind="academic_leave", student=student, stated=stated())
            actions.attach(actor=person, movement_id=movement.pk, kind="medical_conclusion", upload=pdf())
            movement = actions.file(actor=person, movement_id=movement.pk)
        cases.append(movement)
    return cases


def approved_cases(house: House, count: int) -> list[int]:
    """So many cases that wait for an order."""
    cases = filed_cases(house, count)
    for movement in cases:
        if movement.step == "dean_consent":
            for person in (house.botir, house.hamid):
                actions.decide(actor=person, movement_id=movement.pk, verdict="approve")
    return [movement.pk for movement in cases]


def statements(act: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize(
    ("login", "address"),
    [("botir", "/"), ("dilnoza", "/"), ("botir", "/cases/"), ("dilnoza", "/students/"), ("aziza", "/notices/")],
)
def test_a_list_of_cases_costs_the_same(house: House, login: str, address: str) -> None:
    client = signed_in(login)
    costs = []
    for count in ROWS:
        filed_cases(house, count)
        client.get(address)  # what is kept between requests is kept from here on
        costs.append(statements(lambda: client.get(address)))
    assert costs == [costs[0]] * 3


def test_the_inbox_costs_at_most_eight(house: House) -> None:
    filed_cases(house, 3)
    client = signed_in("botir")
    assert statements(lambda: client.get("/")) <= 8


def test_the_page_for_composing_costs_the_same(house: House) -> None:
    client = signed_in("dilnoza")
    costs = []
    for count in ROWS:
        approved_cases(house, count)
        costs.append(statements(lambda: client.get("/orders/compose/?kind=academic_leave")))
    assert costs == [costs[0]] * 3


def test_sending_endorsing_and_signing_cost_the_same(house: House) -> None:
    RegisterYear.objects.create(register=Register.objects.get(), year=clock.today().year)  # opened by the year's first
    costs: dict[str, list[int]] = {}
    for count in ROWS:
        ids = [pk for pk in approved_cases(house, count + 1) if Movement.objects.get(pk=pk).state == "approved"]
        [order] = compose(actor=house.dilnoza, kind="academic_leave", movement_ids=ids)
        pk = order.pk
        acts = {
            "send": lambda pk=pk: orders.send(actor=house.dilnoza, order_id=pk),
            "lawyer": lambda pk=pk: orders.endorse(actor=house.farrux, order_id=pk),
            "accountant": lambda pk=pk: orders.endorse(actor=house.gulnora, order_id=pk),
            "page": lambda pk=pk: signed_in("erkin").get(f"/orders/{pk}/"),
            "sign": lambda pk=pk: orders.sign(actor=house.erkin, order_id=pk),
        }
        for name, act in acts.items():
            costs.setdefault(name, []).append(statements(act))
    assert {name: len(set(counts)) for name, counts in costs.items()} == dict.fromkeys(costs, 1), costs
