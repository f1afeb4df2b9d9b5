"""The calls of the API that speak of an order alone: the same queries and the same actions as the screens.

Orders are composed from movements by ``POST /orders``, which is the movements' call. Refusals, sign-in and repeated
requests are seen to by the site's API.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from journal.asked import Asked
from journal.reading import LONGEST, Cursor, Day, Key, Sent
from journal.refusals import Invalid
from orders import access, actions, context, preview, queries
from orders.actions import UNSIGNED
from orders.models import ItemState, Order, OrderState, Visa
from orders.papers import paper_for
from permissions.middleware import signed_in
from permissions.models import Person

router = Router(tags=["orders"])

ActName = Literal["send", "endorse", "decline", "strike", "sign", "register", "discard", "retry"]


class ItemOut(Schema):
    """One point of the order."""

    id: int
    position: int
    student: str | None = Field(description="HEMIS student number")
    person: str
    effect: str
    effective_on: date
    sentence: str
    state: str
    error: str
    struck_grounds: str


class VisaOut(Schema):
    """One visa, given or declined."""

    office: str
    by: str
    verdict: str
    grounds: str
    round: int
    at: datetime


class ProgressOut(Schema):
    """How many items have changed the record; ``next_on`` is the day the next waiting one waits for."""

    done: int
    failed: int
    total: int
    next_on: date | None


class BriefOut(Schema):
    """An order in a list."""

    id: int
    kind: str
    title: str
    unit: str
    state: str
    number: str | None
    date: date | None
    composed_at: datetime


class OrderOut(BriefOut):
    """An order with everything the caller may see of it."""

    register_code: str
    signs: str
    visas_required: list[str]
    visas: list[VisaOut]
    missing_visas: list[str]
    round: int
    act_sha256: str
    signed_at: datetime | None
    signed_by: str | None
    registered_at: datetime | None
    recorded_at: datetime | None
    document_sha256: str | None
    verify_url: str
    items: list[ItemOut]
    progress: ProgressOut
    may: list[str] = Field(description="the acts the caller may do now")


class PageOut(Schema):
    """One page of orders; ``next`` is the cursor of the page after it."""

    items: list[BriefOut]
    next: int | None


class ActIn(Sent):
    """An act on the order.

    ``grounds`` belong to decline, strike and discard, ``item`` to strike, ``number`` and ``on`` to register.
    """

    act: ActName
    grounds: str = Field("", max_length=LONGEST)
    item: Key | None = None
    number: str = ""
    on: Day | None = None


class OrderFilter(Schema):
    """What a list may be narrowed by."""

    state: OrderState | None = None
    kind: str = ""
    after: Cursor | None = None


def _brief(order: Order) -> dict[str, Any]:
    return {
        "id": order.pk,
        "kind": order.kind,
        "title": order.title,
        "unit": order.unit.name,
        "state": str(order.state),
        "number": order.number or None,
        "date": order.date,
        "composed_at": order.composed_at,
    }


visas_of: Asked[Visa] = Asked(
    lambda order_id: Visa.objects.select_related("by").filter(order_id=order_id).order_by("id")
)


def order_json(actor: Person, order: Order) -> dict[str, Any]:
    """The order as the API tells it to this person, who may see it."""
    document = None if order.state in UNSIGNED else getattr(order, "document", None)
    visas, items = list(visas_of(order_id=order.pk)), list(access.items_seen_by(actor, order))
    missing = queries.missing_beside(visas, order) if order.act_sha256 else order.visas_required
    whole = order.seen_whole_by == actor.pk
    if whole:
        order.stands_in = (
            actor.pk,
            any(item.person_id == actor.pk and item.state != ItemState.STRUCK for item in items),
        )
    return {
        **_brief(order),
        "register_code": order.register.code,
        "signs": order.signs,
        "visas_required": order.visas_required,
        "visas": [_visa(visa) for visa in visas],
        "missing_visas": missing,
        "round": order.round,
        "act_sha256": order.act_sha256,
        "signed_at": order.signed_at,
        "signed_by": order.signed_by.full_name if order.signed_by else None,
        "registered_at": order.registered_at,
        "recorded_at": order.recorded_at,
        "document_sha256": document.sha256 if document else None,
        "verify_url": context.verify_url(order),
        "items": [_item(item) for item in items],
        "progress": queries.progress_of(items) if whole else queries.progress(order),
        "may": queries.may(actor, order, missing),
    }


def _visa(visa: Any) -> dict[str, Any]:
    return {
        **{name: getattr(visa, name) for name in ("office", "verdict", "grounds", "round", "at")},
        "by": visa.by.full_name,
    }


def _item(item: Any) -> dict[str, Any]:
    names = ("position", "effect", "effective_on", "sentence", "state", "error", "struck_grounds")
    return {
        "id": item.pk,
        "student": item.student.number if item.student else None,
        "person": item.person.full_name,
        **{name: getattr(item, name) for name in names},
    }


@router.get("", response=PageOut, summary="Orders I may see, newest first")
def list_orders(request: HttpRequest, given: Query[OrderFilter]) -> dict[str, Any]:
    """One page; pass ``next`` as ``after`` for the page that follows."""
    page, cursor = queries.orders_for(signed_in(request), state=given.state or "", kind=given.kind, after=given.after)
    return {"items": [_brief(order) for order in page], "next": cursor}


@router.get("/{int:order_id}", response=OrderOut, summary="One order with its items")
def get_order(request: HttpRequest, order_id: int) -> dict[str, Any]:
    """Items, visas, progress, and the acts I may do now."""
    person = signed_in(request)
    return order_json(person, queries.get_order_for(person, order_id))


@router.get("/{int:order_id}/preview", summary="Every record difference the order will make")
def get_preview(request: HttpRequest, order_id: int) -> dict[str, Any]:
    """Each item's sentence beside what applying it writes."""
    person = signed_in(request)
    order = queries.get_order_for(person, order_id)
    return {"items": preview.rows(order, access.items_seen_by(person, order))}


