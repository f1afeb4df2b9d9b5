"""Every table that is only added to, and at least one row for each."""

from __future__ import annotations

from datetime import date

from journal.events import seal_day
from movements.models import CaseDifference, Decision, Letter, Movement, OfficeLimit
from orders.models import Document, Order, OrderExtract, OrderItem, Sheet, SheetFile, SheetVoid, Visa, VoidNumber
from orders.stocktaking_models import DifferenceAct, Stocktaking
from permissions.models import PersonMerge
from students.models import Curriculum
from tests.blanks.keeping import received
from tests.journal.conftest import NOW
from tests.people import House

ADDED_ONLY = {
    "journal_event": "act",
    "journal_eventpayload": "salt",
    "journal_dayrecord": "hash",
    "students_standing": "ground",
    "orders_visa": "grounds",
    "orders_document": "sha256",
    "orders_orderextract": "sha256",
    "orders_voidnumber": "reason",
    "movements_decision": "words",
    "movements_casedifference": "words",
    "permissions_personmerge": "reason",
    "movements_officelimit": "reason",
    "movements_letter": "sha256",
    "orders_sheet": "title",
    "orders_sheetfile": "sha256",
    "orders_sheetvoid": "why",
    "orders_blankbatch": "waybill",
    "orders_blank": "serial",
    "orders_blankentry": "words",
    "orders_differenceact": "words",
}


def fill(house: House, order: Order, movement: Movement) -> None:
    """At least one row in every table that is only added to."""
    Visa.objects.create(
        order=order, round=1, office="lawyer", by=house.farrux, basis="b", verdict="endorsed", act_sha256="0", at=NOW
    )
    Document.objects.create(order=order, file="a.pdf", sealed_by="x", size=1, created_at=NOW)
    VoidNumber.objects.create(register=order.register, year=2026, number=1, reason="torn", by=house.dilnoza, at=NOW)
    item = OrderItem.objects.create(
        order=order, position=1, student=house.students["aziza"], person=house.aziza, effective_on=date(2026, 9, 1)
    )
    OrderExtract.objects.create(item=item, code="e", file="b.pdf", sealed_by="x", size=1, created_at=NOW)
    Decision.objects.create(
        movement=movement, step="dean_consent", verdict="approve", by=house.botir, office="dean", at=NOW
    )
    Letter.objects.create(movement=movement, language="uz", file="l.pdf", sha256="0", size=1, made_at=NOW)
    sheet = Sheet.objects.create(
        kind="form", key="k", about="x:1", title="t", language="uz", says={}, code="s", planned_at=NOW
    )
    SheetFile.objects.create(sheet=sheet, file="s.pdf", sha256="0", size=1, sealed_by="x", made_at=NOW)
    SheetVoid.objects.create(sheet=sheet, why="w", at=NOW)
    OfficeLimit.objects.create(
        key="transfer.min_gpa",
        value="2.6",
        valid_from=date(2026, 12, 1),
        applied=True,
        confidence="law",
        source="s",
        reason="r",
        basis="b",
        added_by=house.dilnoza,
        office="registrar",
        added_at=NOW,
    )
    PersonMerge.objects.create(kept=house.aziza, absorbed=house.sardor, reason="x", by=house.dilnoza, at=NOW)
    curriculum = Curriculum.objects.create(
        name="Reja", programme=house.programmes["chemistry"], admitted_in=2025, form="11", marking_system="13"
    )
    CaseDifference.objects.create(
        movement=movement, step="office", version=1, act="reject", curriculum=curriculum, by=house.dilnoza, at=NOW
    )
    blanks_in_every_table(house)
    seal_day(date(2024, 1, 1))


def blanks_in_every_table(house: House) -> None:
    """One batch, and one explained difference."""
    received(house, "0000001", "0000001")
    said = {"number": 1, "year": 2026, "basis": "b", "members": []}
    count = Stocktaking.objects.create(**said, as_of=NOW.date(), upto=0, opened_by=house.dilnoza, opened_at=NOW)
    DifferenceAct.objects.create(
        stocktaking=count,
        series="AB",
        first=1,
        last=1,
        number="1",
        date=NOW.date(),
        words="w",
        by=house.dilnoza,
        at=NOW,
    )
