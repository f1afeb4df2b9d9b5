"""Forms of the office: what was said is a row, its paper is drawn once, and only who may see the thing opens it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from django.utils import translation

from journal.models import Job
from journal.refusals import NotFound
from movements.models import Movement
from orders import sheets
from orders.models import Sheet, SheetFile
from orders.sheets import Form, Hand, Table
from orders.signing import institutional_signer, verify
from orders.verification import public_record
from tests.api.caller import Caller
from tests.journey import signed_in
from tests.orders.reading import bare, pdf_a_faults, text_of
from tests.people import House
from tests.screens.cases import filed
from tests.work import do_all_jobs

SAYS = Form(
    to="Karimova Aziza",
    opening=["Ariza qabul qilindi."],
    facts=[("Ish raqami", "2026-000001")],
    tables=[
        Table(head=["Hujjat", "Bet"], rows=[["Xulosa & ilova", "3"]], foot=["Jami", "3"], numbers=[1], caption="Ilova")
    ],
    closing=["Javob oʻz vaqtida beriladi."],
    hands=[Hand("Registrator", "D. Yusupova")],
)


@pytest.fixture(autouse=True)
def _a_winter_morning(at: Callable[[str], None], sealing: Path) -> Iterator[None]:
    at("2026-12-01T09:00")
    with translation.override("en"):
        yield


def planned(movement: Movement, key: str = "") -> Sheet:
    return sheets.plan(
        kind="test_form",
        about=f"movement:{movement.pk}",
        key=key or f"case:{movement.pk}",
        number=movement.number,
        title="Ariza qabul qilingani haqida tilxat",
        says=SAYS,
    )


def test_a_sheet_says_everything_it_was_given(house: House) -> None:
    sheet = planned(filed(house))
    do_all_jobs()
    content = Path(SheetFile.objects.get(sheet=sheet).file.path).read_bytes()
    text = text_of(content)
    for words in (
        sheet.title.upper(), f"№ {sheet.number}", "01.12.2026", "Karimova Aziza", "Ariza qabul qilindi.", "Ish raqami",
        "Xulosa & ilova", "Jami", "Javob oʻz vaqtida beriladi.", "D. Yusupova", "Toshkent", sheet.code,
        "M.Oʻ.",
    ):  # fmt: skip
        assert bare(words) in text or bare(words).upper() in text, words
    with pikepdf.open(SheetFile.objects.get(sheet=sheet).file.path) as opened:
        assert pdf_a_faults(opened) == []


def test_a_sheet_is_sealed_and_its_row_names_the_bytes(house: House) -> None:
    sheet = planned(filed(house))
    do_all_jobs()
    drawn = SheetFile.objects.get(sheet=sheet)
    content = Path(drawn.file.path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == drawn.sha256
    assert verify(content).is_from(institutional_signer().describe())


def test_the_same_sheet_gives_the_same_bytes_whenever_it_is_drawn(house: House, at: Callable[[str], None]) -> None:
    sheet = planned(filed(house))
    before = sheets.unsealed_pdf(sheet)
    at("2026-12-05T09:00")
    assert sheets.unsealed_pdf(sheet) == before


def test_planned_twice_it_is_one_sheet_and_drawn_once(house: House) -> None:
    movement = filed(house)
    first = planned(movement)
    assert planned(movement).pk == first.pk
    do_all_jobs()
    sheets.draw(Job.objects.get(kind="orders.sheet", args__sheet=first.pk))
    assert SheetFile.objects.filter(sheet__kind="test_form").count() == 1


def test_whoever_may_see_the_case_opens_its_sheet_and_nobody_else(house: House) -> None:
    sheet = planned(filed(house))
    assert signed_in("aziza").get(f"/sheets/{sheet.pk}.pdf").status_code == 202
    do_all_jobs()
    for person in ("aziza", "botir", "dilnoza"):
        answer = signed_in(person).get(f"/sheets/{sheet.pk}.pdf")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert Caller.signed_in(person).get(f"sheets/{sheet.pk}").status_code == 200
    for person in ("sardor", "jasur", "kamola"):
        assert signed_in(person).get(f"/sheets/{sheet.pk}.pdf").status_code == 404
        assert Caller.signed_in(person).get(f"sheets/{sheet.pk}").status_code == 404


def test_a_sheet_about_a_thing_nobody_guards_is_opened_by_nobody(house: House) -> None:
    sheet = sheets.plan(kind="test_form", about="nothing:1", key="x", title="t", says=Form())
    with pytest.raises(NotFound):
        sheets.get_sheet_for(house.dilnoza, sheet.pk)


def test_the_page_and_the_call_of_a_case_show_its_sheets(house: House) -> None:
    movement = filed(house)
    sheet = planned(movement)
    assert f"/sheets/{sheet.pk}.pdf" in signed_in("aziza").get(f"/cases/{movement.pk}/").content.decode()
    told = Caller.signed_in("aziza").get(f"movements/{movement.pk}").json()["sheets"]
    assert [(one["id"], one["sha256"], one["void"]) for one in told if one["kind"] == "test_form"] == [
        (sheet.pk, None, False)
    ]


def test_the_public_page_knows_a_sheet_and_says_when_it_no_longer_holds(house: House) -> None:
    sheet = planned(filed(house))
    do_all_jobs()
    record = public_record(sheet.code.lower())
    assert (record["paper"], record["title"], record["holds"]) == ("sheet", sheet.title, True)
    assert record["sha256"] == SheetFile.objects.get(sheet=sheet).sha256
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(f"/verify/{sheet.code}").content.decode()
    assert "Bu hujjat haqiqiymi?" in page
    assert "Karimova" not in page
    sheets.void(kind=sheet.kind, key=sheet.key, why="The payment was taken back.")
    sheets.void(kind=sheet.kind, key=sheet.key, why="again")
    record = public_record(sheet.code)
    assert (record["holds"], record["why"]) == (False, "The payment was taken back.")
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(f"/verify/{sheet.code}").content.decode()
    assert "ammo endi kuchda emas" in page
    assert "The payment was taken back." in page


def test_a_room_is_guarded_once(house: House) -> None:
    with pytest.raises(ValueError, match="two guards"):
        sheets.guarded_by("movement", lambda person, ident: True)
