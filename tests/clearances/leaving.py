"""Aziza leaves for another institution: her case at the clearance, and later."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from journal import clock
from movements import actions
from movements.clearances import actions as clearing
from movements.models import Clearance, Movement, Turn
from tests.people import House
from tests.uploads import pdf

# A Thursday: two working days later is Saturday, the house works six days a week.
ARRIVED = datetime(2026, 7, 16, 11, tzinfo=clock.zone)
STATED = {
    "institution": "Samarqand davlat universiteti", "institution_kind": "private", "programme_there": "60710100 Kimyo",
    "reason": "other", "target_admission": "no", "leaves_on": "2026-08-31",
}  # fmt: skip
ANSWERERS = {"librarian": "zuhra", "dormitory": "murod", "accountant": "gulnora"}


def filed(house: House, login: str = "aziza") -> Movement:
    """The application, with the letter of the other institution, before the dean."""
    student = house.students[login]
    movement = actions.start_draft(actor=house.people[login], kind="transfer_out", student=student, stated=STATED)
    actions.attach(actor=house.people[login], movement_id=movement.pk, kind="request_letter", upload=pdf())
    return actions.file(actor=house.people[login], movement_id=movement.pk)


def at_clearance(house: House, login: str = "aziza") -> Movement:
    """The dean has consented; three offices are asked."""
    movement = filed(house, login)
    dean = house.botir if login == "aziza" or house.students[login].faculty.code == "chemistry" else house.jasur
    return actions.decide(actor=dean, movement_id=movement.pk, verdict="approve")


def clear(house: House, movement: Movement, *offices: str) -> Movement:
    """These offices clear."""
    for office in offices:
        movement = clearing.clear(actor=house.people[ANSWERERS[office]], movement_id=movement.pk)
    return movement


def states(movement: Movement) -> dict[str, str]:
    """How each office of the last clearance stands."""
    turn = Turn.objects.filter(movement=movement, step="clearance").latest("pk")
    return dict(Clearance.objects.filter(turn=turn).values_list("office", "state"))


def row(movement: Movement, office: str) -> Clearance:
    """The row of an office at the last clearance."""
    return Clearance.objects.filter(movement=movement, office=office).latest("pk")


def scan() -> SimpleUploadedFile:
    """A paper."""
    return pdf()
