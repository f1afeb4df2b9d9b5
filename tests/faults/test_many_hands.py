"""25 people at the same case or order at the same moment, over and over: one wins, and no number is lost."""

from __future__ import annotations

import time
from pathlib import Path

from journal.refusals import Conflict
from movements import actions
from movements.models import Movement
from orders import actions as orders
from orders.models import Order
from tests.faults.cases import enrolled, filed
from tests.faults.dying import drain
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import count, times
from tests.faults.test_crashed_database import ready_orders
from tests.orders.test_races import at_once
from tests.people import House

HANDS = times(8, 25)


def test_of_many_deciders_one_wins_every_time(house: House, media: Path, unrung: None) -> None:
    rounds, slowest = times(1, 60), 0.0
    for login in enrolled(house, rounds):
        movement = filed(house, login)
        began = time.perf_counter()
        results = at_once(
            [lambda pk=movement.pk: actions.decide(actor=house.botir, movement_id=pk, verdict="approve")] * HANDS
        )
        slowest = max(slowest, time.perf_counter() - began)
        assert sum(isinstance(result, Movement) for result in results) == 1
        assert sum(isinstance(result, Conflict) for result in results) == HANDS - 1
    drain()
    assert unfinished(media) == []
    count("many deciders of one case", trials=rounds, calls=rounds * HANDS, **{"longest trial, s": round(slowest, 2)})


def test_of_many_signers_one_wins_every_time(house: House, media: Path, unrung: None) -> None:
    rounds = times(1, 40)
    for order_id in ready_orders(house, rounds):
        results = at_once([lambda pk=order_id: orders.sign(actor=house.erkin, order_id=pk)] * HANDS)
        assert sum(isinstance(result, Order) for result in results) == 1
        assert sum(isinstance(result, Conflict) for result in results) == HANDS - 1
    assert broken() == []
    count("many signers of one order", trials=rounds, calls=rounds * HANDS)


def test_orders_signed_at_once_are_numbered_without_a_gap(house: House, media: Path, unrung: None) -> None:
    rounds = times(1, 12)
    for _round in range(rounds):
        ready = ready_orders(house, HANDS)
        results = at_once([lambda pk=pk: orders.sign(actor=house.erkin, order_id=pk) for pk in ready])
        assert [result for result in results if not isinstance(result, Order)] == []
        assert broken() == []
    assert sorted(Order.objects.values_list("sequence", flat=True)) == list(range(1, rounds * HANDS + 1))
    count("orders signed at once", trials=rounds, numbers=rounds * HANDS)
