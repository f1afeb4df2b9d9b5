"""Many hands at one sitting, and at the numbers of one commission."""

from __future__ import annotations

from journal import events
from journal.models import Job
from journal.refusals import Conflict
from movements.models import AgendaCase, Sitting
from movements.sittings import actions
from tests.orders.test_races import at_once
from tests.people import House
from tests.sittings.board import applied, held, prepared

HANDS = 25


def test_of_25_parallel_signatures_of_the_chair_exactly_one_wins(committed_house: House) -> None:
    house = committed_house
    sitting = held(house, applied(house))
    actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    results = at_once([lambda: actions.sign(actor=house.rais, sitting_id=sitting.pk)] * HANDS)
    assert sum(isinstance(result, Sitting) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == HANDS - 1
    assert Sitting.objects.get().number == "1"
    assert Job.objects.filter(kind__in=("sitting.carry", "sitting.document")).count() == 2
    assert events.verify_all() == []


def test_25_sittings_signed_at_once_have_consecutive_numbers(committed_house: House) -> None:
    house = committed_house
    sittings = [held(house, applied(house, f"talaba{number}")) for number in range(HANDS)]
    for sitting in sittings:
        actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    results = at_once([lambda pk=sitting.pk: actions.sign(actor=house.rais, sitting_id=pk) for sitting in sittings])
    assert [result for result in results if not isinstance(result, Sitting)] == []
    assert sorted(Sitting.objects.values_list("sequence", flat=True)) == list(range(1, HANDS + 1))
    assert events.verify_all() == []


def test_two_agendas_cannot_both_take_a_case(committed_house: House) -> None:
    house = committed_house
    movement = applied(house)
    results = at_once([lambda: prepared(house, movement)] * 5)
    assert sum(isinstance(result, Sitting) for result in results) == 1
    assert AgendaCase.objects.count() == 1
