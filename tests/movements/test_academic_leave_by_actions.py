"""Academic leave through the actions, as every screen and call performs it."""

from __future__ import annotations

import pytest

from journal.refusals import Conflict, Invalid, NotFound
from movements import actions, queries
from movements.models import Movement
from tests.people import House
from tests.uploads import pdf

STATED = {"ground": "health", "starts_on": "2026-12-01", "ends_on": "2027-09-01"}


def draft(house: House, **stated: str) -> Movement:
    return actions.start_draft(
        actor=house.aziza, kind="academic_leave", student=house.students["aziza"], stated={**STATED, **stated}
    )


def filed(house: House) -> Movement:
    movement = draft(house)
    actions.attach(actor=house.aziza, movement_id=movement.pk, kind="medical_conclusion", upload=pdf())
    return actions.file(actor=house.aziza, movement_id=movement.pk)


def approved(house: House) -> Movement:
    movement = filed(house)
    for person in (house.botir, house.hamid):
        movement = actions.decide(actor=person, movement_id=movement.pk, verdict="approve")
    return movement


def test_344_6_without_the_paper_the_applicant_is_told_and_the_draft_is_kept(house: House) -> None:
    movement = draft(house)
    with pytest.raises(Invalid) as refusal:
        actions.file(actor=house.aziza, movement_id=movement.pk)
    assert refusal.value.clause == "344/2021:6"
    movement.refresh_from_db()
    assert (movement.state, movement.number, movement.stated) == ("draft", None, STATED)


def test_344_6_who_insists_reaches_the_office_which_decides(house: House) -> None:
    movement = draft(house)
    movement = actions.file(actor=house.aziza, movement_id=movement.pk, insist=True, grounds="Hujjat ertaga beriladi")
    assert (movement.state, movement.step) == ("review", "office_check")


def test_a_filed_case_waits_for_the_dean_of_the_faculty(house: House) -> None:
    movement = filed(house)
    turn = queries.open_turn(movement)
    assert turn is not None
    assert (movement.state, movement.step, turn.office, turn.unit_id) == (
        "review",
        "dean_consent",
        "dean",
        house.units["chemistry"].pk,
    )
    tracker = queries.tracker(movement, turn)
    assert [step.name for step in tracker.next_steps] == ["vice_rector_consent", "order"]
    assert [one.pk for one in queries.inbox(house.botir)] == [turn.pk]


def test_the_dean_of_another_faculty_sees_nothing_of_it(house: House) -> None:
    movement = filed(house)
    assert queries.inbox(house.jasur) == []
    with pytest.raises(NotFound):
        queries.get_case_for(house.jasur, movement.pk)
    with pytest.raises(NotFound):
        actions.decide(actor=house.jasur, movement_id=movement.pk, verdict="approve")


def test_the_vice_rector_may_not_decide_the_deans_step(house: House) -> None:
    movement = filed(house)
    with pytest.raises(Conflict):
        actions.decide(actor=house.hamid, movement_id=movement.pk, verdict="approve")


def test_a_return_needs_a_ground_and_words(house: House) -> None:
    movement = filed(house)
    with pytest.raises(Invalid) as refusal:
        actions.decide(actor=house.botir, movement_id=movement.pk, verdict="return")
    assert sorted(refusal.value.fields) == ["ground", "words"]


def test_a_returned_case_is_corrected_and_comes_back_to_the_dean(house: House) -> None:
    movement = filed(house)
    actions.decide(
        actor=house.botir, movement_id=movement.pk, verdict="return", ground="dates_wrong", words="Sanani toʻgʻrilang"
    )
    movement = actions.revise(actor=house.aziza, movement_id=movement.pk, stated={**STATED, "starts_on": "2026-12-07"})
    assert (movement.state, movement.step, movement.stated["starts_on"]) == ("review", "dean_consent", "2026-12-07")


def test_approved_by_dean_and_vice_rector_it_awaits_an_order(house: House) -> None:
    movement = approved(house)
    assert (movement.state, movement.step) == ("approved", "order")
    assert [one.pk for one in queries.awaiting_order(house.dilnoza)] == [movement.pk]


def test_a_second_decision_on_the_same_step_is_a_conflict_that_names_who_was_first(house: House) -> None:
    movement = approved(house)
    with pytest.raises(Conflict):
        actions.decide(actor=house.hamid, movement_id=movement.pk, verdict="approve")


def test_the_applicant_withdraws_freely_before_an_order(house: House) -> None:
    movement = approved(house)
    movement = actions.withdraw(actor=house.aziza, movement_id=movement.pk)
    assert movement.state == "withdrawn"
    assert queries.open_turn(movement) is None


def test_a_second_application_of_the_kind_is_refused_while_one_is_open(house: House) -> None:
    draft(house)
    with pytest.raises(Conflict):
        draft(house)
