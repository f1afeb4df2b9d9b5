"""Every page for everybody who may open it: it opens, it is whole, and nothing in it needs an exception of the CSP."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from orders import actions as orders
from permissions.actions import create_person, open_account
from tests.journey import signed_in
from tests.people import PASSWORD, House
from tests.screens.cases import approved, at_placement, composed, filed, returned
from tests.work import do_all_jobs

LANGUAGES = ("uz", "ru", "en")
EMPTY = {"meta", "link", "img", "input", "br", "hr"}


class Reader(HTMLParser):
    """Reads a page as strictly as a browser does not: what is opened is closed, and nothing runs or styles inline."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, Any]] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.faults += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.faults.append(f"inline {tag}")
        self.ids += [given["id"]] if given.get("id") else []
        if tag == "label" and given.get("for"):
            self.labels.add(str(given["for"]))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def read(html: str) -> list[str]:
    """Everything that is wrong with a page."""
    reader = Reader()
    reader.feed(html)
    twice = {name for name in reader.ids if reader.ids.count(name) > 1}
    nameless = [field.get("name") for field in reader.fields if field.get("id") not in reader.labels]
    return [
        *reader.faults,
        *(f"id {name} twice" for name in sorted(twice)),
        *(f"field {name} has no label" for name in nameless),
        *(f"<{tag}> stays open" for tag in reader.open),
    ]


def opened(client: Client, address: str, language: str) -> str:
    """The page in a language."""
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    html = response.content.decode()
    assert f'<html lang="{language}">' in html
    return html


@pytest.fixture
def pages(house: House, seal: None) -> list[tuple[str, str]]:
    """Who opens what, with cases and orders at every kind of step."""
    order = composed(house)
    orders.send(actor=house.dilnoza, order_id=order.pk)
    for person in (house.farrux, house.gulnora):
        orders.endorse(actor=person, order_id=order.pk)
    orders.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    order.refresh_from_db()
    case = f"/cases/{filed(house, 'sardor').pk}/"
    number = house.students["aziza"].number
    return [
        *((login, "/") for login in ("aziza", "sardor", "botir", "hamid", "dilnoza", "erkin", "farrux", "kamola")),
        *((login, "/notices/") for login in ("aziza", "dilnoza", "kamola")),
        *((login, "/cases/") for login in ("botir", "dilnoza")),
        *((login, "/orders/") for login in ("botir", "dilnoza", "farrux", "erkin")),
        *((login, f"/orders/{order.pk}/") for login in ("aziza", "dilnoza", "gulnora", "erkin")),
        *((login, case) for login in ("sardor", "jasur", "hamid", "dilnoza")),
        *((login, f"/students/{number}/") for login in ("aziza", "botir", "dilnoza")),
        ("aziza", "/apply/return_from_leave/"),
        ("dilnoza", "/orders/compose/"),
        *((login, f"/orders/items/{order.items.get().pk}/extract/") for login in ("aziza", "botir", "dilnoza")),
        *(("dilnoza", f"/hemis/{asked}") for asked in ("", "?show=done", "?show=all", "?q=nobody")),
        ("dilnoza", "/students/?q=qodirova"),
        ("dilnoza", f"/students/{number}/?as_of=2026-01-05&known_at=2026-01-05"),
        ("", "/sign-in/"),
        ("", f"/verify/{order.code}"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language_and_is_whole(pages: list[tuple[str, str]], language: str) -> None:
    clients = {login: signed_in(login) if login else Client() for login in dict(pages)}
    faults = {
        f"{login} {address}": wrong
        for login, address in pages
        if (wrong := read(opened(clients[login], address, language)))
    }
    assert faults == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_who_must_act_are_whole(house: House, language: str) -> None:
    correcting = returned(house)
    client = signed_in("aziza")
    assert read(opened(client, f"/cases/{correcting.pk}/", language)) == []
    movement = filed(house, "sardor")
    jasur = signed_in("jasur")
    assert read(opened(jasur, f"/cases/{movement.pk}/", language)) == []


def test_the_office_names_the_place_of_a_return_on_the_page(house: House, seal: None) -> None:
    movement = at_placement(house)
    address = f"/cases/{movement.pk}/"
    dilnoza = signed_in("dilnoza")
    assert read(opened(dilnoza, address, "uz")) == []
    group = house.groups["chemistry 25-10"]
    place = {"group": group.name, "course": 2, "semester": 3, "curriculum": group.curriculum, "payment": ""}
    response = dilnoza.post(address, {"act": "approve", **place})
    assert response.status_code == 422
    assert 'href="#id_payment"' in response.content.decode()
    assert dilnoza.post(address, {"act": "approve", **place, "payment": "11"}).status_code == 302
    html = opened(signed_in("botir"), address, "uz")
    assert read(html) == []
    assert "davlat granti" in html


def test_a_draft_order_can_be_looked_at_struck_and_sent(house: House) -> None:
    order = composed(house)
    html = opened(signed_in("dilnoza"), f"/orders/{order.pk}/", "en")
    assert read(html) == []
    assert set(re.findall(r'name="act" value="(\w+)"', html)) == {"send", "strike", "discard"}


def test_the_policy_of_every_page_forbids_what_is_inline(house: House) -> None:
    header = signed_in("botir").get("/")["Content-Security-Policy"]
    assert "unsafe" not in header
    assert "default-src 'none'" in header


def test_a_stranger_is_asked_to_sign_in_and_comes_back(house: House) -> None:
    response = Client().get("/cases/?state=review")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/cases/%3Fstate%3Dreview")


def test_after_signing_in_nobody_is_led_to_another_site(house: House) -> None:
    response = Client().post("/sign-in/", {"username": "aziza", "password": "harakat", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_uzbek_is_spoken_until_another_language_is_chosen(house: House) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert '<html lang="uz">' in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "ru", "next": "/sign-in/"})
    assert '<html lang="ru">' in client.get("/sign-in/").content.decode()


def test_an_empty_desk_says_what_to_do(house: House) -> None:
    assert "your office reads" in opened(signed_in("kamola"), "/", "en")
    open_account(person=create_person(surname="Nurmatov", given_name="Olim"), login="olim", password=PASSWORD)
    assert "ask the administrator to enter your appointment" in opened(signed_in("olim"), "/", "en")


def test_a_draft_order_waits_on_the_desk_of_the_registrar(house: House) -> None:
    order = composed(house)
    assert f"/orders/{order.pk}/" in opened(signed_in("dilnoza"), "/", "en")


def test_a_case_waits_for_an_order_on_the_desk_of_the_registrar(house: House) -> None:
    movement = approved(house)
    html = opened(signed_in("dilnoza"), "/", "en")
    assert "1 approved case" in html
    assert f"/cases/{movement.pk}/" not in html
