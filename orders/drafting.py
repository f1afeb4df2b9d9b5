"""Drafting an order: composing it of lines, and sending it for visas with its text frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict, Invalid
from journal.transactions import whole_act
from journal.writes import Insert, write
from orders import acts, context, numbering, preview
from orders.locking import demand, lock_for, record, require_state
from orders.models import ItemState, Order, OrderItem, OrderState
from orders.verification_code import new_code
from permissions import policy
from permissions.models import Person, Unit
from permissions.roles import Act, Role, offices_for
from students.models import Student

MOVING = 1_000_000  # beyond any position: items pass through here when points are numbered anew


@dataclass(frozen=True)
class Line:
    """What one item shall be, in plain words.

    Args:
        student_id: the enrolment; empty only for an effect that admits somebody.
        person_id: the human being the enrolment belongs to.
        effective_on: the day from which it holds; may lie in the past or the future.
        effect: code of an ``orders.effects.Effect``.
        values: plain values, read by the sentence and by the effect alike.
        basis: ``{"act", "clauses": [numbers], "text", "papers": [lines of Asos, in Uzbek]}``.
        origin: where it came from, for instance ``movement:12/order``.
    """

    student_id: int | None
    person_id: int
    effective_on: date
    effect: str
    values: dict[str, Any]
    basis: dict[str, Any]
    origin: str = ""


@whole_act
def compose_order(
    *, actor: Person, kind: str, title: str, unit: Unit, lines: Sequence[Line], visas: Sequence[str], signs: str
) -> Order:
    """Draft an order of these lines.

    Args:
        kind: names the template ``templates/orders/<kind>.html``.
        unit: the faculty, or the institute where the lines are of several.
        visas: offices that must endorse, in the order in which they are printed.
        signs: the office that signs.

    Raises Conflict where the actor may not compose for the unit, or where a student stands already in an open order
    with the same effect or cannot take the effect (``facts["unfit"]``); Invalid for an order without a line.
    """
    power = policy.demand(actor, Act.ORDER_COMPOSE, unit=unit, subject_id=None, on=clock.today())
    if not lines:
        raise Invalid(_("An order needs at least one student."))
    may_endorse, may_sign = offices_for(Act.ORDER_ENDORSE), offices_for(Act.ORDER_SIGN)
    if not {Role(office) for office in visas} <= may_endorse or signs not in may_sign:
        raise ValueError(f"{kind}: {list(visas)} cannot all endorse, or {signs} cannot sign")
    order = Order(
        kind=kind, title=title, register=numbering.register_for(kind), unit=unit, composed_by=actor,
        composed_at=clock.now(), visas_required=list(dict.fromkeys(visas)), signs=signs, code=new_code(),
    )  # fmt: skip
    items = _items(order, lines)
    preview.prepare(order, items)
    write(Insert(order))
    order.made_items = sorted(items, key=lambda item: item.position)
    for item in order.made_items:
        item.order = order  # it has its key only now
    OrderItem.objects.bulk_create(order.made_items)
    payload = {"kind": kind, "items": len(items), "origins": [line.origin for line in lines]}
    return record(order, power, "order.compose", payload)


def _items(order: Order, lines: Sequence[Line]) -> list[OrderItem]:
    """The lines as unsaved items; locks the students, so that two composers cannot both take one."""
    ids = sorted(line.student_id for line in lines if line.student_id is not None)
    if len(ids) != len(set(ids)):
        raise Invalid(_("A student stands twice in the order."))
    # One table alone is read as it stands once its lock is had; whatever is joined would be as it was before the wait.
    locked = Student.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    students = {student.pk: student for student in locked}
    people = Person.objects.in_bulk(
        {line.person_id for line in lines} | {student.person_id for student in students.values()}
    )
    for student in students.values():
        student.person = people[student.person_id]
    effects = {line.effect for line in lines}
    newcomers = [line.person_id for line in lines if line.student_id is None]
    if len(newcomers) != len(set(newcomers)):
        raise Invalid(_("A person stands twice in the order."))
    named = Q(student__in=ids) | Q(student=None, person__in=newcomers)
    taken = OrderItem.objects.filter(named, effect__in=effects, state=ItemState.WAITING)
    if busy := sorted(item.person.full_name for item in taken.select_related("person")):
        raise Conflict(_("Already in an open order: %(names)s.") % {"names": ", ".join(busy)}, facts={"taken": busy})
    return [
        OrderItem(
            order=order, student=students[line.student_id] if line.student_id else None,
            person=people[line.person_id], effective_on=line.effective_on, effect=line.effect,
            values=line.values, basis=line.basis, origin=line.origin,
        )
        for line in lines
    ]  # fmt: skip


@transaction.atomic
def send(*, actor: Person, order_id: int) -> Order:
    """Send a draft for visas: preview and text are made anew and frozen as the act. Raises Conflict, NotFound."""
    order = lock_for(actor, order_id)
    require_state(actor, order, OrderState.DRAFT)
    power = demand(actor, Act.ORDER_SEND, order)
    items = preview.printed(order)
    preview.prepare(order, items)
    items.sort(key=lambda item: item.position)
    _save_prepared(order, items)
    order.act = acts.describe(order, items, body=context.act_body(order, items, on=clock.today()))
    order.act_sha256 = acts.fingerprint(order.act)
    order.send()
    if not order.visas_required:
        order.save()  # each step of the road is one the database knows
        order.complete_visas()
    return record(order, power, "order.send", {"round": order.round, "act_sha256": order.act_sha256})


def _save_prepared(order: Order, items: Sequence[OrderItem]) -> None:
    """Save prepared items; the points keep their numbers unless one was struck, and struck items move behind them."""
    numbered = [*items, *order.items.filter(state=ItemState.STRUCK).order_by("position")]
    places = {item.pk: place for place, item in enumerate(numbered, 1)}
    # One position a point is a rule of the database, which compares row by row: all step aside first.
    for offset in (MOVING, 0):
        for item in numbered:
            item.position = places[item.pk] + offset
        OrderItem.objects.bulk_update(numbered, ["position"])
    OrderItem.objects.bulk_update(items, ["facts", "difference", "sentence", "sequence"])
