"""Many hands in one ledger."""

from __future__ import annotations

from journal import clock, events
from journal.refusals import Conflict
from orders import blanks
from orders.blank_models import Blank, BlankBatch, BlankDestruction, BlankEntry, BlankLedger
from orders.stocktaking_models import Stocktaking
from tests.blanks.keeping import assigned, closed, counted, drawn, explained, opened, received, spoiled
from tests.orders.test_races import at_once
from tests.people import House

HANDS = 20


def test_20_registrars_never_assign_one_serial_twice(committed_house: House) -> None:
    house = committed_house
    received(house, "0000001", "0000015")
    results = at_once([lambda n=number: assigned(house, f"movement:{n}") for number in range(HANDS)])
    won = [result for result in results if isinstance(result, Blank)]
    assert sorted(blank.number for blank in won) == list(range(1, 16))
    assert sum(isinstance(result, Conflict) for result in results) == HANDS - 15
    assert BlankEntry.objects.filter(act="assigned").count() == 15
    assert events.verify_all() == []


def test_of_20_hands_that_want_one_serial_exactly_one_gets_it(committed_house: House) -> None:
    house = committed_house
    received(house)
    results = at_once([lambda n=n: assigned(house, f"movement:{n}", serial="AB 0000003") for n in range(HANDS)])
    assert sum(isinstance(result, Blank) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == HANDS - 1


def test_one_case_gets_one_blank_however_often_it_asks(committed_house: House) -> None:
    house = committed_house
    received(house)
    results = at_once([lambda: assigned(house, "movement:1")] * HANDS)
    assert sum(isinstance(result, Blank) for result in results) == 1
    assert BlankEntry.objects.filter(act="assigned").count() == 1


def test_issuing_spoiling_and_releasing_at_once_leave_one_truth(committed_house: House) -> None:
    house = committed_house
    received(house)
    pk = assigned(house).pk
    results = at_once(
        [
            lambda: blanks.issue(actor=house.dilnoza, blank_id=pk, to="Aziza", on=clock.today()),
            lambda: blanks.release(actor=house.dilnoza, blank_id=pk),
            lambda: blanks.release(actor=house.dilnoza, blank_id=pk),
            lambda: blanks.issue(actor=house.dilnoza, blank_id=pk, to="Aziza", on=clock.today()),
        ]
    )
    assert sum(isinstance(result, Blank) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 3
    assert Blank.objects.get(pk=pk).entries.count() == 3


def test_the_book_is_opened_once_and_a_range_is_received_once(committed_house: House) -> None:
    house = committed_house
    results = at_once([lambda: received(house)] * HANDS)
    assert sum(isinstance(result, BlankBatch) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == HANDS - 1
    assert (BlankLedger.objects.count(), Blank.objects.count()) == (1, 5)
    assert events.verify_all() == []


def test_an_act_is_confirmed_and_a_stocktaking_closed_once(committed_house: House) -> None:
    house = committed_house
    received(house)
    act = drawn(house, spoiled(house).serial)
    confirmed = at_once([lambda: blanks.confirm_destruction(actor=house.nodira, destruction_id=act.pk)] * 8)
    assert sum(isinstance(result, BlankDestruction) for result in confirmed) == 1
    row = opened(house)
    counted(house, row, "AB 0000002-0000004")
    explained(house, row, "AB 0000005")
    shut = at_once([lambda: closed(house, row)] * 8)
    assert sum(isinstance(result, Stocktaking) for result in shut) == 1
    assert {type(result) for result in [*confirmed, *shut]} == {BlankDestruction, Stocktaking, Conflict}
    assert BlankEntry.objects.filter(act__in=["destroyed", "missed"]).count() == 2
    assert events.verify_all() == []
