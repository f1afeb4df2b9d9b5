"""Academic leave from the draft to the record, by programs alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from journal import clock
from journal.events import verify_all
from tests.api.caller import Caller
from tests.people import House
from tests.work import do_all_jobs

Call = Callable[[str], Caller]


def done(answer: HttpResponse, status: int = 200) -> dict[str, Any]:
    """The answer of a call that is expected to succeed."""
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def approve(call: Call, dean: str, case: int) -> None:
    """The dean's consent and the vice-rector's."""
    done(call(dean).act(case, "approve"))
    told = done(call("hamid").act(case, "approve"))
    assert (told["state"], told["step"], told["waiting_for"]["office"]) == ("approved", "order", "registrar")


def two_approved(call: Call) -> list[int]:
    """Aziza's case, returned once and corrected, and Sardor's; both approved and beginning today."""
    today = clock.today()
    dates = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=200)).isoformat()}
    aziza = call("aziza")
    cases = [aziza.file(**dates), call("sardor").file(**dates)]
    done(call("botir").act(cases[0], "return", ground="paper_unreadable", grounds="Hujjat oʻqilmaydi"))
    done(aziza.attach(cases[0]), 201)
    done(aziza.act(cases[0], "revise"))
    approve(call, "botir", cases[0])
    approve(call, "jasur", cases[1])
    return cases


def compose(call: Call, cases: list[int]) -> dict[str, Any]:
    """One order for both, asked for twice under one key."""
    registrar, sent = call("dilnoza"), {"kind": "academic_leave", "movements": cases}
    assert call("botir").post("orders", **sent).status_code == 404
    order = done(registrar.post("orders", key="o1", **sent), 201)
    assert (order["state"], len(order["items"])) == ("draft", 2)
    assert done(registrar.post("orders", key="o1", **sent), 201) == order
    assert registrar.post("orders", **sent).status_code == 409
    told = done(call("aziza").get(f"movements/{cases[0]}"))
    assert told["state"] == "ordered"
    assert told["orders"] == [{"id": order["id"], "step": "order", "item_state": "waiting"}]
    return order


def sign(call: Call, order: int) -> dict[str, Any]:
    """Visas and the signature, which gives number and date."""
    registrar, rector = call("dilnoza"), call("erkin")
    rows = done(registrar.get(f"orders/{order}/preview"))["items"]
    assert all("status" in {line["field"] for line in row["difference"]} for row in rows)
    for login, act in (("dilnoza", "send"), ("farrux", "endorse"), ("gulnora", "endorse")):
        done(call(login).post(f"orders/{order}/acts", act=act))
    assert registrar.post(f"orders/{order}/acts", act="sign").status_code == 409
    signed = done(rector.post(f"orders/{order}/acts", key="s1", act="sign"))
    assert (signed["state"], signed["date"]) == ("signed", clock.today().isoformat())
    late = rector.post(f"orders/{order}/acts", act="sign")
    assert (late.status_code, late.json()["acted"]["by"]) == (409, "Olimov Erkin")
    assert done(rector.post(f"orders/{order}/acts", key="s1", act="sign")) == signed
    return signed


@pytest.mark.journey
def test_academic_leave_through_the_api_from_a_draft_to_the_record(call: Call, house: House, seal: None) -> None:
    cases = two_approved(call)
    order = compose(call, cases)["id"]
    signed = sign(call, order)
    do_all_jobs()
    in_force = done(call("dilnoza").get(f"orders/{order}"))
    assert (in_force["state"], in_force["progress"]["done"], in_force["progress"]["total"]) == ("in_force", 2, 2)
    paper = call("dilnoza").get(f"orders/{order}/document.pdf")
    assert (paper.status_code, next(iter(paper.streaming_content))[:5]) == (200, b"%PDF-")
    assert [done(call("dilnoza").get(f"movements/{case}"))["state"] for case in cases] == ["granted", "granted"]
    aziza, number = call("aziza"), house.students["aziza"].number
    standing = done(aziza.get(f"students/{number}/standing"))
    assert (standing["status"], standing["since"]) == ("on_leave", clock.today().isoformat())
    assert standing["order"] == {"number": signed["number"], "date": signed["date"]}
    before = aziza.get(f"students/{number}/standing", as_of=(clock.today() - timedelta(days=1)).isoformat())
    assert done(before)["status"] == "studying"
    assert aziza.get(f"students/{house.students['sardor'].number}/standing").status_code == 404
    kinds = {kind["kind"]: kind["open"] for kind in done(aziza.get("kinds"))["items"]}
    assert (kinds["academic_leave"], kinds["return_from_leave"]) == (False, True)
    assert verify_all() == []


def test_one_order_a_faculty_comes_as_a_list(call: Call) -> None:
    cases = two_approved(call)
    told = done(call("dilnoza").post("orders", kind="academic_leave", movements=cases, split="faculty"), 201)
    assert [len(order["items"]) for order in told["items"]] == [1, 1]


def test_a_struck_item_sends_its_case_back_to_the_office(call: Call) -> None:
    registrar, case = call("dilnoza"), two_approved(call)[0]
    order = done(registrar.post("orders", kind="academic_leave", movements=[case]), 201)
    item = order["items"][0]["id"]
    done(registrar.post(f"orders/{order['id']}/acts", act="strike", item=item, grounds="Ariza qayta koʻriladi"))
    told = done(call("aziza").get(f"movements/{case}"))
    assert (told["state"], told["step"]) == ("review", "office_check")
    assert told["orders"] == [{"id": order["id"], "step": "order", "item_state": "struck"}]
    assert done(registrar.act(case, "approve"))["orders"] == told["orders"]
