"""The page of what is to be entered into HEMIS, and the same as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from journal import clock
from journal.refusals import NotFound
from orders import hemis_entry, hemis_list
from orders.models import HemisEntry
from permissions.actions import appoint, create_person, open_account
from permissions.roles import Role
from tests.orders.drafts import many
from tests.orders.hemis import english, entry_of, in_force
from tests.people import House

At = Callable[[str], None]


@pytest.fixture(autouse=True)
def _a_winter_morning(at: At, sealing: Path, heard: object) -> Iterator[None]:
    """The order's day has come; no case waits for it; sentences are compared as they stand in the code."""
    at("2026-12-01T09:00")
    with translation.override("en"):
        yield


def test_the_page_says_what_to_type_faculty_by_faculty(house: House) -> None:
    order = in_force(house, "aziza", "sardor")
    page = english("dilnoza").get("/hemis/").content.decode()
    for words in (
        "2 entries wait, the oldest since 01.12.2026.", '<code class="copy">1-T</code>',
        '<code class="copy">01.12.2026</code>', '<code class="copy">12</code>', '<code class="copy">13</code>',
        '<code class="copy">337251100001</code>', house.aziza.full_name, f'href="/orders/{order.pk}/document.pdf"',
    ):  # fmt: skip
        assert words in page, words
    assert page.count('class="sheet decree"') == 2
    assert page.index(house.aziza.full_name) < page.index(house.students["sardor"].person.full_name)


def test_ticking_on_the_page_moves_the_entry_and_a_refusal_says_why(house: House) -> None:
    in_force(house, "aziza")
    pk, client = entry_of(house, "aziza").pk, english("dilnoza")
    page = client.post("/hemis/?show=all", {"entry": pk}, follow=True)
    assert page.redirect_chain == [("/hemis/?show=all", 302)]
    assert "1 entry is ticked off." in page.content.decode()
    again = client.post("/hemis/", {"entry": pk})
    assert again.status_code == 409
    assert "has ticked it off already" in again.content.decode()
    assert "Everything is entered." in again.content.decode()
    assert "It is on the list again." in client.post("/hemis/", {"back": pk}, follow=True).content.decode()
    assert client.post("/hemis/", {}).status_code == 422
    assert [client.post("/hemis/", typed).status_code for typed in ({"entry": "x"}, {"entry": 10**17})] == [404, 404]


def test_an_empty_list_says_what_fills_it(house: House) -> None:
    page = english("dilnoza").get("/hemis/").content.decode()
    assert "When an order changes a student's record, the student appears here." in page
    assert "Nothing waits." in page


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 2),
        ("?q=1-T", 2),
        ("?q=337251100002", 1),
        ("?q=qodirova+aziza", 1),
        ("?q=GʻANIYEV", 1),
        ("?q=nobody", 0),
        ("?show=done", 1),
        ("?show=all", 3),
        ("?show=differences", 0),
        ("?show=nonsense", 2),
        ("?after=nonsense", 2),
    ],
)
def test_the_list_is_searched_and_cut(house: House, asked: str, count: int) -> None:
    in_force(house, "aziza", "sardor", *many(house, 1))
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry_of(house, "student0").pk])
    page = english("dilnoza").get(f"/hemis/{asked}").content.decode()
    assert page.count('<th scope="row">') == count


def test_the_pages_hold_every_entry_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hemis_list, "PAGE", 2)
    in_force(house, "aziza", "sardor")
    in_force(house, *many(house, 3))
    seen, after = [], None
    while True:
        page, after = hemis_list.page_for(HemisEntry.objects.all(), show="open", text="", after=after)
        seen += [entry.item.student.number for entry in page]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert seen == [
        entry.item.student.number for entry in hemis_list.found(HemisEntry.objects.all(), show="open", text="")
    ]


def test_the_page_costs_the_same_with_one_row_and_with_three(house: House) -> None:
    costs = []
    for logins in (["aziza"], many(house, 3)):
        in_force(house, *logins)
        client = english("dilnoza")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/hemis/?show=all").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert costs[0] <= 8, [query["sql"] for query in asked.captured_queries]


def test_ticking_three_of_one_order_costs_no_more_statements_than_one(house: House) -> None:
    def cost(*logins: str) -> int:
        ids = [entry_of(house, login).pk for login in logins]
        with CaptureQueriesContext(connection) as asked:
            hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=ids)
        return len(asked)

    logins = many(house, 3)
    in_force(house, "aziza", *logins)
    assert cost("aziza") == cost(*logins)


def test_the_file_holds_what_the_page_shows(house: House) -> None:
    order = in_force(house, "aziza", "sardor")
    answer = english("dilnoza").get("/hemis/list.csv?q=qodirova")
    assert answer["Content-Disposition"] == 'attachment; filename="hemis-2026-12-01.csv"'
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    titles, row = csv.reader(io.StringIO(text[1:]), delimiter=";")
    told = dict(zip(titles, row, strict=True))
    assert told == {
        "Order": "1-T", "Date": "01.12.2026", "Type of decree": "12", "Title": order.title,
        "Faculty": house.units["chemistry"].name, "Student number": "337251100001",
        "Student": house.aziza.full_name, "standing": "13", "group": "", "course": "", "semester": "",
        "curriculum": "", "basis of payment": "", "reason": "12", "State": "to be entered", "Ticked off by": "",
        "Ticked off on": "", "PDF": f"http://testserver/orders/{order.pk}/document.pdf", "until": "01.09.2027",
        "Remark": "restoring health",
    }  # fmt: skip


def test_a_name_in_the_file_is_no_formula(house: House) -> None:
    house.aziza.surname = "=cmd()"
    house.aziza.save()
    in_force(house, "aziza")
    assert "'=cmd()" in english("dilnoza").get("/hemis/list.csv").content.decode()


def test_the_registrar_of_one_faculty_has_its_entries_alone(house: House) -> None:
    person = create_person(surname="Aliyeva", given_name="Nargiza")
    open_account(person=person, login="nargiza", password="harakat")
    person.refresh_from_db()
    appoint(
        actor=house.people["kamola"], person=person, office=Role.REGISTRAR, unit=house.units["food"],
        valid_from=clock.today(), basis="№ 9",
    )  # fmt: skip
    in_force(house, "aziza", "sardor")
    page = english("nargiza").get("/hemis/").content.decode()
    assert house.students["sardor"].person.full_name in page
    assert house.aziza.full_name not in page
    with pytest.raises(NotFound):
        hemis_entry.mark_entered(actor=person, entry_ids=[entry_of(house, "aziza").pk])
