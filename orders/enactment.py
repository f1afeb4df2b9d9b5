"""An order in force changes the record: item by item, each once, each on its day.

Whoever has something waiting on an item (a movement) listens; the orders know nothing of them. A listener runs in the
item's own transaction, so both change or neither.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Literal, Protocol

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from journal import clock, events, jobs
from journal.models import Job
from journal.refusals import Conflict, Refusal
from orders import admission, effects, hemis_entry, preview, sequence
from orders.locking import lock
from orders.models import ItemState, Order, OrderItem
from orders.queries import progress
from students.actions import project, record_standing
from students.models import Standing, Student
from students.standing import Facts


class ClockSetBack(Exception):  # noqa: N818 - named after what happened
    """The day of a job had come when it began and is still to come now; the job is tried again."""


Happening = Literal["applied", "struck", "discarded"]


class Listener(Protocol):
    """Told what became of an item, inside the item's transaction; what it raises undoes the act."""

    def __call__(self, item: OrderItem, *, actor: events.Actor, words: str) -> None:
        """``words`` are the grounds, or the sentence of an applied item."""


_listeners: dict[Happening, list[Listener]] = {"applied": [], "struck": [], "discarded": []}


def listen(*, applied: Listener, struck: Listener | None = None, discarded: Listener | None = None) -> None:
    """Have these called from now on. Call once, when the program starts."""
    told: dict[Happening, Listener | None] = {"applied": applied, "struck": struck, "discarded": discarded}
    for happening, listener in told.items():
        if listener is not None:
            _listeners[happening].append(listener)


def tell(happening: Happening, item: OrderItem, *, actor: events.Actor, words: str) -> None:
    """Tell every listener, in the caller's transaction."""
    for listener in _listeners[happening]:
        listener(item, actor=actor, words=words)


@jobs.handler("order.apply")
def apply_order(job: Job) -> None:
    """Apply the items whose day has come, one transaction each; items of a later day get a job of that day.

    ``job.args``: ``order``, and ``retry`` (ids of failed items to try again). May be stopped at any point and run
    again: an applied item is never applied twice.
    """
    order_id, retried = job.args["order"], job.args.get("retry", [])
    items = OrderItem.objects.filter(order=order_id)
    due = items.filter(state=ItemState.WAITING, effective_on__lte=clock.today()) | items.filter(
        state=ItemState.FAILED, pk__in=retried
    )
    jobs.progress(job, *_count(order_id))
    for item_id in due.order_by("position").values_list("pk", flat=True):
        apply_item(item_id)
        jobs.progress(job, *_count(order_id))
    _conclude(order_id, job)


def _count(order_id: int) -> tuple[int, int]:
    counted = progress(Order(pk=order_id))
    return counted["done"] + counted["failed"], counted["total"]


def apply_item(item_id: int) -> None:
    """Apply one item, or mark it failed with the reason; what is applied already stays as it is."""
    try:
        _apply(item_id)
    except Refusal as refusal:
        _fail(item_id, str(refusal.detail))
    except Exception as error:
        if _went_away(error):
            raise  # nothing is known of this item yet, the job runs again
        # One student's trouble must not keep the others waiting; the message may name people, the place does not.
        _fail(item_id, jobs.describe(error))


def _went_away(error: Exception) -> bool:
    """Whether the database did; where the server falls at an unlucky moment, psycopg2 names no kind of error at all."""
    return isinstance(error, (OperationalError, InterfaceError)) or type(error) is DatabaseError


@transaction.atomic
def _apply(item_id: int) -> None:
    order, item = _lock_item(item_id)
    if item.state not in (ItemState.WAITING, ItemState.FAILED):
        return
    ground = {
        "valid_from": item.effective_on,
        "basis": Standing.Basis.ORDER,
        "basis_text": f"№ {order.number}, {order.date:%d.%m.%Y}",
        "source": f"item:{item.pk}",
        "order_number": order.number,
        "order_date": order.date,
    }
    effect = effects.effect(item.effect)
    if effect.changes_record:
        item.student = admission.admit(item, ground) if item.student is None else _changed(item, item.student, ground)
    item.apply()
    item.applied_at, item.error = clock.now(), ""
    item.save(update_fields=["student", "state", "applied_at", "error"])
    _record(order, item, "order.apply", {"position": item.position, "effective_on": item.effective_on.isoformat()})
    if effect.into_hemis:
        hemis_entry.open_entry(item)
    tell("applied", item, actor=events.MACHINE, words=item.sentence)


def _changed(item: OrderItem, student: Student, ground: dict[str, Any]) -> Student:
    Student.objects.select_for_update(no_key=True).only("pk").get(pk=student.pk)
    student = Student.objects.select_related("person").get(pk=student.pk)
    sequence.refuse_out_of_turn(item)
    before = Facts.of(student)
    if preview.compute(item, before) != item.difference:
        raise Conflict(_("The student's record has changed since the signature; the order says something else."))
    record_standing(student=student, facts=preview.after(item, before), **ground)
    return project(student_id=student.pk, on=clock.today())


@transaction.atomic
def _fail(item_id: int, reason: str) -> None:
    order, item = _lock_item(item_id)
    if item.state == ItemState.WAITING:
        item.fail()
    item.error = reason[:500]
    item.save(update_fields=["state", "error"])
    _record(order, item, "order.fail", {"position": item.position, "reason": reason})


def _lock_item(item_id: int) -> tuple[Order, OrderItem]:
    """The order's row is locked first, as every act does; that also keeps two workers from one item."""
    order = lock(OrderItem.objects.values_list("order_id", flat=True).get(pk=item_id))
    return order, OrderItem.objects.select_related("student", "person").get(pk=item_id)


def _record(order: Order, item: OrderItem, act: str, payload: dict[str, object]) -> None:
    events.write_event(order, actor=events.MACHINE, act=act, payload=payload, ids={"item": item.pk})
    order.save(update_fields=["chain_length", "chain_head"])


@transaction.atomic
def _conclude(order_id: int, job: Job) -> None:
    """Wait for the next day on which an item is due, or, when all have changed the record, say since when.

    Raises ClockSetBack: the job of that day is this one, so it must not end here.
    """
    order = lock(order_id)
    counted = progress(order)
    if counted["next_on"] is not None:
        if apply_on(order, counted["next_on"]).pk == job.pk:
            raise ClockSetBack
    elif counted["done"] == counted["total"] and order.recorded_at is None:
        order.recorded_at = clock.now()
        events.write_event(order, actor=events.MACHINE, act="order.record", payload={"items": counted["total"]})
        order.save(update_fields=["recorded_at", "chain_length", "chain_head"])


def apply_on(order: Order, day: date) -> Job:
    """Have the order's items applied from the beginning of that day; now, where the day has come."""
    return jobs.enqueue(
        "order.apply",
        key=f"order.apply:{order.pk}:{day.isoformat()}",
        args={"order": order.pk},
        run_after=max(datetime.combine(day, time.min, clock.zone), clock.now()),
        total=progress(order)["total"],
    )


def come_into_force(order: Order) -> None:
    """The document stands: from now on the order holds. The caller holds the order's lock."""
    order.come_into_force()
    payload = {"number": order.number, "date": str(order.date)}
    events.write_event(order, actor=events.MACHINE, act="order.come_into_force", payload=payload)
    order.save(update_fields=["state", "chain_length", "chain_head"])
    apply_on(order, clock.today())
    jobs.enqueue("order.notices", key=f"order.notices:{order.pk}", args={"order": order.pk})
