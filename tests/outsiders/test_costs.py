"""What the new lists cost the database does not grow with their rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from movements import actions
from permissions.actions import create_person
from tests.api.caller import Caller
from tests.guests import pinfl
from tests.journey import signed_in
from tests.outsiders.test_filing_for import SCAN
from tests.people import House
from tests.screens.cases import stated
from tests.screens.test_costs import more_students
from tests.uploads import pdf


def prepare(house: House, count: int) -> None:
    """So many pairs to compare, and so many cases the office filed for students of one name."""
    for number in range(count):
        stated_pinfl = pinfl(f"614030570{number:04}")
        if not house.people.get(f"pair{number}"):
            create_person(surname="Sobirova", given_name="Nodira", pinfl=stated_pinfl)
            house.people[f"pair{number}"] = create_person(
                surname="Sobirova", given_name="Nodira", stated_pinfl=stated_pinfl
            )
    for name in more_students(house, count):
        person, student = house.people[name], house.students[name]
        if not person.movements.exists():
            draft = actions.start_draft_for(
                actor=house.dilnoza, applicant=person, kind="academic_leave", student=student, stated=stated()
            )
            for kind in (SCAN, "medical_conclusion"):
                actions.attach(actor=house.dilnoza, movement_id=draft.pk, kind=kind, upload=pdf())
            actions.file(actor=house.dilnoza, movement_id=draft.pk)


@pytest.mark.parametrize("address", ["/people/merging/", "/file-for/?q=anvar", "/cases/"])
def test_the_pages_cost_the_same_for_two_and_for_four(house: House, address: str) -> None:
    registrar, costs = signed_in("dilnoza"), []
    for count in (2, 4):
        prepare(house, count)
        with CaptureQueriesContext(connection) as asked:
            assert registrar.get(address).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_calls_that_name_who_filed_cost_the_same_for_two_and_for_four(house: House) -> None:
    dean, costs = Caller.signed_in("botir"), []
    for count in (2, 4):
        prepare(house, count)
        with CaptureQueriesContext(connection) as asked:
            assert {one["movement"]["filed_by"] for one in dean.get("tasks").json()["items"]} == {"Yusupova Dilnoza"}
        costs.append(len(asked))
    assert costs[0] == costs[1]
