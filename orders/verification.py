"""What anybody may know who holds the code of an order or an extract: number, date, state and file. No person."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from journal.refusals import NotFound
from orders.access import PUBLIC
from orders.item_models import OrderExtract
from orders.models import Document, ItemState, Order, OrderState
from orders.verification_code import normal_code
from permissions.models import Institute


class PublicRecord(TypedDict):
    """The public page of an order or of an extract. ``sha256`` is the sealed PDF's; empty while it is being made.

    ``point`` is the point the extract repeats; None on the page of the order itself.
    """

    institute: str
    title: str
    number: str
    date: date | None
    state: str
    state_label: str
    holds: bool
    sha256: str
    point: int | None


def public_record(code: str) -> PublicRecord:
    """What the code of a paper leads to. Raises NotFound for no such code and for an order not yet signed alike."""
    code = normal_code(code)
    order = Order.objects.filter(code=code, state__in=PUBLIC).first()
    if order is not None:
        document = Document.objects.filter(order=order).first()
        return _record(order, sha256=document.sha256 if document else "")
    extract = OrderExtract.objects.select_related("item__order").filter(code=code).first()
    if extract is None:
        raise NotFound("")
    record = _record(extract.item.order, sha256=extract.sha256)
    holds = record["holds"] and extract.item.state == ItemState.APPLIED
    return {**record, "holds": holds, "point": extract.item.position}


def _record(order: Order, *, sha256: str) -> PublicRecord:
    return {
        "institute": Institute.objects.select_related("unit").get().unit.name,
        "title": order.title,
        "number": order.number,
        "date": order.date,
        "state": str(order.state),
        "state_label": str(OrderState(order.state).label),
        "holds": order.state in (OrderState.IN_FORCE, OrderState.AMENDED),
        "sha256": sha256,
        "point": None,
    }
