"""Many people at the same case at the same moment: exactly one wins, and everybody else is told who."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from journal.models import Event
from journal.refusals import Conflict, Refusal
from movements import actions
from movements.models import Decision, Movement, Turn
from tests.movements.test_academic_leave_by_actions import STATED, filed
from tests.people import House, open_house

CALLERS = 25


@pytest.fixture
def committed_house(committed_db: str) -> House:
    """The small institute in a database of its own, where commits are real."""
    return open_house()


def at_once(act: Callable[[], object], callers: int = CALLERS) -> list[object]:
    """Call from many threads, each with its own connection, let go by one barrier; gives results and refusals."""
    gate, results = threading.Barrier(callers), []

    def call() -> None:
        try:
            gate.wait()
            results.append(act())
        except Refusal as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _caller in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_25_double_decisions_exactly_one_is_made(committed_house: House) -> None:
    house = committed_house
    movement = filed(house)
    results = at_once(lambda: actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve"))
    won = [result for result in results if isinstance(result, Movement)]
    assert len(won) == 1
    assert [type(result) for result in results if result not in won] == [Conflict] * (CALLERS - 1)
    assert Decision.objects.filter(movement=movement, step="dean_consent").count() == 1
    assert Turn.objects.filter(movement=movement, finished=None).count() == 1
    assert Event.objects.filter(chain=movement.chain, act="approve").count() == 1


def test_of_25_drafts_begun_at_once_one_is_kept(committed_house: House) -> None:
    house = committed_house
    student = house.students["aziza"]
    results = at_once(
        lambda: actions.start_draft(actor=house.aziza, kind="academic_leave", student=student, stated=STATED)
    )
    assert sum(isinstance(result, Movement) for result in results) == 1
    assert Movement.objects.count() == 1


def test_withdrawing_and_deciding_at_once_end_in_one_of_the_two(committed_house: House) -> None:
    house = committed_house
    movement = filed(house)

    def either() -> object:
        if threading.current_thread().name.endswith(("0", "2", "4", "6", "8")):
            return actions.withdraw(actor=house.aziza, movement_id=movement.pk)
        return actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")

    at_once(either, 10)
    movement.refresh_from_db()
    open_turns = Turn.objects.filter(movement=movement, finished=None).count()
    assert (movement.state, open_turns) in {("withdrawn", 0), ("review", 1)}
    assert Event.objects.filter(chain=movement.chain).count() == movement.chain_length
