"""Where the office sits that a case waits for."""

from __future__ import annotations

from collections.abc import Collection

from journal import clock
from movements.models import Clearance, Turn
from permissions import policy
from permissions.models import Appointment
from permissions.roles import Role

# They sit in the faculty whose case it is; every other office sits where its holder is appointed.
OF_THE_FACULTY = (Role.STUDENT, Role.DEAN)


def seats(turns: Collection[Turn] | Collection[Clearance]) -> dict[int, str]:
    """By turn, the unit of the office that is asked, empty where nobody holds it: one statement, or none.

    Args:
        turns: open turns with their units loaded, or the offices that are asked beside each other at some of them.
    """
    cases = {turn.pk: (Role(turn.office), turn.unit) for turn in turns if turn.unit and turn.office}
    above = {pk: (office, unit) for pk, (office, unit) in cases.items() if office not in OF_THE_FACULTY}
    found = {turn.pk: turn.unit.name if turn.unit and turn.pk not in above else "" for turn in turns}
    if not above:
        return found
    held = Appointment.objects.select_related("unit").filter(
        policy.in_office(clock.today()),
        office__in={office for office, _unit in above.values()},
        unit_id__in={unit_id for _office, unit in above.values() for unit_id in policy.ancestors(unit)},
    )
    # The nearest comes last and stays.
    for appointment in held.order_by("unit__path"):
        for pk, (office, unit) in above.items():
            if appointment.office == office and unit.path.startswith(appointment.unit.path):
                found[pk] = appointment.unit.name
    return found
