"""Retakes as people meet them: the pages from the application to the schedule, and the same by the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from movements.models import CaseSubject, Movement, SubjectGroup
from orders import hemis_list, sheets
from orders.hemis_roster import compare
from orders.models import HemisEntry
from tests.api.caller import Caller
from tests.journey import apply_for, carry_into_force, decide, order_of, press, signed_in
from tests.movements.changing_group import at
from tests.people import House
from tests.retakes import owing

pytestmark = pytest.mark.journey
DAYS = {"starts_on": "2026-12-07", "ends_on": "2027-01-22", "teacher": "dots. M. Rasulov", "hours": "60"}


@pytest.fixture
def office(house: House) -> Iterator[House]:
    """On the day on which Aziza applies; she owes subjects and their price is known."""
    owing.indebted(house)
    owing.priced(house)
    with at(owing.FILED):
        yield house


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_from_the_debts_to_the_personal_schedule(office: House, seal: None) -> None:
    aziza, dilnoza = signed_in("aziza"), signed_in("dilnoza")
    movement = apply_for(aziza, "retake", {**owing.STATED, "explanation": ""}, {})
    assert movement.stated["subjects"] == [owing.MATHS, owing.PHYSICS]
    page = text_of(aziza, f"/cases/{movement.pk}/")
    assert "Oliy matematika 1 (OM1103) · 1-semestr · 6 kredit · 1" in page
    decide(signed_in("botir"), movement, "approve")
    owing.pay(office, movement, on=owing.FILED)

    assert "Oliy matematika 1" in text_of(dilnoza, "/subject-groups/")
    for subject in ("om1103", "fz1104"):
        form = f"/subject-groups/new/?subject={subject}"
        address = press(dilnoza, form, subject=subject, cases=[str(movement.pk)], **DAYS)
        assert dilnoza.post(address, {"act": "form"}).status_code == 422
        press(dilnoza, address, act="form", grounds="Yakka tartibda oʻqitiladi")
    assert "dots. M. Rasulov" in text_of(aziza, f"/cases/{movement.pk}/")
    decide(dilnoza, movement, "approve")
    order = order_of(dilnoza, movement)
    carry_into_force(order, dilnoza, (signed_in("farrux"), signed_in("gulnora")), signed_in("erkin"))
    movement.refresh_from_db()
    assert movement.state == "granted"

    page = text_of(aziza, f"/cases/{movement.pk}/")
    [sheet] = [one for one in sheets.about(f"movement:{movement.pk}") if one.kind == "personal_schedule"]
    assert f"/sheets/{sheet.pk}" in page
    number = office.students["aziza"].number
    for reader in (aziza, dilnoza, signed_in("botir")):
        standing = text_of(reader, f"/students/{number}/")
        assert "Qayta oʻqilayotgan fanlar" in standing and "sanadagi 1-T-sonli buyruq" in standing
    assert "Qayta oʻqilayotgan fanlar" not in text_of(dilnoza, f"/students/{office.students['sardor'].number}/")


@pytest.mark.parametrize("login", ["aziza", "botir", "hamid", "gulnora", "erkin"])
def test_for_everybody_but_the_registrar_there_is_no_such_page(office: House, login: str) -> None:
    movement = owing.waiting(office, subjects=[owing.MATHS])
    with at(owing.GROUPED):
        group = owing.group_of(office, "om1103", movement, formed=False)
        client, caller = signed_in(login), Caller.signed_in(login)
        for address in ("/subject-groups/", f"/subject-groups/{group.pk}/", "/subject-groups/new/?subject=om1103"):
            assert client.get(address).status_code == 404, address
        assert client.post(f"/subject-groups/{group.pk}/", {"act": "form", "grounds": "x"}).status_code == 404
        for call in ("subject-groups", "subject-groups/subjects", f"subject-groups/{group.pk}"):
            assert caller.get(call).status_code == 404, call
        assert caller.post(f"subject-groups/{group.pk}/acts", act="form", grounds="x").status_code == 404


def test_empty_lists_say_what_to_do(office: House) -> None:
    page = text_of(signed_in("dilnoza"), "/subject-groups/")
    assert "Qayta oʻqish toʻlovi amalga oshirilgach, talaba shu yerda koʻrinadi." in page
    assert "Birinchisini yuqorida kutayotgan talabalardan tuzing." in page


def test_a_group_by_the_api(office: House) -> None:
    movement = owing.waiting(office, subjects=[owing.MATHS])
    with at(owing.GROUPED):
        caller = Caller.signed_in("dilnoza")
        [subject] = caller.get("subject-groups/subjects").json()["items"]
        assert (subject["subject"], subject["count"]) == ("om1103", 1)
        sent = {"starts_on": "2026-12-07", "ends_on": "2027-01-22", "teacher": "M. Rasulov", "hours": 60}
        made = caller.post("subject-groups", subject="om1103", movements=[movement.pk], **sent)
        assert made.status_code == 201, made.content
        group = made.json()
        assert [one["movement"] for one in group["members"]] == [movement.pk]
        acts = f"subject-groups/{group['id']}/acts"
        assert caller.post(acts, act="form").status_code == 422
        out = caller.post(acts, act="take_out", movement=movement.pk, grounds="Xato").json()
        assert (out["members"], [one["movement"] for one in out["waiting"]]) == ([], [movement.pk])
        assert caller.post(acts, act="put_in", movements=[movement.pk]).json()["waiting"] == []
        changed = caller.post(acts, act="change", days={**sent, "hours": 30})
        assert changed.json()["hours"] == 30
        assert caller.post(acts, act="change").status_code == 422
        formed = caller.post(acts, act="form", grounds="Yakka tartibda")
        assert (formed.json()["state"], formed.json()["least"]) == ("formed", 5)
        assert caller.post(acts, act="form", grounds="Yakka tartibda").status_code == 409
        assert [one["id"] for one in caller.get("subject-groups").json()["items"]] == [group["id"]]
        gone = caller.post(acts, act="disband", grounds="Oʻqituvchi yoʻq")
        assert gone.json()["state"] == "disbanded"
        assert caller.get("subject-groups").json()["items"] == []
    assert SubjectGroup.objects.get().state == "disbanded"


def test_the_application_by_the_api_states_a_list(office: House) -> None:
    caller = Caller.signed_in("aziza")
    [kind] = [one for one in caller.get("kinds").json()["items"] if one["kind"] == "retake"]
    assert kind["form"]["properties"]["subjects"]["type"] == "array"
    answer = caller.post("movements", kind="retake", stated=owing.STATED)
    assert answer.status_code == 201, answer.content
    assert Movement.objects.get(pk=answer.json()["id"]).stated["subjects"] == owing.STATED["subjects"]
    for wrong in ("1:OM1103", [1], [["1:OM1103"]], ["x" * 65], ["1:OM1103"] * 61):
        refused = Caller.signed_in("aziza").post("kinds/retake/rehearse", stated={**owing.STATED, "subjects": wrong})
        assert refused.status_code == 422, wrong


def test_the_roster_does_not_prove_a_permission_and_the_office_ticks_it_off(office: House, seal: None) -> None:
    movement = owing.in_force(office, owing.grouped(office))
    [entry] = HemisEntry.objects.select_related("item")
    assert hemis_list.decree_of(hemis_list.found(HemisEntry.objects.all(), show="all", text="").get())[0] == "19"
    assert compare([]) == {}
    assert entry.state == "open" and movement.state == "granted"


def test_a_case_of_a_subject_nobody_else_wants_is_studied_individually(office: House) -> None:
    movement = owing.waiting(office, subjects=[owing.PHYSICS])
    with at(owing.GROUPED):
        group = owing.group_of(office, "fz1104", movement)
    assert (group.grounds, group.least) == ("Yakka tartibda", 5)
    assert CaseSubject.objects.get(group=group).movement == movement
    assert group.starts_on == date(2026, 12, 7)