@router.get("/{int:order_id}/document.pdf", summary="The sealed PDF")
def get_document(request: HttpRequest, order_id: int) -> HttpResponseBase:
    """Of an unsigned order the sheet as HTML, marked as a draft; 409 while the PDF of a signed one is being made."""
    person = signed_in(request)
    return paper_for(person, queries.get_order_for(person, order_id))


@router.post("/{int:order_id}/acts", response=OrderOut, summary="Do one act on the order")
def do_act(request: HttpRequest, order_id: int, sent: ActIn) -> dict[str, Any]:
    """The order as it stands after the act."""
    person = signed_in(request)
    return order_json(person, perform(person, order_id, sent))


def perform(actor: Person, order_id: int, sent: ActIn) -> Order:
    """Call the action the act names. Raises Invalid where it needs something that was not sent."""
    if sent.act == "strike":
        return actions.strike(actor=actor, order_id=order_id, item_id=_needed(sent.item, "item"), grounds=sent.grounds)
    if sent.act == "register":
        return actions.register(actor=actor, order_id=order_id, number=sent.number, on=sent.on)
    with_grounds: dict[str, Callable[..., Order]] = {"decline": actions.decline, "discard": actions.discard}
    if sent.act in with_grounds:
        return with_grounds[sent.act](actor=actor, order_id=order_id, grounds=sent.grounds)
    plain: dict[str, Callable[..., Order]] = {
        "send": actions.send, "endorse": actions.endorse, "sign": actions.sign, "retry": actions.retry,
    }  # fmt: skip
    return plain[sent.act](actor=actor, order_id=order_id)


def _needed(value: int | None, name: str) -> int:
    if value is None:
        raise Invalid(_("Say which item."), fields={name: [_("This must be said.")]})
    return value
