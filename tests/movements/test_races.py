"""Many people at the same case at the same moment: exactly one wins, and everybody else is told who."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from journal.models import Event
from journal.refusals import Conflict, Refusal
from movements import actions, lapsing
from movements.models import Decision, Movement, Turn
from tests.movements.changing_group import STATED as STATED_GROUP
from tests.movements.changing_group import at, returned
from tests.movements.changing_group import filed as group_filed
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


def test_a_correction_and_the_lapse_of_the_case_at_the_same_moment_never_both_happen(committed_house: House) -> None:
    house = committed_house
    movement = returned(house, group_filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")
    turn = Turn.objects.get(movement=movement, finished=None)
    with at("2026-11-26T00:01"):
        assert lapsing.give_notice(movement_id=movement.pk, turn_id=turn.pk)
    calls = iter(["lapse", "revise"] * 5)

    def act() -> object:
        with at("2026-11-29T00:01"):
            if next(calls) == "revise":
                return actions.revise(actor=house.aziza, movement_id=movement.pk, stated=STATED_GROUP).pk
            return lapsing.lapse(movement_id=movement.pk, turn_id=turn.pk)

    results = at_once(act, callers=10)
    won = [result for result in results if result not in (False,) and not isinstance(result, Refusal)]
    assert len(won) == 1
    movement.refresh_from_db()
    assert movement.state in ("lapsed", "review")
    last = [event.act for event in Event.objects.filter(chain=movement.chain).order_by("seq")][4:]
    assert last == ["lapse" if movement.state == "lapsed" else "revise"]


def test_of_25_schedulers_one_gives_the_notice_and_one_ends_the_case(committed_house: House) -> None:
    house = committed_house
    movement = returned(house, group_filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")
    turn = Turn.objects.get(movement=movement, finished=None)
    for moment, act in (("2026-11-26T00:01", lapsing.give_notice), ("2026-11-29T00:01", lapsing.lapse)):

        def do(moment: str = moment, act: Callable[..., bool] = act) -> bool:
            with at(moment):
                return act(movement_id=movement.pk, turn_id=turn.pk)

        assert sorted(at_once(do), key=str) == [False] * (CALLERS - 1) + [True]
    assert [event.act for event in Event.objects.filter(chain=movement.chain).order_by("seq")][3:] == [
        "lapse_notice",
        "lapse",
    ]
