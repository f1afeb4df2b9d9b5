"""Which of several offices somebody means who acts on a case."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict, Invalid, NotFound
from movements.access import can_see
from movements.clearances import rows
from movements.models import Clearance, Turn
from permissions import policy
from permissions.models import Person
from permissions.roles import Role


def choose(person: Person, turn: Turn, office: str) -> Clearance:
    """The open row of the office that is named, or the only one of the person's own.

    Raises:
        NotFound: the person may not see the case.
        Conflict: that office is not asked or has cleared already, or none of the person's offices is asked.
        Invalid: several of the person's offices are asked and none is named.
    """
    found = rows.still_open(turn)
    if office:
        found = [row for row in found if row.office == office]
    else:
        held = policy.powers_over(person, unit=turn.unit or turn.movement.unit, on=clock.today())
        found = [row for row in found if row.office in {power.office for power in held}]
    if not found:
        raise _not_asked(person, turn)
    if len(found) > 1:
        raise say_which(found)
    return found[0]


def _not_asked(person: Person, turn: Turn) -> NotFound | Conflict:
    if not can_see(person, turn.movement):
        return NotFound(_("There is no such case."))
    waiting = [row.office for row in rows.still_open(turn)]
    names = ", ".join(str(Role(office).label) for office in waiting)
    return Conflict(
        _("Not asked of you: the case waits for %(offices)s.") % {"offices": names}, facts={"waiting_for": waiting}
    )


def say_which(found: Sequence[Clearance]) -> Invalid:
    """The refusal of who means one of several offices and names none."""
    sentence = _("Say for which office.")
    return Invalid(sentence, fields={"office": [sentence]}, facts={"offices": [row.office for row in found]})
