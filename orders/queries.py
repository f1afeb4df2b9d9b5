"""What may be asked about orders. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from django.db.models import Count, Min, Q

from journal import clock, events
from journal.asked import Asked
from journal.models import Event
from journal.refusals import NotFound
from orders import access
from orders.models import ItemState, Order, OrderItem, OrderState, Register, Visa
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act, Role

PAGE = 50

# What each state allows, beside what the actor's offices allow.
REGISTRARS = {
    OrderState.DRAFT: {"send": Act.ORDER_SEND, "strike": Act.ORDER_STRIKE, "discard": Act.ORDER_DISCARD},
    OrderState.ENDORSING: {"strike": Act.ORDER_STRIKE, "discard": Act.ORDER_DISCARD},
    OrderState.READY: {"strike": Act.ORDER_STRIKE, "discard": Act.ORDER_DISCARD},
    OrderState.SIGNED: {"register": Act.ORDER_REGISTER},
    OrderState.IN_FORCE: {"retry": Act.ORDER_SEND},
}


class Progress(TypedDict):
    """How far an order has changed the record. ``next_on`` is the day the next waiting item waits for."""

    done: int
    failed: int
    total: int
    next_on: date | None


def get_order_for(actor: Person, pk: int) -> Order:
    """The order, if this person may see it. Raises NotFound for absent and forbidden alike."""
    loaded = Order.objects.select_related("unit", "register", "composed_by", "signed_by", "document")
    order = loaded.filter(access.seen_by(actor), pk=pk).first()
    if order is None:
        raise NotFound("")
    return order


def orders_for(
    actor: Person, *, state: str = "", kind: str = "", after: int | None = None, limit: int = PAGE
) -> tuple[list[Order], int | None]:
    """One page of the orders this person may see, newest first, and the cursor of the next page (None: there is none).

    Args:
        after: the cursor the page before gave.
    """
    found = Order.objects.select_related("unit").filter(access.seen_by(actor)).order_by("-pk")
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if after is not None:
        found = found.filter(pk__lt=after)
    page = list(found[: limit + 1])
    return page[:limit], page[limit - 1].pk if len(page) > limit else None


def may(actor: Person, order: Order, missing: Sequence[str] | None = None) -> list[str]:
    """The acts this person may do with the order now.

    Args:
        missing: the missing visas, where the caller has asked already.
    """
    if not (opened := _open(order)) and order.state not in (OrderState.ENDORSING, OrderState.READY):
        return []
    held, own = policy.powers_over(actor, unit=order.unit, on=clock.today()), access.stands_in(actor, order)
    acts = [name for name, act in opened.items() if policy.allow(held, act, own=own)]
    if order.state == OrderState.ENDORSING:
        if missing is None:
            missing = missing_visas(order) if held else []
        if any(policy.allow(held, Act.ORDER_ENDORSE, own=own, office=Role(name)) for name in missing):
            acts += ["endorse", "decline"]
    if order.state == OrderState.READY and policy.allow(held, Act.ORDER_SIGN, own=own, office=Role(order.signs)):
        acts += ["sign", "decline"]
    return acts


def _open(order: Order) -> dict[str, Act]:
    if order.state == OrderState.SIGNED and not awaits_number(order):
        return {}
    if order.state == OrderState.IN_FORCE and not order.items.filter(state=ItemState.FAILED).exists():
        return {}
    return REGISTRARS.get(OrderState(order.state), {})


def awaits_number(order: Order) -> bool:
    """Signed, and the chancellery's number is not entered yet."""
    elsewhere = order.register.numbering == Register.Numbering.EXTERNAL
    return elsewhere and order.state == OrderState.SIGNED and not order.number


def visa_power(actor: Person, order: Order, *, on: date) -> Power | None:
    """The first office still to endorse that the person holds over the order's unit."""
    offices = (access.power(actor, Act.ORDER_ENDORSE, order, on=on, office=Role(name)) for name in missing_visas(order))
    return next((power for power in offices if power), None)


def signing_power(actor: Person, order: Order, *, on: date) -> Power | None:
    """The power to sign this order: the very office it names, on that day."""
    return access.power(actor, Act.ORDER_SIGN, order, on=on, office=Role(order.signs))


given_visas: Asked[tuple[str]] = Asked(
    lambda order_id, round, act_sha256: Visa.objects.filter(
        order_id=order_id, round=round, act_sha256=act_sha256, verdict=Visa.Verdict.ENDORSED
    ).values_list("office")
)


def missing_visas(order: Order) -> list[str]:
    """The offices whose visa on this very act is missing, in the order's own order."""
    found = given_visas(order_id=order.pk, round=order.round, act_sha256=order.act_sha256)
    return _not_among({office for (office,) in found}, order)


def missing_beside(visas: Sequence[Visa], order: Order) -> list[str]:
    """The same as ``missing_visas``, where all visas of the order have been read already."""
    return _not_among({visa.office for visa in visas if _speaks_of_this_act(visa, order)}, order)


def _speaks_of_this_act(visa: Visa, order: Order) -> bool:
    this_act = (visa.round, visa.act_sha256) == (order.round, order.act_sha256)
    return this_act and visa.verdict == Visa.Verdict.ENDORSED


def _not_among(given: set[str], order: Order) -> list[str]:
    return [office for office in order.visas_required if office not in given]


def declined(order: Order) -> Visa | None:
    """The newest declined visa: why a draft came back. None where it never did."""
    return order.visas.filter(verdict=Visa.Verdict.DECLINED).select_related("by").last()


def progress_of(items: Sequence[OrderItem]) -> Progress:
    """The same as ``progress``, where every item of the order has been read already."""
    living = [item for item in items if item.state != ItemState.STRUCK]
    waiting = [item.effective_on for item in living if item.state == ItemState.WAITING]
    failed = sum(item.state == ItemState.FAILED for item in living)
    done = len(living) - len(waiting) - failed
    return {"done": done, "failed": failed, "total": len(living), "next_on": min(waiting, default=None)}


def progress(order: Order) -> Progress:
    """How many items have changed the record, read from the items themselves: it survives any restart."""
    waiting = Q(state=ItemState.WAITING)
    counted = order.items.exclude(state=ItemState.STRUCK).aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=waiting),
        failed=Count("pk", filter=Q(state=ItemState.FAILED)),
        next_on=Min("effective_on", filter=waiting),
    )
    done = counted["total"] - counted["waiting"] - counted["failed"]
    return {"done": done, "failed": counted["failed"], "total": counted["total"], "next_on": counted["next_on"]}


def last_event(order: Order) -> Event | None:
    """Who acted last: told to whoever comes second."""
    return events.of(order).last()
