"""What anybody may know who holds the code of an order, extract or form: number, date, state, file. No person."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from journal import clock
from journal.refusals import NotFound
from orders.access import PUBLIC
from orders.item_models import OrderExtract
from orders.models import Document, ItemState, Order, OrderState, Sheet, SheetFile, SheetVoid
from orders.verification_code import normal_code
from permissions.models import Institute


class PublicRecord(TypedDict):
    """The public page of an order, an extract or a form of the office.

    ``sha256`` is the sealed PDF's; empty while it is being made.

    ``paper`` is order, extract or sheet (a form of the office). ``point`` is the point an extract repeats, else None;
    ``why`` says of a sheet why it no longer holds.
    """

    paper: str

    institute: str
    title: str
    number: str
    date: date | None
    state: str
    state_label: str
    holds: bool
    sha256: str
    point: int | None
    why: str


def public_record(code: str) -> PublicRecord:
    """What the code of a paper leads to. Raises NotFound for no such code and for an order not yet signed alike."""
    code = normal_code(code)
    order = Order.objects.filter(code=code, state__in=PUBLIC).first()
    if order is not None:
        document = Document.objects.filter(order=order).first()
        return _record(order, sha256=document.sha256 if document else "")
    extract = OrderExtract.objects.select_related("item__order").filter(code=code).first()
    if extract is None:
        return _of_sheet(code)
    record = _record(extract.item.order, sha256=extract.sha256)
    holds = record["holds"] and extract.item.state == ItemState.APPLIED
    return {**record, "paper": "extract", "holds": holds, "point": extract.item.position}


def _record(order: Order, *, sha256: str) -> PublicRecord:
    return {
        "paper": "order",
        "institute": Institute.objects.select_related("unit").get().unit.name,
        "title": order.title,
        "number": order.number,
        "date": order.date,
        "state": str(order.state),
        "state_label": str(OrderState(order.state).label),
        "holds": order.state in (OrderState.IN_FORCE, OrderState.AMENDED),
        "sha256": sha256,
        "point": None,
        "why": "",
    }


def _of_sheet(code: str) -> PublicRecord:
    """A form of the office: genuine since it was written, and it holds until the office has said otherwise."""
    sheet = Sheet.objects.select_related("drawn", "void").filter(code=code).first()
    if sheet is None:
        raise NotFound("")
    void: SheetVoid | None = getattr(sheet, "void", None)
    drawn: SheetFile | None = getattr(sheet, "drawn", None)
    return {
        "paper": "sheet",
        "institute": Institute.objects.select_related("unit").get().unit.name,
        "title": sheet.title,
        "number": sheet.number,
        "date": sheet.planned_at.astimezone(clock.zone).date(),
        "state": "void" if void else "in_force",
        "state_label": "",
        "holds": void is None,
        "sha256": drawn.sha256 if drawn else "",
        "point": None,
        "why": void.why if void else "",
    }
