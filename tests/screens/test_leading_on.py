"""Pages lead on: to the next case, to what opens when, to where a thing comes from; and they say nothing too early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journal import clock, notices
from journal.refusals import Invalid
from movements import actions
from movements.impact import impact_of
from movements.models import Movement
from orders import actions as orders
from students.models import Group
from students.study_importing import import_files
from tests.api.caller import Caller
from tests.flows.walking.plans import PLANS
from tests.journey import press, signed_in
from tests.movements import differing
from tests.people import House, enrol
from tests.screens.cases import composed, filed
from tests.screens.test_pages import opened
from tests.sittings.board import applied, called, open_commission, prepared
from tests.students import studies
from tests.uploads import pdf
from tests.work import do_all_jobs


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_after_a_decision_the_page_offers_the_next_case_of_the_same_inbox(house: House) -> None:
    enrol(house, "malika", "Nurova", "Malika", "chemistry", "337251100078")
    first, second = filed(house), filed(house, "malika")
    botir = signed_in("botir")
    shown = text(botir.post(f"/cases/{second.pk}/", {"act": "approve"}, follow=True))
    assert f"Navbatdagi ishingiz: Akademik taʼtil, {house.aziza.full_name}" in shown
    shown = text(botir.post(f"/cases/{first.pk}/", {"act": "approve"}, follow=True))
    assert "Sizni boshqa ish kutmayapti." in shown
    assert "Navbatdagi" not in text(botir.get(f"/cases/{first.pk}/"))


def test_who_has_acted_has_read_what_was_told_of_the_case_before_and_nobody_else_has(house: House) -> None:
    movement = filed(house)
    do_all_jobs()
    assert notices.unread(house.botir.pk) == 1
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    do_all_jobs()
    assert (notices.unread(house.botir.pk), notices.unread(house.hamid.pk)) == (0, 1)


def test_the_notices_of_another_case_stay_unread(house: House) -> None:
    enrol(house, "malika", "Nurova", "Malika", "chemistry", "337251100078")
    movement, _other = filed(house), filed(house, "malika")
    do_all_jobs()
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    do_all_jobs()
    assert notices.unread(house.botir.pk) == 1


def signed(house: House) -> Any:
    order = composed(house)
    orders.send(actor=house.dilnoza, order_id=order.pk)
    for person in (house.farrux, house.gulnora):
        orders.endorse(actor=person, order_id=order.pk)
    return order


def test_after_the_signature_the_students_list_says_from_which_day_the_order_works(house: House) -> None:
    order = signed(house)
    assert "buyruqda" in text(signed_in("aziza").get("/")).lower()
    orders.sign(actor=house.erkin, order_id=order.pk)
    day = clock.today().strftime("%d.%m.%Y")
    for address in ("/", f"/cases/{house.aziza.movements.get().pk}/"):
        assert f"Imzolangan, {day} dan amal qiladi" in text(signed_in("aziza").get(address)), address


def test_a_signed_order_without_its_pdf_answers_with_a_sentence_and_no_page_of_another_kind(house: House) -> None:
    order = signed(house)
    assert signed_in("dilnoza").get(f"/orders/{order.pk}/document.pdf").status_code == 200  # the draft, as a page
    orders.sign(actor=house.erkin, order_id=order.pk)
    answer = signed_in("dilnoza").get(f"/orders/{order.pk}/document.pdf")
    assert answer.status_code == 409
    assert "PDF fayli tayyorlanib" in text(answer)
    called_answer = Caller.signed_in("dilnoza").get(f"orders/{order.pk}/document.pdf")
    assert (called_answer.status_code, "PDF" in called_answer.json()["detail"]) == (409, True)
    assert signed_in("sardor").get(f"/orders/{order.pk}/document.pdf").status_code == 404


@pytest.mark.parametrize(
    ("day", "begins"), [("2026-07-14", False), ("2026-07-15", True), ("2026-08-05", True), ("2026-08-06", False)]
)
def test_578_2025_window_a_transfer_is_offered_only_in_its_days(house: House, day: str, begins: bool) -> None:
    with clock.pretend(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=clock.zone)):
        shown = text(signed_in("aziza").get("/"))
    assert ('action="/apply/transfer_out/"' in shown) is begins
    assert 'action="/apply/academic_leave/"' in shown
    if day == "2026-07-14":
        assert "15.07.2026 dan boshlash mumkin." in shown


@pytest.mark.parametrize(("day", "begins"), [("2026-07-14", False), ("2026-07-15", True)])
def test_578_2025_window_nor_is_it_to_who_comes_from_elsewhere(house: House, day: str, begins: bool) -> None:
    with clock.pretend(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=clock.zone)):
        shown = text(Client().get("/apply/"))
    assert ('href="/apply/transfer_in/who/"' in shown) is begins
    assert ("15.07.2026 dan boshlash mumkin." in shown) is not begins


@pytest.mark.parametrize(("language", "title"), [
    ("uz", "Koʻchirish: eng kam GPA"),
    ("ru", "Перевод: наименьший GPA"),
    ("en", "Transfer: lowest grade point average"),
])  # fmt: skip
def test_the_numbers_of_the_law_have_titles_in_three_languages(house: House, language: str, title: str) -> None:
    client = signed_in("dilnoza")
    for address in ("/limits/?q=min_gpa", "/limits/transfer.min_gpa/"):
        assert title in opened(client, address, language), address


def test_the_numbers_are_reached_from_the_desk_of_who_may_add_one_and_of_nobody_else(house: House) -> None:
    assert 'href="/limits/"' in text(signed_in("dilnoza").get("/"))
    assert 'href="/limits/"' not in text(signed_in("botir").get("/"))


def test_a_list_that_was_looked_at_and_not_imported_is_linked_where_one_uploads(house: House) -> None:
    rows = studies.csv_of(studies.curriculum_rows())
    dilnoza = signed_in("dilnoza")
    costs = []
    for number in range(3):
        press(dilnoza, "/curricula/", kind="curricula", file=SimpleUploadedFile(f"reja{number}.csv", rows))
        with CaptureQueriesContext(connection) as asked:
            shown = text(dilnoza.get("/curricula/"))
        costs.append(len(asked))
    assert "hali import qilinmagan" in shown
    assert "reja2.csv" in shown
    assert costs == [costs[0]] * 3


def test_a_draft_says_nothing_of_its_consequences_before_a_programme_is_named(house: House) -> None:
    student = house.students["aziza"]
    draft = actions.start_draft(actor=house.aziza, kind="transfer_inside", student=student, stated={})
    aziza = signed_in("aziza")
    assert 'id="impact-title"' not in text(aziza.get(f"/cases/{draft.pk}/"))
    actions.save_draft(actor=house.aziza, movement_id=draft.pk, stated={"programme": "60710100"})
    assert 'id="impact-title"' in text(aziza.get(f"/cases/{draft.pk}/"))


def test_a_change_of_group_without_another_group_says_so(house: House) -> None:
    student = house.students["aziza"]
    draft = actions.start_draft(actor=house.aziza, kind="change_of_group", student=student, stated={})
    aziza = signed_in("aziza")
    assert "boshqa guruh yoʻq" in text(aziza.get(f"/cases/{draft.pk}/"))
    own = student.group
    Group.objects.create(
        name="25-11", programme=own.programme, course=own.course, semester=own.semester, curriculum=own.curriculum
    )
    assert "boshqa guruh yoʻq" not in text(aziza.get(f"/cases/{draft.pk}/"))


def test_the_page_of_a_sitting_says_when_attendance_and_votes_open(house: House) -> None:
    open_commission(house)
    draft = prepared(house, applied(house))
    kotib = signed_in("kotib")
    assert "aʼzolar chaqirilgach" in text(kotib.get(f"/sittings/{draft.pk}/"))
    sitting = called(house, applied(house, "kutuvchi"))
    day = sitting.meets_at.astimezone(clock.zone)
    shown = text(kotib.get(f"/sittings/{sitting.pk}/"))
    if day.date() > clock.today():
        assert f"{day:%d.%m.%Y} dan qayd etish mumkin" in shown
    with clock.pretend(day):
        assert "raislik qiluvchi qayd etilgach" in text(kotib.get(f"/sittings/{sitting.pk}/"))


@pytest.fixture
def at_placement(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Movement]:
    """Aziza asks for the third semester of food technology; the office must name her place."""
    differing.with_numbers(monkeypatch, difference__most_credits=4)
    plan = PLANS["transfer_inside"]
    with clock.pretend(datetime(2026, 7, 20, 10, tzinfo=clock.zone)):
        differing.with_lists(house, passed=[])
        movement = actions.start_draft(
            actor=house.aziza, kind="transfer_inside", student=house.students["aziza"], stated=plan.stated
        )
        for paper in plan.papers:
            actions.attach(actor=house.aziza, movement_id=movement.pk, kind=paper, upload=pdf())
        actions.file(actor=house.aziza, movement_id=movement.pk, insist=True, grounds="Sinov uchun.")
        if Movement.objects.get(pk=movement.pk).step == "office_check":
            actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve")
        yield actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")


def test_the_place_begins_with_the_proposal_and_for_the_rest_with_what_is_asked_for(at_placement: Movement) -> None:
    assert at_placement.step == "placement"
    form = signed_in("dilnoza").get(f"/cases/{at_placement.pk}/").context["decision"]["added"]
    proposed = impact_of(at_placement).result
    begins = {name: form[name].value() for name in ("course", "semester", "form", "payment", "curriculum", "group")}
    assert begins == {
        "course": proposed["course"], "semester": proposed["semester"], "form": "11", "payment": "12",
        "curriculum": proposed["curriculum"], "group": None,
    }  # fmt: skip


def test_another_place_than_proposed_needs_a_reason(house: House, at_placement: Movement) -> None:
    proposed = impact_of(at_placement).result
    place = {"group": "25-10", "course": "2", "semester": "3", "form": "11", "language": "11", "payment": "12"}
    named = {**place, "curriculum": "25-60720100"}
    assert (proposed["course"], proposed["semester"]) != (2, 3)
    with pytest.raises(Invalid) as refused:
        actions.decide(actor=house.dilnoza, movement_id=at_placement.pk, verdict="approve", added=named)
    assert list(refused.value.fields) == ["deviation"]
    said = {**named, "deviation": "Boshqa guruh yoʻq, farq shaxsiy rejada toʻldiriladi."}
    movement = actions.decide(actor=house.dilnoza, movement_id=at_placement.pk, verdict="approve", added=said)
    assert movement.step == "receiving_dean"
    assert movement.decided["placement"]["deviation"] == said["deviation"]


def test_where_no_marks_are_known_the_page_says_how_they_come_in(house: House, at_placement: Movement) -> None:
    shown = text(signed_in("dilnoza").get(f"/cases/{at_placement.pk}/"))
    assert "Baholar natijalar roʻyxati bilan kiritiladi." in shown
    assert 'href="/curricula/">Natijalar roʻyxatini yuklash' in shown
    assert "Natijalar roʻyxatini yuklash" not in text(signed_in("botir").get(f"/cases/{at_placement.pk}/"))
    own = [studies.hemis_result(1, differing.PASSED[0], house.students["aziza"].number)]
    import_files(actor=None, kind="results", files=[("natija.json", studies.packed(own))])
    assert "Baholar natijalar" not in text(signed_in("dilnoza").get(f"/cases/{at_placement.pk}/"))
