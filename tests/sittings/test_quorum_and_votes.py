"""Quorum, majority and equal votes, at their edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal import clock
from journal.refusals import Conflict, Invalid
from movements.models import AgendaCase, Body
from movements.sittings import actions
from movements.sittings.board import read
from movements.sittings.rules import carries, is_quorum
from tests.people import House
from tests.sittings.board import applied, attended, called, held, votes

DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("present", "members", "enough"),
    [(0, 0, False), (1, 1, True), (2, 4, False), (3, 4, True), (2, 5, False), (3, 5, True)],
)
def test_a_quorum_is_more_than_half(present: int, members: int, enough: bool) -> None:
    assert is_quorum(present, members, on=DAY, numbers={}) is enough


@pytest.mark.parametrize(
    ("in_favour", "voting", "chair", "carried"),
    [
        (2, 3, False, True),
        (1, 3, True, False),
        (2, 4, True, True),
        (2, 4, False, False),
        (0, 0, True, False),
        (3, 5, False, True),
    ],
)
def test_the_majority_of_those_present_carries_and_of_equal_parts_the_chairs(
    in_favour: int, voting: int, chair: bool, carried: bool
) -> None:
    assert carries(in_favour, voting, chair_in_favour=chair, on=DAY, numbers={}) is carried


def test_two_of_five_are_no_quorum_and_three_are(house: House) -> None:
    sitting = attended(house, applied(house), present=("rais", "anvar"))
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    with pytest.raises(Conflict):
        actions.close(actor=house.kotib, sitting_id=sitting.pk)
    there = [house.people[login].pk for login in ("rais", "anvar", "barno")]
    actions.attend(actor=house.kotib, sitting_id=sitting.pk, present=there)
    actions.vote(
        actor=house.kotib,
        sitting_id=sitting.pk,
        movement_id=sitting.cases.get().movement_id,
        votes=votes(house, barno="for"),
    )
    assert actions.close(actor=house.kotib, sitting_id=sitting.pk).state == "held"


def test_whoever_has_an_interest_is_counted_neither_among_members_nor_among_those_present(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = attended(house, movement, other, present=("rais", "anvar", "barno"))
    for login in ("anvar", "barno"):
        actions.declare_interest(
            actor=house.people[login], sitting_id=sitting.pk, movement_id=movement.pk, ground="relative"
        )
    board = read(sitting)
    case = next(one for one in board.cases if one.movement_id == movement.pk)
    assert (len(board.entitled(case)), len(board.voting(case)), board.may_decide(case)) == (3, 1, False)
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    with pytest.raises(Conflict) as refusal:
        actions.close(actor=house.kotib, sitting_id=sitting.pk)
    assert refusal.value.facts["undecided"] == [movement.number]
    actions.leave_over(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement.pk, grounds="Kvorum yoʻq")
    assert actions.close(actor=house.kotib, sitting_id=sitting.pk).state == "held"


@pytest.mark.parametrize(("chair", "outcome"), [("for", "approve"), ("against", "")])
def test_of_equal_votes_the_chair_decides(house: House, chair: str, outcome: str) -> None:
    sitting = attended(house, applied(house), present=("rais", "anvar", "barno", "davron"))
    other = "against" if chair == "for" else "for"
    cast = votes(house, rais=chair, anvar=chair, barno=other, davron=other)
    movement_id = sitting.cases.get().movement_id
    sitting = actions.vote(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement_id, votes=cast)
    board = read(sitting)
    assert board.outcome(board.cases[0]) == outcome


def test_another_proposal_is_voted_on_anew(house: House) -> None:
    sitting = attended(house, applied(house))
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    movement_id = sitting.cases.get().movement_id
    cast = votes(house, rais="for", anvar="for", barno="for")
    asked = {"actor": house.kotib, "sitting_id": sitting.pk, "movement_id": movement_id, "proposal": "refuse"}
    with pytest.raises(Invalid) as refusal:
        actions.vote(**asked, votes=cast)
    assert sorted(refusal.value.fields) == ["ground", "words"]
    sitting = actions.vote(**asked, votes=cast, ground="other", words="Joy yoʻq.")
    board = read(sitting)
    assert (board.outcome(board.cases[0]), len(board.counted(board.cases[0]))) == ("", 3)
    sitting = actions.vote(
        **asked, votes=votes(house, davron="against", elyor="abstain"), ground="other", words="Joy yoʻq."
    )
    board = read(sitting)
    assert board.outcome(board.cases[0]) == "refuse"


def test_only_members_who_are_there_vote(house: House) -> None:
    sitting = attended(house, applied(house), present=("rais", "anvar", "barno"))
    movement_id = sitting.cases.get().movement_id
    for stranger in ("davron", "kotib", "dilnoza"):
        with pytest.raises(Invalid):
            actions.vote(
                actor=house.kotib,
                sitting_id=sitting.pk,
                movement_id=movement_id,
                votes=votes(house, **{stranger: "for"}),
            )


def test_nobody_attends_before_the_day_and_without_a_chair_nobody_presides(house: House) -> None:
    sitting = called(house, applied(house))
    with pytest.raises(Invalid):
        actions.attend(actor=house.kotib, sitting_id=sitting.pk, present=[house.anvar.pk])
    with pytest.raises(Invalid):
        actions.attend(actor=house.kotib, sitting_id=sitting.pk, present=[house.rais.pk, house.dilnoza.pk])
    later = actions.prepare(
        actor=house.kotib,
        body_id=Body.objects.get().pk,
        meets_at=clock.now() + timedelta(days=2),
        place="305",
        movement_ids=[applied(house, "sardor").pk],
    )
    actions.call(actor=house.kotib, sitting_id=later.pk)
    with pytest.raises(Conflict):
        actions.attend(actor=house.kotib, sitting_id=later.pk, present=[house.rais.pk])


def test_a_sitting_closed_has_a_result_for_every_case(house: House) -> None:
    sitting = attended(house, applied(house), applied(house, "sardor"))
    with pytest.raises(Conflict):
        actions.close(actor=house.kotib, sitting_id=sitting.pk)
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    actions.close(actor=house.kotib, sitting_id=sitting.pk)
    assert list(AgendaCase.objects.values_list("outcome", flat=True)) == ["approve", "approve"]
    assert held(house, applied(house, "laylo")).minutes["cases"][0]["voting"] == 5
