"""What a blank is for is shown as its case's number, and leads there whom the case is open to."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.blanks.subjects import said_by
from tests.blanks.keeping import assigned, received, the
from tests.orders.hemis import english
from tests.people import House, enrol
from tests.screens.cases import filed


def test_the_number_of_the_case_leads_to_it_for_whoever_may_see_it(house: House) -> None:
    movement = filed(house)
    received(house)
    assigned(house, f"movement:{movement.pk}")
    assigned(house, "12-sonli buyruq")
    assigned(house, "movement:999999")
    for login, linked in (("dilnoza", True), ("nodira", True), ("gulnora", False)):
        page = english(login).get("/blanks/").content.decode()
        assert movement.number in page
        assert (f'href="/cases/{movement.pk}/"' in page) == linked, login
        assert "12-sonli buyruq" in page
        assert "movement:999999" in page
    page = english("dilnoza").get(f"/blanks/{the('AB 0000001').pk}/").content.decode()
    assert f'href="/cases/{movement.pk}/"' in page


def test_naming_costs_the_same_with_1_and_3_cases(house: House) -> None:
    received(house)
    client, costs = english("dilnoza"), []
    for count in (1, 3):
        for number in range(len(house.students) - 2, count):
            enrol(house, f"talaba{number}", f"Talabayev{number}", "Anvar", "chemistry", f"33725120{number:04}")
            assigned(house, f"movement:{filed(house, f'talaba{number}').pk}")
        client.get("/blanks/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/blanks/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_one_room_says_what_its_things_are() -> None:
    with pytest.raises(ValueError, match="two rooms say what movement is"):
        said_by("movement", lambda _reader, _ids: {})
