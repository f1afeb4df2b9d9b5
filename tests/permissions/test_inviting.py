"""A one-time link: its owner chooses a password with it, once and in time; nobody else can do anything with it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from journal import clock
from permissions.actions import issue_token
from permissions.models import Account, Person
from tests.people import House
from tests.screens.test_pages import read

CHOSEN = "olma anor gilos"


def link(*arguments: str) -> str:
    """The address the command prints."""
    out = StringIO()
    call_command("invite", *arguments, stdout=out)
    first, second = out.getvalue().splitlines()
    assert second == "It opens once, within 3 days. Give it to nobody but the owner of the account."
    assert first.startswith("http://testserver/invitation/")
    return urlsplit(first).path


def signs_in(login: str, password: str) -> bool:
    """Whether this password opens the account."""
    return Client().post("/sign-in/", {"username": login, "password": password}).status_code == 302


def said(language: str, address: str) -> str:
    client = Client()
    client.cookies["django_language"] = language
    return client.get(address).content.decode()


def test_the_owner_chooses_a_password_and_signs_in(house: House) -> None:
    address = link("botir")
    client = Client()
    page = client.get(address)
    assert page.status_code == 200
    assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("no-referrer", True)
    response = client.post(address, {"password": CHOSEN})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/")
    assert signs_in("botir", CHOSEN)
    assert not signs_in("botir", "harakat")


def test_used_once_it_opens_nothing_any_more(house: House) -> None:
    address = link("botir")
    Client().post(address, {"password": CHOSEN})
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"password": "somebody elses"}).status_code == 404
    assert signs_in("botir", CHOSEN)


def test_of_two_links_the_second_dies_with_the_first(house: House) -> None:
    first, second = link("botir"), link("botir")
    Client().post(first, {"password": CHOSEN})
    assert Client().get(second).status_code == 404


def test_it_lasts_three_days_and_not_a_minute_longer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    address, now = link("botir"), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=3, seconds=-5))
    assert Client().get(address).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=3, seconds=5))
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"password": CHOSEN}).status_code == 404


def test_the_seal_of_one_account_opens_no_other(house: House) -> None:
    mine, theirs = link("botir").split("/"), link("jasur").split("/")
    assert Client().get(f"/invitation/{theirs[2]}/{mine[3]}/").status_code == 404
    other = theirs[3][:-1] + ("1" if theirs[3].endswith("0") else "0")
    assert Client().get(f"/invitation/{theirs[2]}/{other}/").status_code == 404
    for strange in ("MA", "%F0%9F", "aa-bb", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"):
        assert Client().get(f"/invitation/{strange}/{mine[3]}/").status_code == 404


def test_after_a_sign_in_an_older_link_opens_nothing(house: House) -> None:
    address = link("botir")
    assert signs_in("botir", "harakat")
    assert Client().get(address).status_code == 404


def test_a_closed_account_is_neither_invited_nor_opened(house: House) -> None:
    address = link("botir")
    Account.objects.filter(username="botir").update(is_active=False)
    assert Client().get(address).status_code == 404
    with pytest.raises(CommandError, match=r"closed|yopilgan"):
        link("botir")


@pytest.mark.parametrize(("password", "why"), [("qisqa", "too short"), ("password1", "known to everybody")])
def test_a_weak_password_is_refused_in_words_and_the_link_stays(house: House, password: str, why: str) -> None:
    address = link("botir")
    client = Client()
    client.cookies["django_language"] = "en"
    response = client.post(address, {"password": password})
    html = response.content.decode()
    assert response.status_code == 422
    assert why in html
    assert f'value="{password}"' not in html
    assert client.get(address).status_code == 200
    assert signs_in("botir", "harakat")


def test_a_new_password_closes_what_the_old_one_had_opened(house: House) -> None:
    account = Account.objects.get(username="botir")
    account.must_change_password = True
    account.save()
    issue_token(account)
    address = link("botir")
    Client().post(address, {"password": CHOSEN})
    account.refresh_from_db()
    assert (account.must_change_password, account.tokens.count()) == (False, 0)


def test_an_open_session_ends_with_the_old_password(house: House) -> None:
    address = link("botir")
    client = Client()
    client.force_login(Account.objects.get(username="botir"))
    address = link("botir")
    Client().post(address, {"password": CHOSEN})
    assert client.get("/").status_code == 302


def test_a_new_person_gets_an_account_without_password(house: House) -> None:
    address = link("nodira", "--surname", "Sobirova", "--given-name", "Nodira", "--email", "nodira@tkti.example")
    person = Person.objects.get(account__username="nodira")
    assert (person.full_name, person.email) == ("Sobirova Nodira", "nodira@tkti.example")
    assert not Account.objects.get(username="nodira").has_usable_password()
    Client().post(address, {"password": CHOSEN})
    assert signs_in("nodira", CHOSEN)


def test_a_known_person_and_a_student_get_theirs(house: House) -> None:
    student = house.students["aziza"]
    person = student.person
    Person.objects.filter(pk=person.pk).update(account=None)
    link("aziza2", "--student", student.number)
    assert Person.objects.get(pk=person.pk).account.username == "aziza2"
    Person.objects.filter(pk=person.pk).update(account=None)
    link("aziza3", "--person", str(person.pk))
    assert Person.objects.get(pk=person.pk).account.username == "aziza3"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nobody"], "There is no login nobody"),
        (["nobody", "--student", "000"], "There is no student 000"),
        (["nobody", "--person", "999999"], "There is no person 999999"),
        (["botir", "--surname", "X", "--given-name", "Y"], "The login botir is taken"),
    ],
)
def test_what_the_command_cannot_do_it_says(house: House, arguments: list[str], sentence: str) -> None:
    before = Account.objects.count()
    with pytest.raises(CommandError, match=sentence):
        link(*arguments)
    assert Account.objects.count() == before


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_both_pages_are_whole_in_every_language(house: House, language: str, settings: Any) -> None:
    assert read(said(language, link("botir"))) == []
    assert read(said(language, "/invitation/MQ/none/")) == []
