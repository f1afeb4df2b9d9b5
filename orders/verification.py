"""What anybody may know of an order who holds its code: that it exists, its number, date, state and file. No person."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from journal.refusals import NotFound
from orders.access import PUBLIC
from orders.models import Document, Order, OrderState
from orders.verification_code import normal_code
from permissions.models import Institute


class PublicRecord(TypedDict):
    """The public page of an order. ``sha256`` is that of the sealed PDF; empty while it is being made."""

    institute: str
    title: str
    number: str
    date: date | None
    state: str
    state_label: str
    holds: bool
    sha256: str


def public_record(code: str) -> PublicRecord:
    """What the code of the paper leads to. Raises NotFound for no such code and for an order not yet signed alike."""
    order = Order.objects.filter(code=normal_code(code), state__in=PUBLIC).first()
    if order is None:
        raise NotFound("")
    document = Document.objects.filter(order=order).first()
    return {
        "institute": Institute.objects.select_related("unit").get().unit.name,
        "title": order.title,
        "number": order.number,
        "date": order.date,
        "state": str(order.state),
        "state_label": str(OrderState(order.state).label),
        "holds": order.state in (OrderState.IN_FORCE, OrderState.AMENDED),
        "sha256": document.sha256 if document else "",
    }
