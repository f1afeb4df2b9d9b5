"""Every write to an order. Drafting stands in ``orders.drafting``, the signature in ``orders.signing_act``.

Each function is one act of one person: it locks the order, asks policy again, changes, writes the event, returns.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journal import clock, events, jobs
from journal.refusals import Conflict, NotFound
from orders import enactment
from orders.drafting import Line, compose_order, send
from orders.locking import demand, lock, lock_for, not_now, record, require_grounds, require_state
from orders.models import ItemState, Order, OrderItem, OrderState, Visa
from orders.queries import missing_visas, signing_power, visa_power
from orders.signing_act import register, sign
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act

__all__ = [
    "Line",
    "compose_order",
    "decline",
    "discard",
    "endorse",
    "register",
    "retry",
    "send",
    "sign",
    "strike",
    "withdraw_item",
]

LONGEST_STRIKE = 500
UNSIGNED = (OrderState.DRAFT, OrderState.ENDORSING, OrderState.READY)


@transaction.atomic
def endorse(*, actor: Person, order_id: int) -> Order:
    """Give the visa of the actor's office to this very act; the last one makes the order ready to sign.

    Raises Conflict where no visa of an office of the actor is missing, NotFound.
    """
    order = lock_for(actor, order_id)
    require_state(actor, order, OrderState.ENDORSING)
    power = visa_power(actor, order, on=clock.today())
    if power is None:
        raise not_now(actor, order, _("No visa of your office is awaited."))
    _write_visa(order, power, Visa.Verdict.ENDORSED)
    if not missing_visas(order):
        order.complete_visas()
    return record(order, power, "order.endorse", {"round": order.round, "act_sha256": order.act_sha256})


@transaction.atomic
def decline(*, actor: Person, order_id: int, grounds: str) -> Order:
    """Refuse the visa, or, being who signs, the signature: the order is a draft again, its items stay.

    Raises Invalid without grounds, Conflict where the act is not the actor's, NotFound.
    """
    order = lock_for(actor, order_id)
    require_state(actor, order, OrderState.ENDORSING, OrderState.READY)
    words = require_grounds(grounds)
    asked = visa_power if order.state == OrderState.ENDORSING else signing_power
    power = asked(actor, order, on=clock.today())
    if power is None:
        raise not_now(actor, order, _("Neither a visa nor the signature of your office is awaited."))
    _write_visa(order, power, Visa.Verdict.DECLINED, words)
    declined = {"round": order.round, "act_sha256": order.act_sha256, "grounds": words}
    _begin_anew(order)
    return record(order, power, "order.decline", declined)


def _write_visa(order: Order, power: Power, verdict: Visa.Verdict, grounds: str = "") -> None:
    Visa.objects.create(
        order=order, round=order.round, office=power.office, by=power.person, title=power.title,
        on_behalf_of=power.on_behalf_of, basis=power.basis, verdict=verdict, grounds=grounds,
        act_sha256=order.act_sha256, at=clock.now(),
    )  # fmt: skip


def _begin_anew(order: Order) -> None:
    """The act will change: visas given so far no longer speak of it."""
    order.back_to_draft()
    order.round += 1
    order.act, order.act_sha256 = None, ""


@transaction.atomic
def strike(*, actor: Person, order_id: int, item_id: int, grounds: str) -> Order:
    """Take one item out before the signature; visas begin anew. With its last item the order is discarded.

    Raises Invalid without grounds, Conflict, NotFound.
    """
    order = lock_for(actor, order_id)
    require_state(actor, order, *UNSIGNED)
    power = demand(actor, Act.ORDER_STRIKE, order)
    words = require_grounds(grounds, most=LONGEST_STRIKE)
    item = _waiting(order).filter(pk=item_id).first()
    if item is None:
        raise NotFound("")
    return _take_out(order, item, power.actor, words)


def _take_out(order: Order, item: OrderItem, actor: events.Actor, words: str) -> Order:
    _strike(item, words)
    enactment.tell("struck", item, actor=actor, words=words)
    if order.state != OrderState.DRAFT:
        _begin_anew(order)
    payload = {"position": item.position, "grounds": words, "round": order.round}
    events.write_event(order, actor=actor, act="order.strike", payload=payload, ids={"item": item.pk})
    if not _waiting(order).exists():
        order.discard()
        events.write_event(order, actor=actor, act="order.discard", payload={"grounds": words}, ids={"order": order.pk})
    order.save()
    return order


@transaction.atomic
def withdraw_item(*, actor: events.Actor, order_id: int, item_id: int, words: str) -> Order:
    """Take an item out of a draft at its person's own wish; whoever owns the case has asked that person's power.

    Raises Conflict where the order is no longer a draft, NotFound.
    """
    order = lock(order_id)
    if order.state != OrderState.DRAFT:
        raise Conflict(_("The order is out for visas; the registrar strikes the item."))
    item = _waiting(order).filter(pk=item_id).first()
    if item is None:
        raise NotFound("")
    return _take_out(order, item, actor, words)


@transaction.atomic
def discard(*, actor: Person, order_id: int, grounds: str) -> Order:
    """Put an unsigned order aside; whoever waits for its items is told.

    Raises Invalid without grounds, Conflict, NotFound.
    """
    order = lock_for(actor, order_id)
    require_state(actor, order, *UNSIGNED)
    power = demand(actor, Act.ORDER_DISCARD, order)
    words = require_grounds(grounds)
    for item in _waiting(order):
        _strike(item, words)
        enactment.tell("discarded", item, actor=power.actor, words=words)
    order.discard()
    return record(order, power, "order.discard", {"grounds": words})


@transaction.atomic
def retry(*, actor: Person, order_id: int) -> Order:
    """Try the failed items of an order in force again. Raises Conflict where none failed, NotFound."""
    order = lock_for(actor, order_id)
    require_state(actor, order, OrderState.IN_FORCE)
    power = demand(actor, Act.ORDER_SEND, order)
    failed = list(order.items.filter(state=ItemState.FAILED).values_list("pk", flat=True))
    if not failed:
        raise not_now(actor, order, _("No item of the order has failed."))
    record(order, power, "order.retry", {"items": failed})
    key = f"order.apply:{order.pk}:retry:{order.chain_length}"
    jobs.enqueue("order.apply", key=key, args={"order": order.pk, "retry": failed}, total=order.items.count())
    return order


def _waiting(order: Order) -> QuerySet[OrderItem]:
    return order.items.filter(state=ItemState.WAITING).select_related("student", "person").order_by("position")


def _strike(item: OrderItem, grounds: str) -> None:
    item.strike()
    item.struck_grounds = grounds[:LONGEST_STRIKE]
    item.save(update_fields=["state", "struck_grounds"])
