"""The page of the numbers of the law: everybody reads it, the registrar's office adds to it, one press counts once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from movements.models import OfficeLimit
from tests.journey import signed_in
from tests.people import House

PAGE = "/limits/transfer.min_gpa/"
TYPED = {
    "value": "2.6",
    "valid_from": "2026-12-01",
    "valid_to": "",
    "applied": "yes",
    "confidence": "law",
    "source": "Qaror matni",
    "basis": "41-sonli xat",
    "reason": "Solishtirildi.",
    "once": "press-1",
}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_everybody_who_signs_in_reads_and_finds_the_numbers(house: House) -> None:
    client = signed_in("aziza")
    first = client.get("/limits/")
    assert (first.status_code, "commission.quorum" in text_of(first)) == (200, True)
    assert "transfer.window.spring" not in text_of(first)
    found = text_of(client.get("/limits/", {"q": "bahorgi oynadan spring"}))
    assert "transfer.window" not in found
    found = text_of(client.get("/limits/", {"q": "window spring"}))
    assert ("transfer.window.spring" in found, "transfer.min_gpa" in found) == (True, False)
    assert signed_in("aziza").get("/limits/transfer.invented/").status_code == 404


def test_further_pages_show_every_number_once(house: House) -> None:
    client, after, seen = signed_in("dilnoza"), "", []
    while after is not None:
        answer = client.get("/limits/", {"after": after})
        seen += [number.key for number in answer.context["numbers"]]
        after = answer.context["after"]
    assert seen == sorted(set(seen))
    assert len(seen) > 30


@pytest.mark.parametrize("login", ["aziza", "botir", "erkin", "kamola"])
def test_who_may_not_add_finds_no_form_and_no_address(house: House, login: str) -> None:
    client = signed_in(login)
    assert 'name="value"' not in text_of(client.get(PAGE))
    assert client.post(PAGE, TYPED).status_code == 404
    assert OfficeLimit.objects.count() == 0


def test_the_registrar_adds_a_value_once_and_everybody_sees_it(house: House) -> None:
    client = signed_in("dilnoza")
    assert 'name="value"' in text_of(client.get(PAGE))
    assert [client.post(PAGE, TYPED).status_code for _press in range(2)] == [302, 302]
    row = OfficeLimit.objects.get()
    assert (row.key, row.value, row.added_by, row.office) == ("transfer.min_gpa", "2.6", house.dilnoza, "registrar")
    seen = text_of(signed_in("botir").get(PAGE))
    assert ("01.12.2026" in seen, "41-sonli xat" in seen, house.dilnoza.full_name in seen) == (True, True, True)
    hidden = text_of(signed_in("aziza").get(PAGE))
    assert ("01.12.2026" in hidden, "41-sonli xat" in hidden, house.dilnoza.full_name in hidden) == (True, False, False)


def test_a_bad_value_is_refused_at_its_field_and_nothing_typed_is_lost(house: House) -> None:
    answer = signed_in("dilnoza").post(PAGE, {**TYPED, "value": "two"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["value"]
    assert ("41-sonli xat" in text_of(answer), OfficeLimit.objects.count()) == (True, 0)


def test_pages_cost_the_same_however_many_values_there_are(house: House) -> None:
    client = signed_in("dilnoza")
    counts: dict[str, list[int]] = {"/limits/": [], PAGE: []}
    for month in (1, 2, 3):
        client.post(PAGE, {**TYPED, "once": f"press-{month}", "valid_from": f"2027-0{month}-01"})
        for address, found in counts.items():
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                client.get(address)
            found.append(len(seen))
    assert OfficeLimit.objects.count() == 3
    assert all(len(set(found)) == 1 for found in counts.values()), counts
