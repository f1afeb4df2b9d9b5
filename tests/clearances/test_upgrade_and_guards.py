"""Cases that waited for the accountant alone go on as they began; and a row only moves along its road."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from movements import queries
from movements.clearances import actions as clearing
from movements.models import Clearance, Turn
from tests.clearances.leaving import at_clearance, clear, row, states
from tests.people import House

pytestmark = pytest.mark.usefixtures("summer")
upgrade = import_module("movements.migrations.0012_clearances").ask_the_accountant


def test_a_case_that_waited_for_the_accountant_is_asked_of_that_office_alone(house: House) -> None:
    movement = at_clearance(house)
    Clearance.objects.filter(movement=movement).delete()
    Turn.objects.filter(movement=movement, finished=None).update(office="accountant", holder=house.gulnora)
    before = Turn.objects.get(movement=movement, finished=None)
    upgrade(apps, None)
    asked = row(movement, "accountant")
    assert states(movement) == {"accountant": "asked"}
    assert (asked.due_at, asked.holder) == (before.due_at, house.gulnora)
    assert [turn.movement_id for turn in queries.inbox(house.gulnora)] == [movement.pk]
    assert clear(house, movement, "accountant").step == "dossier"


def test_a_case_at_another_step_is_left_as_it_is(house: House) -> None:
    movement = clear(house, at_clearance(house), "librarian", "dormitory", "accountant")
    upgrade(apps, None)
    assert Turn.objects.get(movement=movement, finished=None).office == "registrar"
    assert Clearance.objects.filter(movement=movement).count() == 3


@pytest.mark.parametrize("state", ["asked", "owed"])
def test_what_is_cleared_is_never_taken_back(house: House, state: str) -> None:
    movement = clear(house, at_clearance(house), "librarian")
    with pytest.raises(IntegrityError, match="no such transition"), transaction.atomic():
        Clearance.objects.filter(movement=movement, office="librarian").update(state=state)
    clearing.object(actor=house.murod, movement_id=movement.pk, words="Kalit.")
    assert states(movement) == {"librarian": "cleared", "dormitory": "owed", "accountant": "asked"}


def test_an_office_is_asked_once_a_turn(house: House) -> None:
    movement = at_clearance(house)
    asked = row(movement, "librarian")
    asked.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)
