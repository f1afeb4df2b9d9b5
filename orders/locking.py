"""How every act on an order begins (lock its row, read it, then decide) and how it ends (the event, the row)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from journal import clock, events, jobs
from journal.reading import LONGEST, words
from journal.refusals import Conflict, Invalid, NotFound
from orders import access, queries
from orders.models import Order, OrderState
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act


def lock_for(actor: Person, order_id: int) -> Order:
    """Lock and read the order, if the actor may see it. Raises NotFound for absent and forbidden alike."""
    if not Order.objects.select_for_update(no_key=True).filter(pk=order_id).values_list("pk"):
        raise NotFound("")
    loaded = Order.objects.select_related("unit", "register", "composed_by")
    order = loaded.filter(access.seen_by(actor), pk=order_id).first()
    if order is None:
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


def record(order: Order, power: Power, act: str, payload: dict[str, Any]) -> Order:
    """Write the event of an act, save the order with the head of its chain, have those told who are next."""
    events.write_event(order, actor=power.actor, act=act, payload=payload, ids={"order": order.pk})
    order.save()
    if act in ("order.send", "order.decline") or (act == "order.endorse" and order.state == OrderState.READY):
        args = {"order": order.pk, "state": str(order.state), "round": order.round}
        jobs.enqueue("order.visas", key=f"order.visas:{order.pk}:{order.round}:{order.state}", args=args)
    return order


def _local(moment: datetime) -> str:
    return moment.astimezone(clock.zone).isoformat(timespec="seconds")
