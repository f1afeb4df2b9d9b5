"""The pages of the ledger: what they show, who finds them, what a wrong form says, what a page costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from journal import clock
from orders.blank_models import Blank, BlankBatch, BlankDestruction
from orders.blanks import queries
from orders.stocktaking_models import Stocktaking
from tests.blanks.keeping import (
    BASIS,
    MEMBERS,
    drawn,
    issued,
    opened,
    place,
    received,
    spoiled,
    the,
)
from tests.orders.hemis import english
from tests.people import House

TYPED = "\n".join(f"{one['name']}, {one['post']}" for one in MEMBERS)
BATCH = {
    "act": "receive", "kind": "bachelor", "series": "ab", "first": "0000001", "last": "0000005", "counted": "5",
    "received_on": clock.today().isoformat(), "supplier": "Davlat belgisi DUK", "waybill": "№ 14",
}  # fmt: skip
PAGES = [
    "/blanks/", "/blanks/receive/", "/blanks/assign/", "/blanks/register/", "/blanks/destructions/",
    "/blanks/destructions/new/", "/blanks/stocktakings/", "/blanks/stocktakings/new/",
]  # fmt: skip
KEEPERS_PAGES = {"/blanks/receive/", "/blanks/assign/", "/blanks/destructions/new/", "/blanks/stocktakings/new/"}


def said(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_ledger_says_what_fills_it(house: House) -> None:
    keeper, reader = english("dilnoza"), english("nodira")
    assert "count them and enter the batch" in said(keeper, "/blanks/")
    assert "The registrar enters the first batch" in said(reader, "/blanks/")
    assert "Nothing was destroyed yet." in said(keeper, "/blanks/destructions/")
    assert "Nothing was counted yet." in said(keeper, "/blanks/stocktakings/")
    assert "No blank came before the end of this period." in said(keeper, "/blanks/register/")


@pytest.mark.parametrize("login", ["dilnoza", "nodira", "gulnora", "aziza", "botir", "kamola"])
def test_the_ledger_is_there_for_its_readers_and_its_forms_for_its_keeper(house: House, login: str) -> None:
    received(house)
    client = english(login)
    reads, keeps = login in ("dilnoza", "nodira", "gulnora"), login == "dilnoza"
    for address in [*PAGES, f"/blanks/{the('AB 0000001').pk}/"]:
        there = keeps or (reads and address not in KEEPERS_PAGES)
        assert client.get(address).status_code == (200 if there else 404), address
    page = client.get("/")
    assert ('href="/blanks/"' in page.content.decode()) == reads


def test_a_stranger_is_sent_to_sign_in(house: House) -> None:
    assert {Client().get(address).status_code for address in PAGES} == {302}


def test_a_batch_is_received_on_the_page(house: House) -> None:
    client = english("dilnoza")
    page = client.post("/blanks/receive/", BATCH, follow=True).content.decode()
    assert "The batch is in the ledger; its blanks are free." in page
    assert "AB 0000005" in page
    assert BlankBatch.objects.get().received_by == house.dilnoza


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"last": "0000000"}, 422, "upside down"),
        ({"last": "00000OO"}, 422, "digits alone"),
        ({"first": "0", "last": "9999999999"}, 422, "write both as they are printed"),
        ({"first": "0000000001", "last": "9999999999"}, 422, "at most 10000 are entered at once"),
        ({"counted": "3"}, 422, "3 were counted"),
        ({"counted": "five"}, 422, "Enter a whole number."),
        ({"received_on": "2026-13-01"}, 422, "Enter a valid date."),
        ({"received_on": "0026-01-01"}, 422, "The year is wrong"),
        ({"supplier": ""}, 422, "This field is required."),
        ({"kind": "passport"}, 422, "Select a valid choice."),
        ({"act": "dance"}, 404, "nothing"),
    ],
)
def test_a_wrong_batch_is_shown_again_with_a_sentence(
    house: House, changed: dict[str, str], status: int, sentence: str
) -> None:
    answer = english("dilnoza").post("/blanks/receive/", {**BATCH, **changed})
    assert answer.status_code == status
    if status == 422:
        assert sentence in answer.content.decode()
        assert "Davlat belgisi DUK" in answer.content.decode() or "supplier" in changed
    assert BlankBatch.objects.count() == 0


def test_a_form_sent_twice_is_carried_out_once(house: House) -> None:
    client, sent = english("dilnoza"), {**BATCH, "once": "abc"}
    assert [client.post("/blanks/receive/", sent).status_code for _time in range(2)] == [302, 302]
    assert BlankBatch.objects.count() == 1
    sent = {"act": "assign", "kind": "bachelor", "about": "12-K", "once": "def"}
    assert client.post("/blanks/assign/", sent)["Location"] == f"/blanks/{the('AB 0000001').pk}/"
    assert client.post("/blanks/assign/", sent)["Location"] == "/blanks/"
    assert Blank.objects.filter(entries__act="assigned").count() == 1


def test_the_whole_life_of_a_blank_on_its_page(house: House) -> None:
    received(house)
    client, address = english("dilnoza"), f"/blanks/{the('AB 0000001').pk}/"
    steps: list[tuple[dict[str, Any], str]] = [
        ({"act": "assign", "kind": "bachelor", "about": "movement:1", "serial": "AB 0000001"}, "assigned"),
        ({"act": "release"}, "free"),
        ({"act": "assign", "kind": "bachelor", "about": "movement:1", "serial": "AB 0000001"}, "assigned"),
        ({"act": "issue", "to": "Qodirova Aziza", "on": clock.today().isoformat()}, "issued"),
        ({"act": "spoil", "words": "Familiyada xato"}, "spoiled"),
    ]
    for sent, after in steps:
        assert client.post(address, sent).status_code == 302
        assert place("AB 0000001") == after
    page = said(client, address)
    for words in ("Qodirova Aziza", "Familiyada xato", "signed for in the book of issue", "waybill № 14"):
        assert words in page, words
    answer = client.post(address, {"act": "spoil", "words": "yana"})
    assert (answer.status_code, "as “spoiled”" in answer.content.decode()) == (409, True)
    assert client.post(address, {"act": "issue", "to": "", "on": ""}).status_code == 422
    assert english("nodira").post(address, {"act": "spoil", "words": "x"}).status_code == 409
    assert english("aziza").post(address, {"act": "spoil", "words": "x"}).status_code == 404
    assert client.get("/blanks/999999/").status_code == 404


def test_the_list_is_searched_cut_and_paged(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    received(house)
    received(house, "01", "03", kind="master", series="M")
    issued(house)
    client = english("dilnoza")
    for asked, count in (
        ("", 8), ("?q=ab+000000", 5), ("?q=0000003", 1), ("?q=qodirova", 1), ("?q=nobody", 0), ("?kind=master", 3),
        ("?place=issued", 1), ("?kind=master&place=issued", 0), ("?kind=passport&place=lost&after=x", 8),
    ):  # fmt: skip
        assert said(client, f"/blanks/{asked}").count('<th scope="row"><a class="number"') == count, asked
    monkeypatch.setattr(queries, "PAGE", 3)
    seen, after = [], None
    while True:
        page, after = queries.page_of_blanks(kind="", place="free", text="", after=after)
        seen += [one.serial for one in page]
        if after is None:
            break
    assert seen == [*(f"AB 000000{number}" for number in range(2, 6)), "M 01", "M 02", "M 03"]


def test_an_act_of_destruction_goes_from_the_registrar_to_the_head(house: House) -> None:
    received(house)
    spoiled(house)
    registrar, head = english("dilnoza"), english("nodira")
    assert "AB 0000001</textarea>" in said(registrar, "/blanks/destructions/new/")
    sent = {"act": "draw", "serials": "AB 0000001", "basis": BASIS, "members": TYPED}
    answer = registrar.post("/blanks/destructions/new/", {**sent, "members": "Rahimov, prorektor"})
    assert (answer.status_code, "at least three members" in answer.content.decode()) == (422, True)
    address = registrar.post("/blanks/destructions/new/", sent)["Location"]
    page = said(registrar, address)
    assert "It waits for another person" in page
    assert "Confirm the act" not in page
    assert registrar.post(address, {"act": "confirm"}).status_code == 409
    assert "Confirm the act" in said(head, address)
    assert head.post(address, {"act": "confirm"}).status_code == 302
    assert place("AB 0000001") == "destroyed"
    assert "Papers of the office" in said(head, address)
    assert BlankDestruction.objects.get().decided_by == house.nodira


def test_an_act_is_put_aside_with_words(house: House) -> None:
    received(house)
    spoiled(house)
    address, client = f"/blanks/destructions/{drawn(house, 'AB 0000001').pk}/", english("nodira")
    assert client.post(address, {"act": "put_aside", "words": ""}).status_code == 422
    assert client.post(address, {"act": "put_aside", "words": "Komissiya toʻliq emas"}).status_code == 302
    assert "Komissiya toʻliq emas" in said(client, address)
    assert client.get("/blanks/destructions/999/").status_code == 404


def test_a_stocktaking_is_carried_through_on_its_page(house: House) -> None:
    received(house)
    client = english("dilnoza")
    sent = {"act": "open", "kind": "", "as_of": clock.today().isoformat(), "basis": BASIS, "members": TYPED}
    address = client.post("/blanks/stocktakings/new/", sent)["Location"]
    assert "5 blanks differ and have no act" in said(client, address)
    assert client.post(address, {"act": "count", "kind": "bachelor", "condition": "clean"}).status_code == 422
    for serials in ("AB 0000001-0000003", "AB 0000005"):
        typed = {"act": "count", "kind": "bachelor", "condition": "clean", "serials": serials}
        assert client.post(address, typed).status_code == 302
    pk = Stocktaking.objects.get().counted.get(first=5).pk
    assert client.post(address, {"act": "uncount", "range": pk}).status_code == 302
    assert client.post(address, {"act": "uncount", "range": "x"}).status_code == 404
    assert client.post(address, {"act": "close"}).status_code == 409
    page = said(client, address)
    assert "AB 0000004-0000005</textarea>" in page
    explain = {"act": "explain", "serials": "AB 0000004-0000005", "number": "5", "words": "Topilmadi"}
    assert client.post(address, {**explain, "on": clock.today().isoformat()}).status_code == 302
    assert english("nodira").post(address, {"act": "close"}).status_code == 409
    assert client.post(address, {"act": "close"}).status_code == 302
    page = said(client, address)
    assert "Papers of the office" in page
    assert "Topilmadi" in page
    assert "Enter what lies in the safe" not in page
    assert place("AB 0000004") == "missing"
    assert "2 differences" in said(client, "/blanks/stocktakings/")


def test_a_stocktaking_that_is_dropped_says_why(house: House) -> None:
    client, address = english("dilnoza"), f"/blanks/stocktakings/{opened(house).pk}/"
    assert "At that moment nothing lay in the safe" in said(client, address)
    assert client.post(address, {"act": "drop", "words": "Komissiya raisi betob"}).status_code == 302
    assert "Komissiya raisi betob" in said(client, address)


def test_the_register_of_a_period_adds_up_and_becomes_a_paper(house: House) -> None:
    received(house)
    issued(house)
    spoiled(house, "movement:2")
    client = english("gulnora")
    today = clock.today().isoformat()
    page = said(client, f"/blanks/register/?first={today}&last={today}")
    for cell in ('At the beginning">0<', 'Received">5<', 'Issued">1<', 'At the end"><b>4</b><'):
        assert cell in page, cell
    answer = client.post("/blanks/register/", {"act": "draw", "first": today, "last": today})
    assert answer["Location"].startswith("/sheets/")
    for asked, status in (
        ("?first=2026-02-01&last=2026-01-01", 422),
        ("?first=1990-01-01&last=2026-01-01", 422),
        ("?first=x&last=", 422),
    ):
        assert client.get(f"/blanks/register/{asked}").status_code == status
