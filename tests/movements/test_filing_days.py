"""The days of filing of each kind, as programs and people are told them before they begin."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from flows.transfer_reinstatement import TransferReinstatement
from journal import clock
from movements.actions import add_limit
from movements.flow import flow_of, kinds
from movements.letter_words import _next_steps
from movements.models import Movement
from movements.numbers_in_words import limits_named_by
from movements.windows import next_window
from tests.api.caller import Caller
from tests.journey import signed_in
from tests.people import House

SPRING = {"first": "2027-01-10", "last": "2027-01-20", "decided_by": "2027-02-10"}
AUTUMN = {"first": "2027-07-15", "last": "2027-08-05", "decided_by": "2027-08-30"}
ANY_DAY = "Arizani istalgan kuni berish mumkin."
IN_SPRING = (
    "Qabul kunlari: 10.01.2027 dan 20.01.2027 gacha, ikkala kun ham kiradi. "
    "Shu kunlarda berilgan ariza 10.02.2027 gacha hal qilinadi."
)


def on(day: str) -> Any:
    """Let everybody believe that it is noon of a day."""
    return clock.pretend(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=clock.zone))


def windows_on(day: str) -> dict[str, Any]:
    """What the API says of each kind on a day."""
    with on(day):
        items = Caller.signed_in("aziza").get("kinds").json()["items"]
    return {kind["kind"]: kind["window"] for kind in items}


def test_the_call_names_the_next_days_of_filing_and_none_where_any_day_will_do(house: House) -> None:
    told = windows_on("2026-12-01")
    assert told["transfer_inside"] == told["transfer_out"] == told["transfer_in"] == told["reinstatement"] == SPRING
    assert told["academic_leave"] is told["return_from_leave"] is told["change_of_group"] is None


@pytest.mark.parametrize(
    ("day", "window"),
    [("2027-01-09", SPRING), ("2027-01-10", SPRING), ("2027-01-20", SPRING), ("2027-01-21", AUTUMN)],
)
def test_days_that_run_are_told_to_their_last_one_and_then_the_next(house: House, day: str, window: Any) -> None:
    assert windows_on(day)["transfer_out"] == window


def test_578_spring_between_from_elsewhere_nobody_is_sent_to_the_spring_days(house: House) -> None:
    assert windows_on("2026-12-01")["transfer_reinstatement"] == AUTUMN


def test_the_days_the_office_gave_are_told(house: House) -> None:
    for key, value in (("transfer.window.spring", "01-10/01-25"), ("transfer.decided_by.spring", "02-15")):
        add_limit(
            actor=house.dilnoza, key=key, value=value, valid_from=date(2026, 12, 1), valid_to=date(2027, 2, 28),
            confidence="law", source="Qaror matni", reason="Solishtirildi.", basis="41-xat",
        )  # fmt: skip
    found = {"first": "2027-01-10", "last": "2027-01-25", "decided_by": "2027-02-15"}
    assert windows_on("2026-12-01")["transfer_out"] == found


def test_days_that_end_after_the_new_year_are_decided_in_the_new_one() -> None:
    window = next_window({"transfer.window.spring": "transfer.decided_by.spring"}, date(2024, 11, 1))
    assert window is not None
    assert (window.first, window.last, window.decided_by) == (date(2024, 12, 20), date(2025, 1, 20), date(2025, 2, 15))


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_kind_tells_the_days_by_which_its_own_rule_judges_and_no_others(kind: str) -> None:
    flow = flow_of(kind)
    judged = {key for rule in flow.rules() if rule.name == "is_within_window" for key in limits_named_by(rule)}
    told = {key for pair in flow.windows.items() for key in pair}
    if flow is TransferReinstatement:
        judged = {key for key in judged if not key.endswith(".spring")}
    assert told == judged


@pytest.mark.parametrize(
    ("address", "login", "words"),
    [
        ("/movements/transfer_out/", "botir", IN_SPRING),
        ("/movements/academic_leave/", "botir", ANY_DAY),
        ("/apply/transfer_out/", "aziza", IN_SPRING),
        ("/apply/academic_leave/", "aziza", ANY_DAY),
        ("/", "aziza", IN_SPRING),
        ("/file-for/?person={aziza}", "dilnoza", IN_SPRING),
        ("/apply/", "", IN_SPRING),
    ],
)
def test_every_page_before_the_application_tells_the_days(house: House, address: str, login: str, words: str) -> None:
    with on("2026-12-01"):
        client = signed_in(login) if login else Client()
        answer = client.get(address.format(aziza=house.aziza.pk))
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_kind_that_is_closed_to_me_says_why_and_no_days(house: House) -> None:
    with on("2026-12-01"):
        answer = signed_in("aziza").get("/apply/reinstatement/")
    assert answer.status_code == 409
    assert "Qabul kunlari" not in answer.content.decode()


def test_the_numbers_are_read_once_for_all_kinds(house: House) -> None:
    client = Caller.signed_in("aziza")
    with CaptureQueriesContext(connection) as asked:
        client.get("kinds")
    assert sum("officelimit" in query["sql"] for query in asked.captured_queries) == 1


def test_where_the_numbers_are_off_nobody_is_told_that_any_day_will_do(house: House) -> None:
    for season, value in (("spring", "01-10/01-20"), ("autumn", "07-15/08-05")):
        add_limit(
            actor=house.dilnoza, key=f"transfer.window.{season}", value=value, valid_from=date(2026, 12, 1),
            applied=False, confidence="law", source="Qaror matni", reason="Solishtirildi.", basis="41-xat",
        )  # fmt: skip
    with on("2027-03-01"):
        page = signed_in("botir").get("/movements/transfer_out/").content.decode()
    assert "Qabul kunlari maʼlum emas; registrator ofisiga murojaat qiling." in page
    assert ANY_DAY not in page


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("transfer_out", "A new application can be filed from 10.01.2027 to 20.01.2027, both days included."),
        ("transfer_reinstatement", "A new application can be filed from 15.07.2027 to 05.08.2027, both days included."),
        ("academic_leave", "A new application can be filed on any day."),
    ],
)
def test_a_letter_of_refusal_names_the_days_of_its_kind(house: House, kind: str, sentence: str) -> None:
    with translation.override("en"):
        advice = list(_next_steps(Movement(findings=[]), flow_of(kind), date(2026, 12, 1)))
    assert advice[0] == sentence
