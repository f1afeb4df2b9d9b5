"""Many hands at one fee: the lock of the case decides, and the database keeps a document single."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from journal import clock, events
from journal.refusals import Conflict, Refusal
from movements import lapsing
from movements.fees import actions
from movements.models import Movement, Payment, Turn
from tests.fees.paying import account, asked, fresh, priced
from tests.movements.changing_group import at
from tests.orders.test_races import at_once
from tests.people import House, open_house
from tests.work import do_all_jobs

HANDS = 8


@pytest.fixture
def committed_house(committed_db: str) -> House:
    found = open_house()
    priced(found)
    return found


def _pay(house: House, movement: Movement, document: str, amount: str = "600000"):
    return actions.record_payment(
        actor=house.gulnora, movement_id=movement.pk, amount=amount, paid_on=date(2026, 11, 1), document=document
    )


def test_of_many_hands_with_one_document_one_records_it(committed_house: House) -> None:
    house = committed_house
    movements = [asked(house, login) for login in ("aziza", "bekzod")]
    results = at_once([lambda m=movements[i % 2]: _pay(house, m, "7", "10") for i in range(HANDS)])
    assert sum(isinstance(result, Payment) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == HANDS - 1
    assert Payment.objects.count() == 1
    assert events.verify_all() == []


def test_many_payments_at_once_are_all_kept_and_carry_the_case_on_once(committed_house: House) -> None:
    house = committed_house
    movement = asked(house)
    results = at_once([lambda n=n: _pay(house, movement, f"D{n}", "100000") for n in range(HANDS)])
    assert sum(isinstance(result, Payment) for result in results) == HANDS
    assert (account(movement).paid, account(movement).over) == (Decimal("800000.00"), Decimal("200000.00"))
    assert fresh(movement) == ("approved", "order")
    assert [event.act for event in events.of(movement)].count("paid") == 1
    assert sorted(Payment.objects.values_list("ordinal", flat=True)) == list(range(1, HANDS + 1))


def test_one_payment_is_taken_back_once(committed_house: House) -> None:
    house = committed_house
    payment = _pay(house, asked(house), "7", "10")
    back = lambda: actions.take_back_payment(actor=house.gulnora, payment_id=payment.pk, note="x")  # noqa: E731
    results = at_once([back] * HANDS)
    assert sum(isinstance(result, Payment) for result in results) == 1
    assert Payment.objects.count() == 2


def test_a_payment_and_the_end_race_and_exactly_one_decides(committed_house: House) -> None:
    house = committed_house
    began = clock.now() - timedelta(days=40)
    moment = began.astimezone(clock.zone).strftime("%Y-%m-%dT%H:%M")
    for number in range(6):
        movement = asked(house, f"talaba{number}", moment=moment, credits="3")
        with at((datetime.fromisoformat(moment) + timedelta(days=8)).isoformat()):
            lapsing.lapse_what_is_due()
            do_all_jobs()
        turn = Turn.objects.get(movement=movement, finished=None)
        assert turn.lapse_told_at is not None
        results = at_once(
            [
                lambda m=movement, n=number: _pay(house, m, f"R{n}"),
                lambda m=movement, t=turn: lapsing.lapse(movement_id=m.pk, turn_id=t.pk),
            ]
        )
        assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, Refusal)]
        ended = fresh(movement)
        acts = [event.act for event in events.of(movement)]
        assert ended in (("approved", "order"), ("refused", "refused"))
        assert ("paid" in acts) + ("unpaid" in acts) == 1
        assert account(movement).paid == Decimal("600000.00")  # whichever came first, the money is on record
    assert events.verify_all() == []
