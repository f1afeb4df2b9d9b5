"""The third movement by its actions: its law lets a case lapse, and its terms are dated."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from journal import clock
from movements import actions
from movements.models import Movement
from tests.people import House

STATED = {"group": "26-10", "starts_on": "2026-12-01"}


def at(moment: str) -> AbstractContextManager[None]:
    """It is that moment in Tashkent."""
    return clock.pretend(datetime.fromisoformat(moment).replace(tzinfo=clock.zone))


def local(moment: datetime | None) -> str:
    """The moment as a clock in Tashkent shows it."""
    return moment.astimezone(clock.zone).replace(tzinfo=None).isoformat() if moment else ""


def filed(house: House, moment: str) -> Movement:
    """Filed at that moment; the dean has it."""
    with at(moment):
        movement = actions.start_draft(
            actor=house.aziza, kind="swap_of_group", student=house.students["aziza"], stated=STATED
        )
        return actions.file(actor=house.aziza, movement_id=movement.pk)


def returned(house: House, movement: Movement, moment: str) -> Movement:
    """Returned for correction by the dean."""
    with at(moment):
        return actions.decide(
            actor=house.botir, movement_id=movement.pk, verdict="return", ground="other", words="Guruhni aniqlang"
        )


def corrected(house: House, movement: Movement, moment: str) -> Movement:
    """Corrected by the applicant."""
    with at(moment):
        return actions.revise(actor=house.aziza, movement_id=movement.pk, stated=STATED)


def approved(house: House, movement: Movement, moment: str) -> Movement:
    """Approved by the dean; it waits for its order."""
    with at(moment):
        return actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
