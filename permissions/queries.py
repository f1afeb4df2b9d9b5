"""What the appointments screen asks; nothing here writes. Only units over which the asker may appoint are seen."""

from __future__ import annotations

from django.db.models import Q

from journal import clock
from journal.refusals import NotFound
from permissions import policy
from permissions.models import Appointment, Person, Unit
from permissions.names import normalise
from permissions.roles import Act

PAGE = 25
MOST_PEOPLE = 10


def units_to_appoint_in(person: Person) -> list[Unit]:
    """The units over which the person may appoint today, from the root down.

    Raises:
        NotFound: there are none: for this person the screen does not exist.
    """
    units = list(Unit.objects.filter(pk__in=policy.unit_ids(person, Act.APPOINT, on=clock.today())))
    if not units:
        raise NotFound("")
    return units


def appointments_in(
    units: list[Unit], *, text: str = "", office: str = "", past: bool = False, after: int | None = None
) -> list[Appointment]:
    """The appointments in these units, the newest first: one page and one more row, which says whether a page follows.

    Args:
        text: part of a name, a post or a unit's name.
        past: also those that have ended.
        after: id of the last one of the page before.
    """
    found = Appointment.objects.select_related("person", "unit").filter(unit__in=units)
    if not past:
        found = found.filter(policy.lasting(clock.today()))
    if office:
        found = found.filter(office=office)
    if text:
        named = Q(title__icontains=text) | Q(unit__name_uz__icontains=text)
        found = found.filter(Q(person__search__contains=normalise(text)) | named)
    if after:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[: PAGE + 1])


def get_appointment_for(person: Person, pk: int) -> Appointment:
    """An appointment the person may see.

    Raises:
        NotFound: absent or forbidden alike.
    """
    units = policy.unit_ids(person, Act.APPOINT, on=clock.today())
    loaded = Appointment.objects.select_related("person__account", "unit", "made_by")
    found = loaded.filter(pk=pk, unit_id__in=units).first()
    if found is None:
        raise NotFound("")
    return found


def find_people(text: str) -> list[Person]:
    """The first few people of a name or login, to choose from."""
    if not normalise(text):
        return []
    named = Q(search__contains=normalise(text)) | Q(account__username=text.strip())
    return list(Person.objects.select_related("account").filter(named)[: MOST_PEOPLE + 1])
