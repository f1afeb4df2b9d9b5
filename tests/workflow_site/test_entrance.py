"""The door: the demo's list, the language, the code of a paper, and a password somebody else chose."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from permissions.models import Account, Institute, Person
from tests.people import PASSWORD, House
from workflow_site.demo import LOGINS

NEW = "uzun-va-yangi-parol"


def client_of(login: str, password: str = PASSWORD) -> Client:
    client = Client()
    assert client.login(username=login, password=password)
    return client


def test_an_invented_institute_names_all_its_accounts(house: House) -> None:
    Institute.objects.update(is_demo=True)
    page = Client().get("/sign-in/").content.decode()
    assert len(LOGINS) == 15
    assert [login for login in LOGINS if f"<code>{login}</code>" not in page] == []


@pytest.mark.parametrize(("chosen", "kept"), [("ru", "ru"), ("xx", "uz"), ("", "uz")])
def test_a_chosen_language_is_kept_for_notices(house: House, chosen: str, kept: str) -> None:
    client_of("aziza").post("/language/", {"language": chosen, "next": "/"})
    assert Person.objects.get(pk=house.aziza.pk).language == kept


def test_a_stranger_may_choose_a_language(house: House) -> None:
    assert Client().post("/language/", {"language": "ru", "next": "/sign-in/"}).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", "Bunday kodli buyruq yoʻq"),
        ("ru", "Приказа с таким кодом нет"),
        ("en", "There is no order with this code"),
    ],
)
def test_a_wrong_code_is_told_in_words(house: House, language: str, words: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    answer = client.get("/verify/7K3MQ-9FTWX-2HBNE")
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'name="code"' in page) == (404, True, True)


def test_a_code_can_be_typed(house: House) -> None:
    assert 'name="code"' in Client().get("/verify/").content.decode()
    answer = Client().get("/verify/", {"code": " 7k3mq 9ftwx 2hbne "})
    assert (answer.status_code, answer["Location"]) == (302, "/verify/7K3MQ-9FTWX-2HBNE")
    assert Client().get("/verify/", {"code": "///"}).status_code == 404


@pytest.fixture
def given(house: House) -> Account:
    """Botir's account, whose password somebody else chose."""
    Account.objects.filter(username="botir").update(must_change_password=True)
    return Account.objects.get(username="botir")


def test_a_given_password_opens_only_its_replacement(given: Account) -> None:
    client = client_of("botir")
    for path in ("/", "/cases/", "/notices/"):
        assert client.get(path)["Location"] == "/password/"
    assert client.post("/notices/")["Location"] == "/password/"
    assert client.get("/password/").status_code == 200
    changed = client.post("/password/", {"current": PASSWORD, "password": NEW})
    assert (changed.status_code, client.get("/").status_code) == (302, 200)
    given.refresh_from_db()
    assert (given.must_change_password, given.check_password(NEW)) == (False, True)


def test_whoever_must_change_the_password_may_go(given: Account) -> None:
    assert client_of("botir").post("/sign-out/")["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [
        ("wrong", NEW, "current"),
        ("", NEW, "current"),
        (PASSWORD, PASSWORD, "password"),
        (PASSWORD, "qisqa", "password"),
        (PASSWORD, "password", "password"),
        (PASSWORD, "u" * 201, "password"),
    ],
)
def test_a_password_that_will_not_do_is_told_at_its_field(
    given: Account, current: str, password: str, field: str
) -> None:
    answer = client_of("botir").post("/password/", {"current": current, "password": password})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Account.objects.get(pk=given.pk).check_password(PASSWORD)


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k1"}])
def test_the_api_says_that_the_password_must_be_changed(given: Account, headers: dict[str, str]) -> None:
    client = Client()
    signing_in = json.dumps({"login": "botir", "password": PASSWORD})
    token = client.post("/api/v1/sign-in", signing_in, content_type="application/json").json()["token"]
    own = {"Authorization": f"Bearer {token}", **headers}
    for answer in (
        client.get("/api/v1/orders", headers=own),
        client.post("/api/v1/movements", "{}", content_type="application/json", headers=own),
    ):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:harakat:password-change")
