"""How every act on an order begins (lock its row, read it, then decide) and how it ends (the event, the row)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from journal import clock, events, jobs
from journal.asked import Asked
from journal.reading import LONGEST, words
from journal.refusals import Conflict, Invalid, NotFound
from journal.writes import Update, Write
from orders import access, queries
from orders.models import ItemState, Order, OrderItem, OrderState
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act


def _locked(order_id: int) -> QuerySet[Order, Any]:
    return Order.objects.select_for_update(no_key=True).filter(pk=order_id).order_by().values_list("pk")


def _order(order_id: int, person_id: int) -> QuerySet[Order]:
    lines = OrderItem.objects.filter(order=OuterRef("pk"), person_id=person_id).exclude(state=ItemState.STRUCK)
    loaded = Order.objects.select_related("unit", "register", "composed_by")
    return loaded.annotate(concerned=Exists(lines)).filter(pk=order_id).order_by()


lock_of, order_of = Asked(_locked), Asked(_order)


def lock_for(actor: Person, order_id: int) -> Order:
    """Lock and read the order, if the actor may see it. Raises NotFound for absent and forbidden alike."""
    if not lock_of(order_id=order_id):
        raise NotFound("")
    (order,) = order_of(order_id=order_id, person_id=actor.pk)
    order.stands_in = (actor.pk, cast(Any, order).concerned)
    if order.unit_id in policy.unit_ids(actor, Act.ORDER_READ, on=clock.today()):
        order.seen_whole_by = actor.pk
    elif not Order.objects.filter(access.seen_by(actor), pk=order_id).exists():
        raise NotFound("")
    return order


def lock(order_id: int) -> Order:
    """Lock and read the order for a job. Raises Order.DoesNotExist."""
    Order.objects.select_for_update(no_key=True).only("pk").get(pk=order_id)
    return Order.objects.select_related("unit", "register", "composed_by", "signed_by").get(pk=order_id)


def demand(actor: Person, act: Act, order: Order) -> Power:
    """The actor's power for this act today. Raises Conflict, with what the actor may do instead."""
    power = access.power(actor, act, order, on=clock.today())
    if power is None:
        raise not_now(actor, order, _("This act is not your office's."))
    return power


def require_state(actor: Person, order: Order, *states: OrderState) -> None:
    """Raise Conflict unless the order stands in one of the states."""
    if order.state not in states:
        label = OrderState(order.state).label
        raise not_now(actor, order, _("The order has moved on: it is %(state)s.") % {"state": f"“{label}”"})


def not_now(actor: Person, order: Order, detail: str) -> Conflict:
    """The refusal that says who acted last and what the actor may do now."""
    last = queries.last_event(order)
    acted = {"by": last.actor_name, "act": last.act, "at": _local(last.at)} if last else {}
    return Conflict(detail, facts={"may": queries.may(actor, order), "acted": acted, "state": str(order.state)})


def require_grounds(grounds: str, *, most: int = LONGEST) -> str:
    """The grounds as they are kept. Raises Invalid where there are none, or more than ``most`` characters."""
    kept = words(grounds, field="grounds", most=most)
    if not kept:
        raise Invalid(_("Give the grounds."), fields={"grounds": [_("This must be said.")]})
    return kept


def record(order: Order, power: Power, act: str, payload: dict[str, Any], *, beside: Sequence[Write] = ()) -> Order:
    """Write the event of an act, save the order with the head of its chain, have those told who are next.

    Args:
        beside: what else is written in the same statement.
    """
    written = (Update(order), *beside)
    events.write_event(order, actor=power.actor, act=act, payload=payload, ids={"order": order.pk}, beside=written)
    if act in ("order.send", "order.decline") or (act == "order.endorse" and order.state == OrderState.READY):
        args = {"order": order.pk, "state": str(order.state), "round": order.round}
        jobs.enqueue("order.visas", key=f"order.visas:{order.pk}:{order.round}:{order.state}", args=args)
    return order


def _local(moment: datetime) -> str:
    return moment.astimezone(clock.zone).isoformat(timespec="seconds")
