"""Wrong passwords: how many are too many, for whom, for how long; who is kept out and who is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journal import clock
from journal.refusals import TooMany
from permissions.actions.signing_in import forget_tries, sign_in
from permissions.models import Account, SignInTry
from permissions.throttle import origin_of
from tests.orders.test_races import at_once
from tests.people import PASSWORD, House, open_house

HOME, CAFE = "192.0.2.1", "198.51.100.7"
WORDS = {
    "uz": "Xato urinishlar juda koʻp. 15 daqiqadan keyin qayta urining.",
    "ru": "Слишком много неверных попыток входа. Попробуйте снова через 15 мин.",
    "en": "Too many wrong tries to sign in. Try again in 15 min.",
}
NAMED = {"uz": ["Login", "Parol"], "ru": ["Логин", "Пароль"], "en": ["Login", "Password"]}
QUARTER = timedelta(minutes=15)


def enter(login: str = "aziza", password: str = PASSWORD, asked_from: str = HOME) -> Account | None:
    """One try."""
    return sign_in(login=login, password=password, asked_from=asked_from)


def fail(times: int, login: str = "aziza", asked_from: str = HOME) -> None:
    """Wrong tries, each looked at."""
    for _time in range(times):
        assert enter(login, "wrong", asked_from) is None


def is_kept_out(login: str = "aziza", asked_from: str = HOME) -> bool:
    """Whether even the right password opens nothing."""
    try:
        return enter(login, PASSWORD, asked_from) is None
    except TooMany:
        return True


def on_the_page(password: str, language: str = "uz", **typed: str) -> HttpResponse:
    """The form of the sign-in page."""
    client = Client(REMOTE_ADDR=HOME)
    client.cookies["django_language"] = language
    return client.post("/sign-in/", {"username": "aziza", "password": password, **typed})


def over_the_api(password: str, language: str = "uz") -> HttpResponse:
    """The call."""
    body = {"login": "aziza", "password": password}
    headers = {"Accept-Language": language}
    return Client(REMOTE_ADDR=HOME).post("/api/v1/sign-in", body, content_type="application/json", headers=headers)


def test_after_four_wrong_tries_the_right_password_opens_and_after_five_it_does_not(house: House) -> None:
    fail(4)
    assert not is_kept_out()
    fail(5)
    assert is_kept_out()


def test_the_right_password_clears_what_was_counted_from_this_place_alone(house: House) -> None:
    fail(4)
    fail(4, asked_from=CAFE)
    assert enter() is not None
    assert list(SignInTry.objects.values_list("account_id", "asked_from").distinct()) == [("aziza", CAFE)]
    fail(5)
    assert is_kept_out()


def test_who_is_kept_out_at_one_place_is_let_in_from_another_and_so_is_a_neighbour(house: House) -> None:
    fail(5)
    assert (is_kept_out(), is_kept_out(asked_from=CAFE), is_kept_out("botir")) == (True, False, False)


def test_it_is_over_after_a_quarter_of_an_hour_however_often_somebody_knocks_meanwhile(house: House) -> None:
    start = clock.now()
    with clock.pretend(start):
        fail(5)
    for minute in range(15):
        with clock.pretend(start + timedelta(minutes=minute)):
            assert is_kept_out()
    assert SignInTry.objects.count() == 5
    with clock.pretend(start + QUARTER - timedelta(seconds=1)):
        assert is_kept_out()
    with clock.pretend(start + QUARTER):
        assert not is_kept_out()


def test_from_many_places_thirty_wrong_tries_close_a_login_for_five_minutes(house: House) -> None:
    start = clock.now()
    with clock.pretend(start):
        for place in range(6):
            fail(5 if place < 5 else 4, asked_from=f"203.0.113.{place}")
        assert not is_kept_out(asked_from=HOME)
        fail(1, asked_from="203.0.113.6")
        assert (is_kept_out(asked_from=HOME), is_kept_out("botir", "203.0.113.1")) == (True, False)
    with clock.pretend(start + timedelta(minutes=5)):
        assert not is_kept_out(asked_from=HOME)


def test_at_one_place_a_hundred_wrong_tries_close_it_for_five_minutes_and_no_other_place(house: House) -> None:
    start = clock.now()
    with clock.pretend(start):
        for number in range(99):
            fail(1, f"nobody{number}")
        assert not is_kept_out()
        fail(1, "nobody99")
        assert (is_kept_out(), is_kept_out(asked_from=CAFE)) == (True, False)
    with clock.pretend(start + timedelta(minutes=5)):
        assert not is_kept_out()


def test_a_hundred_people_behind_one_address_who_sign_in_rightly_are_not_counted(house: House) -> None:
    for _time in range(101):
        assert enter() is not None
    assert not SignInTry.objects.exists()


def test_known_and_unknown_logins_are_counted_alike_at_the_same_cost(house: House, monkeypatch: Any) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(Account, "set_password", lambda self, raw: hashed.append(raw))
    costs = []
    for login in ("aziza", "nobody"):
        with CaptureQueriesContext(connection) as asked:
            fail(5, login)
        costs.append(len(asked))
        with pytest.raises(TooMany):
            enter(login)
    assert (costs, hashed) == ([10, 10], ["wrong"] * 5)


def test_the_password_of_a_kept_out_login_is_not_looked_at(house: House, monkeypatch: Any) -> None:
    fail(5)
    monkeypatch.setattr(Account, "check_password", lambda self, raw: pytest.fail("looked at"))
    with pytest.raises(TooMany):
        enter()


def test_a_login_longer_than_any_is_nobodys_though_it_begins_like_one(house: House) -> None:
    long = "a" * 150
    Account.objects.filter(username="aziza").update(username=long)
    assert enter(long) is not None
    assert enter(long + "a") is None


@pytest.mark.parametrize("before", [0, 3])
def test_signing_in_costs_two_statements_more_than_reading_the_account(house: House, before: int) -> None:
    fail(before)
    with CaptureQueriesContext(connection) as asked:
        account = enter()
        assert account is not None and account.person == house.aziza
    assert len(asked) == 3, asked.captured_queries


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_page_says_so_in_the_readers_language_and_keeps_the_form(house: House, language: str) -> None:
    with clock.pretend(clock.now()):
        for _time in range(5):
            assert on_the_page("wrong").status_code == 422
        answer = on_the_page(PASSWORD, language, next="/notices/", kept="sealed")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert WORDS[language] in page
    assert [field.label for field in answer.context["form"]] == NAMED[language]
    assert all(kept in page for kept in ('value="aziza"', 'value="/notices/"', 'value="sealed"'))
    assert f'value="{PASSWORD}"' not in page
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_api_says_so_as_a_problem_and_when_to_come_back(house: House, language: str) -> None:
    with clock.pretend(clock.now()):
        for _time in range(5):
            assert over_the_api("wrong").status_code == 401
        answer = over_the_api(PASSWORD, language)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.json()["type"], answer.json()["detail"]) == ("urn:harakat:too-many", WORDS[language])


def test_page_and_api_count_together(house: House) -> None:
    for _time in range(3):
        on_the_page("wrong")
        over_the_api("wrong")
    assert (on_the_page(PASSWORD).status_code, over_the_api(PASSWORD).status_code) == (429, 429)


def test_a_row_holds_login_address_and_time_and_nothing_else(house: House) -> None:
    fail(1)
    assert sorted(field.column for field in SignInTry._meta.concrete_fields) == [
        "asked_at",
        "asked_from",
        "id",
        "login",
    ]
    row = SignInTry.objects.get()
    assert (row.account_id, row.asked_from) == ("aziza", HOME)


def test_the_job_of_the_day_forgets_what_counts_no_more_and_keeps_what_does(house: House) -> None:
    start = clock.now()
    with clock.pretend(start):
        fail(2)
    with clock.pretend(start + timedelta(minutes=1)):
        fail(1, "botir")
    with clock.pretend(start + QUARTER):
        forget_tries()
    assert [row.account_id for row in SignInTry.objects.all()] == ["botir"]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", ""),
        ("x" * 99, "x" * 64),
    ],
)
def test_the_address_is_that_of_the_holder(rf: Any, address: str, origin: str) -> None:
    assert origin_of(rf.get("/", REMOTE_ADDR=address)) == origin


@pytest.mark.parametrize(("https", "origin"), [(True, "192.0.2.9"), (False, "192.0.2.1")])
def test_only_what_the_own_proxy_added_last_is_believed(rf: Any, settings: Any, https: bool, origin: str) -> None:
    settings.HTTPS = https
    forwarded = "203.0.113.5, 192.0.2.9"
    assert origin_of(rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)) == origin


@pytest.fixture
def open_institute(committed_db: str) -> Iterator[House]:
    """The small institute, committed."""
    yield open_house()


def test_of_25_wrong_tries_at_one_moment_at_most_five_are_looked_at(open_institute: House) -> None:
    results = at_once([lambda: enter(password="wrong")] * 25)
    looked_at = [result for result in results if result is None]
    refused = [result for result in results if isinstance(result, TooMany)]
    assert len(looked_at) <= 5
    assert len(looked_at) + len(refused) == 25, results
    assert SignInTry.objects.count() == len(looked_at)
    fail(5 - len(looked_at))
    assert is_kept_out()
    assert not is_kept_out("botir")
