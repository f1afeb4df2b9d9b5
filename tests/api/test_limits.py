"""The numbers of the law as a program reads them."""

from __future__ import annotations

from datetime import date

from movements.actions import add_limit
from tests.api.caller import Caller
from tests.people import House


def test_a_number_is_told_with_every_version_and_who_asks_for_it(house: House) -> None:
    answer = Caller.signed_in("aziza").get("limits", q="leave.most_months")
    [limit] = answer.json()["items"]
    assert {name: limit[name] for name in ("key", "unit", "judged_by", "clause", "asked_by")} == {
        "key": "leave.most_months",
        "unit": "months",
        "judged_by": "event",
        "clause": "344/2021:11",
        "asked_by": ["academic_leave", "extension_of_leave"],
    }
    [version] = limit["versions"]
    assert (version["value"], version["valid_from"], version["valid_to"], version["on"], version["confidence"]) == (
        "12",
        "2021-06-03",
        None,
        True,
        "doubtful",
    )


def test_who_added_a_value_is_told_to_those_who_hold_an_office(house: House) -> None:
    add_limit(
        actor=house.dilnoza,
        key="transfer.min_gpa",
        value="2.6",
        valid_from=date(2026, 12, 1),
        confidence="law",
        source="Qaror matni",
        reason="Solishtirildi.",
        basis="41-sonli xat",
    )
    told = {}
    for login in ("aziza", "botir"):
        [limit] = Caller.signed_in(login).get("limits", q="transfer.min_gpa").json()["items"]
        told[login] = [version["added"] and version["added"]["basis"] for version in limit["versions"]]
    assert told == {"aziza": [None, None], "botir": [None, "41-sonli xat"]}


def test_pages_follow_each_other_and_a_stranger_reads_nothing(house: House) -> None:
    first = Caller.signed_in("botir").get("limits").json()
    assert (len(first["items"]), first["next"]) == (50, first["items"][-1]["key"])
    rest = Caller.signed_in("botir").get("limits", after=first["next"]).json()
    assert rest["items"][0]["key"] > first["next"]
    assert rest["next"] is None
    overlapping = Caller.signed_in("botir").get("limits", after=first["items"][9]["key"]).json()
    assert overlapping["items"][:40] == first["items"][10:]
    assert Caller().get("limits").status_code == 401
