"""Which unit and which people an order concerns: what ``policy`` is asked with, and who sees what of an order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from journal import clock
from orders.models import ItemState, Order, OrderItem, OrderState
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act, Role

PUBLIC = (OrderState.SIGNED, OrderState.IN_FORCE, OrderState.AMENDED, OrderState.REVOKED)


def power(actor: Person, act: Act, order: Order, *, on: date, office: Role | None = None) -> Power | None:
    """Why the actor may do this with the order that day, or None. Who stands in an order does not decide on it."""
    subject = actor.pk if stands_in(actor, order) else None
    return policy.power(actor, act, unit=order.unit, subject_id=subject, on=on, office=office)


def stands_in(actor: Person, order: Order) -> bool:
    """Whether the order is about the actor, too; who read the order to act on it was asked with it."""
    if order.stands_in is not None and order.stands_in[0] == actor.pk:
        return order.stands_in[1]
    return order.items.filter(person=actor).exclude(state=ItemState.STRUCK).exists()


def seen_by(actor: Person) -> Q:
    """The orders a person may see: of their units, with a student of their faculty, or, once signed, about themself."""
    units = policy.unit_ids(actor, Act.ORDER_READ, on=clock.today())
    lines = OrderItem.objects.filter(order=OuterRef("pk"))
    own = Q(state__in=PUBLIC) & Q(Exists(lines.filter(person=actor).exclude(state=ItemState.STRUCK)))
    return Q(unit_id__in=units) | Q(Exists(lines.filter(_of_units(units)))) | own


def _of_units(units: Collection[int]) -> Q:
    """Items of students of these units, and of people they shall be admitted to them."""
    return Q(student__faculty_id__in=units) | Q(student=None, values__faculty_id__in=list(units))


def items_seen_by(actor: Person, order: Order) -> QuerySet[OrderItem]:
    """The items of the order a person may see: all of an order of their units, else their students' or their own."""
    items = order.items.select_related("student__person", "person")
    if order.seen_whole_by == actor.pk:
        return items
    units = policy.unit_ids(actor, Act.ORDER_READ, on=clock.today())
    if order.unit_id in units:
        order.seen_whole_by = actor.pk
        return items
    return items.filter(_of_units(units) | Q(person=actor))


def may_read_paper(actor: Person, order: Order) -> bool:
    """Whether every line of the paper is one the person may see: it names other people too."""
    printed = order.items.exclude(state=ItemState.STRUCK)
    return not printed.exclude(pk__in=items_seen_by(actor, order).values("pk")).exists()
