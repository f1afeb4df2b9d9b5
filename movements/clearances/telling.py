"""Who is told of a clearance, and in which words; when it is told is said by ``notifying`` and ``reminding``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from django.utils.translation import gettext as _

from journal import clock
from journal.models import Event
from movements.clearances import rows
from movements.models import Clearance, Movement, Turn
from permissions import policy
from permissions.models import Person
from permissions.roles import Role

ANSWERS = ("clear", "object", "settled")
Sentence = Callable[[Movement], tuple[str, str]]


def asks_several(turn: Turn | None) -> TypeGuard[Turn]:
    """Whether several offices are asked at the turn."""
    return turn is not None and not turn.office


def holders(row: Clearance) -> list[Person]:
    """Who may answer a row: the one it was given to, or whoever holds the office there."""
    if row.person:
        return [row.person]
    return policy.holders(Role(row.office), unit=row.unit, on=clock.today())


def asked(turn: Turn) -> list[Person]:
    """The holders of all offices that are still asked at the turn, each once."""
    waiting = [row for row in rows.of(turn) if row.state == rows.State.ASKED]
    return list({person.pk: person for row in waiting for person in holders(row)}.values())


def of_answer(movement: Movement, turn: Turn | None, event: Event) -> list[tuple[Person, Sentence]]:
    """Whom an answer concerns beside the office that is asked next; nobody, where a later answer has overtaken it.

    Args:
        movement: the case.
        turn: its open turn.
        event: the answer.
    """
    said = event.payload.body or {}
    if event.act == "clear":
        return [(movement.applicant, _all_cleared)] if said.get("last") else []
    if not asks_several(turn):
        return []
    office = said.get("office")
    row = next((one for one in rows.of(turn) if one.office == office), None)
    if row is not None and event.act == "object" and row.state == rows.State.OWED:
        return [(movement.applicant, _objection(row))]
    if row is not None and event.act == "settled" and row.state == rows.State.ASKED:
        return [(person, _asked_again(row)) for person in holders(row)]
    return []


def _all_cleared(movement: Movement) -> tuple[str, str]:
    return _("Case %(case)s: every office has cleared; the case goes on") % {"case": movement}, ""


def _objection(row: Clearance) -> Sentence:
    def sentence(movement: Movement) -> tuple[str, str]:
        words = {"case": movement, "office": Role(row.office).label}
        told = _("Settle it and say so in the case: the office is asked again. The other offices go on meanwhile.")
        return _("Case %(case)s, %(office)s: not yet cleared, something is owed") % words, f"{row.owed}\n\n{told}"

    return sentence


def _asked_again(row: Clearance) -> Sentence:
    def sentence(movement: Movement) -> tuple[str, str]:
        words = {"case": movement, "office": Role(row.office).label}
        return _("Case %(case)s, %(office)s: the applicant says that it is settled") % words, ""

    return sentence


def reminder(row: Clearance) -> Sentence:
    """That the term of an office will soon pass."""

    def sentence(movement: Movement) -> tuple[str, str]:
        day = row.due_at.astimezone(clock.zone).strftime("%d.%m.%Y") if row.due_at else ""
        words = {"case": movement, "office": Role(row.office).label, "day": day}
        return _("Case %(case)s, %(office)s: clear it by %(day)s") % words, ""

    return sentence


def silence(row: Clearance) -> Sentence:
    """That the term of an office has passed."""

    def sentence(movement: Movement) -> tuple[str, str]:
        words = {"case": movement, "office": Role(row.office).label}
        told = _("The term has passed. Nobody clears by silence: somebody of the office must answer.")
        return _("Case %(case)s, %(office)s: the clearance is overdue") % words, told

    return sentence
