"""Many hands at one clearance: two offices clear the last two at the same moment, and the case walks on once."""

from __future__ import annotations

import pytest

from journal import events
from journal.refusals import Conflict
from movements import actions
from movements.clearances import actions as clearing
from movements.models import Decision, Movement, Turn
from tests.clearances.leaving import at_clearance, clear, states
from tests.orders.test_races import at_once
from tests.people import House, open_house

pytestmark = pytest.mark.usefixtures("summer")


@pytest.fixture
def committed_house(committed_db: str) -> House:
    """The small institute, committed."""
    return open_house()


def test_of_two_that_clear_last_at_once_exactly_one_carries_the_case_on(committed_house: House) -> None:
    house = committed_house
    for _round in range(3):
        for login in ("aziza", "sardor"):
            movement = clear(house, at_clearance(house, login), "librarian")
            results = at_once(
                [
                    lambda pk=movement.pk: clearing.clear(actor=house.murod, movement_id=pk),
                    lambda pk=movement.pk: clearing.clear(actor=house.gulnora, movement_id=pk),
                ]
            )
            assert [type(result) for result in results] == [Movement, Movement]
            movement.refresh_from_db()
            assert movement.step == "dossier"
            assert Turn.objects.filter(movement=movement, step="dossier").count() == 1
            assert set(states(movement).values()) == {"cleared"}
            actions.withdraw(actor=house.people[login], movement_id=movement.pk)
    assert events.verify_all() == []


def test_of_25_clearances_of_one_office_exactly_one_wins(committed_house: House) -> None:
    house = committed_house
    movement = at_clearance(house)
    results = at_once([lambda: clearing.clear(actor=house.zuhra, movement_id=movement.pk)] * 25)
    assert sum(isinstance(result, Movement) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 24
    assert Decision.objects.filter(movement=movement, verdict="clear").count() == 1
