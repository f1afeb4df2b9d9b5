"""Papers about a case: every filed case has its receipt, and a clearance its sheet, in the applicant's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from journal import clock
from movements import actions
from movements.flow import kinds
from orders import sheets
from orders.sheet_models import Sheet
from tests.api.caller import Caller
from tests.clearances.leaving import ARRIVED, at_clearance, clear
from tests.journey import signed_in
from tests.people import House
from tests.screens.cases import filed
from tests.uploads import pdf
from tests.work import do_all_jobs


@pytest.fixture(autouse=True)
def _thursday() -> Iterator[None]:
    with clock.pretend(ARRIVED):
        yield


def facts(sheet: Sheet) -> dict[str, str]:
    return {fact["label"]: fact["says"] for fact in sheet.says["facts"]}


def test_the_receipt_says_what_was_filed_when_and_who_decides_until_when(house: House) -> None:
    movement = filed(house)
    sheet = Sheet.objects.get(kind="receipt_of_filing")
    assert (sheet.number, sheet.language, sheet.title) == (
        movement.number, "uz", "Ariza qabul qilinganligi haqida tilxat",
    )  # fmt: skip
    said = facts(sheet)
    assert said["Ish"] == movement.number
    assert said["Ariza"] == "Akademik taʼtil"
    assert said["Topshirildi"] == "16.07.2026 11:00"
    assert said["Keyingi qarorni qabul qiladi"].startswith("Dekan, ")
    assert said["Muddati"] == "20.07.2026"


def test_it_lists_the_papers_by_their_hash_and_names_no_confidential_one(house: House) -> None:
    filed(house)
    [table] = Sheet.objects.get(kind="receipt_of_filing").says["tables"]
    paper = house.aziza.movements.get().attachments.get()
    assert [[cell["says"] for cell in row] for row in table["rows"]] == [
        ["Maxfiy hujjat", f"{paper.sha256[:32]} {paper.sha256[32:]}"]
    ]


def test_it_speaks_the_applicants_language(house: House) -> None:
    house.aziza.language = "ru"
    house.aziza.save(update_fields=["language"])
    filed(house)
    sheet = Sheet.objects.get(kind="receipt_of_filing")
    assert (sheet.language, sheet.title) == ("ru", "Расписка о принятии заявления")


def test_a_filing_that_is_refused_leaves_no_receipt_and_a_correction_no_second(house: House) -> None:
    movement = filed(house)
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="return", ground="other", words="Sana.")
    actions.revise(actor=house.aziza, movement_id=movement.pk, stated=movement.stated)
    assert Sheet.objects.filter(kind="receipt_of_filing").count() == 1
    draft = actions.start_draft(
        actor=house.sardor, kind="academic_leave", student=house.students["sardor"], stated=movement.stated
    )
    with pytest.raises(Exception, match=""):
        actions.file(actor=house.sardor, movement_id=draft.pk)
    assert Sheet.objects.filter(kind="receipt_of_filing").count() == 1


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_names_a_clause_for_its_receipt(kind: str) -> None:
    assert kinds()[kind].first_step().clause_on(ARRIVED.date())


def test_it_is_linked_on_the_case_and_in_the_api_for_whoever_may_see_the_case(house: House) -> None:
    movement = filed(house)
    sheet = Sheet.objects.get(kind="receipt_of_filing")
    assert f"/sheets/{sheet.pk}" in signed_in("aziza").get(f"/cases/{movement.pk}/").content.decode()
    told = Caller.signed_in("botir").get(f"movements/{movement.pk}").json()["sheets"]
    assert [one["kind"] for one in told] == ["receipt_of_filing"]
    assert signed_in("sardor").get(f"/sheets/{sheet.pk}/").status_code == 404


def test_a_receipt_is_drawn_and_its_code_verified(house: House, seal: None) -> None:
    filed(house)
    do_all_jobs()
    sheet = Sheet.objects.get(kind="receipt_of_filing")
    drawn = sheets.file_of(Sheet.objects.select_related("drawn").get(pk=sheet.pk))
    assert drawn is not None
    assert drawn.size > 1000
    assert signed_in("aziza").get(f"/verify/{sheet.code}", follow=True).status_code == 200


def test_the_last_clearance_plans_the_sheet_with_who_and_when_of_every_office(house: House) -> None:
    movement = clear(house, at_clearance(house), "librarian", "dormitory")
    assert not Sheet.objects.filter(kind="clearance_sheet").exists()
    clear(house, movement, "accountant")
    sheet = Sheet.objects.get(kind="clearance_sheet")
    rows: list[Any] = [[cell["says"] for cell in row] for row in sheet.says["tables"][0]["rows"]]
    assert (sheet.title, sheet.number) == ("Aylanma varaqa", movement.number)
    assert rows == [
        ["Kutubxona", "Ismoilova Zuhra", "16.07.2026 11:00"],
        ["Talabalar turar joyi", "Sobirov Murod", "16.07.2026 11:00"],
        ["Buxgalter", "Saidova Gulnora", "16.07.2026 11:00"],
    ]


def test_a_case_filed_by_the_office_says_who_filed_it(house: House) -> None:
    movement = actions.start_draft_for(
        actor=house.botir, applicant=house.aziza, kind="transfer_out", student=house.students["aziza"],
        stated={
            "institution": "SamDU", "institution_kind": "private", "programme_there": "Kimyo", "reason": "other",
            "target_admission": "no", "leaves_on": "2026-08-31",
        },
    )  # fmt: skip
    for kind in ("application_scan", "request_letter"):
        actions.attach(actor=house.botir, movement_id=movement.pk, kind=kind, upload=pdf())
    actions.file(actor=house.botir, movement_id=movement.pk)
    assert facts(Sheet.objects.get(kind="receipt_of_filing"))["Arizachi nomidan topshirgan"] == "Karimov Botir"
