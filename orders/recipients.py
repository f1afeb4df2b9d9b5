"""Who is told of an order in force: everybody in it, their deans, and the registrar's office."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import formats, translation
from django.utils.translation import gettext as _

from journal import clock, events, jobs, notices
from journal.models import Job
from orders.locking import lock
from orders.models import ItemState, Order
from permissions import policy
from permissions.models import Person, Unit
from permissions.roles import Role


@jobs.handler("order.notices")
@transaction.atomic
def plan_notices(job: Job) -> None:
    """Plan one notice a person for the order ``job.args["order"]``, in the person's language; done once."""
    order = lock(job.args["order"])
    if events.of(order).filter(act="order.notify").exists():
        return
    people = recipients(order)
    for person in people:
        with translation.override(person.language):
            _plan(order, person)
    told = {"people": [person.pk for person in people]}
    events.write_event(order, actor=events.MACHINE, act="order.notify", payload=told)
    order.save(update_fields=["chain_length", "chain_head"])


def recipients(order: Order) -> list[Person]:
    """Everybody concerned, each once."""
    on = clock.today()
    items = order.items.exclude(state=ItemState.STRUCK).select_related("person").order_by("position")
    # Whom the order admits has no faculty yet but the one it names.
    named = {item.values.get("faculty_id") for item in items if item.student_id is None} - {None}
    own = Q(pk__in=items.order_by().values("student__faculty"))
    faculties = Unit.objects.filter(own | Q(pk__in=named)).order_by("pk")
    deans = [dean for unit in faculties for dean in policy.holders(Role.DEAN, unit=unit, on=on)]
    return _once([*(item.person for item in items), *deans, *policy.holders(Role.REGISTRAR, unit=order.unit, on=on)])


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def _plan(order: Order, person: Person) -> None:
    words = {
        "number": order.number,
        "date": formats.date_format(order.date, "SHORT_DATE_FORMAT") if order.date else "",
        "title": order.title,
    }
    notices.plan(
        person_id=person.pk,
        subject=_("Order № %(number)s of %(date)s is in force") % words,
        body=_("“%(title)s”, № %(number)s of %(date)s, has been signed and is in force.") % words,
        url=f"/orders/{order.pk}/",
        about=order.chain,
        email=person.email,
    )
