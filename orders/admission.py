"""Somebody becomes a student of ours by an item in force: who may, under which number, and that it happens once.

The item's own transaction creates the enrolment and names it on the item, so a job that is stopped anywhere and runs
again finds either both or neither.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict
from orders import effects
from orders.models import OrderItem
from permissions.actions import correct_person
from permissions.actions.appointing import lock_person
from permissions.models import Person
from students.actions import admit as open_enrolment
from students.models import PROVISIONAL, Status, Student

ACTIVE = (Status.STUDYING, Status.ON_LEAVE)


def obstacles(people: Collection[Person]) -> dict[int, str]:
    """Why these people cannot be admitted, by id; two statements however many are asked, none for nobody."""
    if not people:
        return {}
    ids = [person.pk for person in people]
    active = Student.objects.filter(person__in=ids, status__in=ACTIVE).values_list("person_id", "number")
    found = {
        person_id: _("is a student already under number %(number)s.") % {"number": number}
        for person_id, number in active
    }
    stated = {person.stated_pinfl for person in people if person.stated_pinfl and not person.pinfl}
    holders = dict(Person.objects.filter(pinfl__in=stated).values_list("pinfl", "pk")) if stated else {}
    for person in people:
        if not person.pinfl and holders.get(person.stated_pinfl, person.pk) != person.pk:
            found[person.pk] = _("another person is known under this PINFL; compare the two and merge them first.")
    return found


def admit(item: OrderItem, ground: dict[str, Any]) -> Student:
    """Open the enrolment of an item without a student, whose order's row the caller has locked.

    Args:
        ground: basis, number and date of the order, source and first day, as ``students.actions.admit`` takes them.

    Raises:
        Conflict: the person has become a student meanwhile, or the item would now say something else.
    """
    effect = effects.effect(item.effect)
    if not isinstance(effect, effects.Admission):
        raise Conflict(_("no student is named."))
    person = lock_person(item.person_id)
    if not OrderItem.objects.filter(pk=item.pk, person=person).exists():
        raise Conflict(_("The person was merged with another at this moment. Try it again."))
    if problem := obstacles([person]).get(person.pk):
        raise Conflict(problem)
    facts = effect.first(item.values, item.effective_on)
    if effects.changes(None, facts) != item.difference:
        raise Conflict(_("The program computes another place than was signed."))
    if person.stated_pinfl and not person.pinfl:
        correct_person(person=person, pinfl=person.stated_pinfl)
    number = item.values.get("number") or provisional_number(item)
    return open_enrolment(
        person=person, number=number, facts=facts, details={"admitted_in": item.effective_on.year}, **ground
    )


def provisional_number(item: OrderItem) -> str:
    """The number until HEMIS has given its own: the year and the item."""
    return f"{PROVISIONAL}{clock.today():%y}-{item.pk:07}"
