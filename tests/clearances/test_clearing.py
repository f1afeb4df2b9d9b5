"""Each office clears for itself, one that is owed something waits for the applicant alone, the last carries it on."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from journal import clock, events
from journal.refusals import Conflict, Invalid, NotFound
from movements import actions, queries
from movements.clearances import actions as clearing
from movements.models import Decision, State, Turn
from permissions.actions import appoint
from permissions.roles import Role
from tests.clearances.leaving import ARRIVED, at_clearance, clear, filed, row, scan, states
from tests.people import House

pytestmark = pytest.mark.usefixtures("summer")
END_OF_SATURDAY = datetime(2026, 7, 18, 23, 59, 59, tzinfo=clock.zone)


def test_all_offices_are_asked_at_the_same_moment_each_with_its_own_term(house: House) -> None:
    movement = at_clearance(house)
    assert states(movement) == {"librarian": "asked", "dormitory": "asked", "accountant": "asked"}
    turn = Turn.objects.get(movement=movement, finished=None)
    assert (turn.office, turn.due_at) == ("", END_OF_SATURDAY)
    assert {one.due_at for one in turn.clearances.all()} == {END_OF_SATURDAY}


def test_the_case_stays_until_the_last_has_cleared_and_walks_on_in_that_act(house: House) -> None:
    movement = clear(house, at_clearance(house), "dormitory", "librarian")
    assert (movement.step, movement.state) == ("clearance", State.REVIEW)
    movement = clear(house, movement, "accountant")
    assert (movement.step, movement.state) == ("dossier", State.REVIEW)
    assert movement.decided["clearance"] == {
        office: {"cleared_on": "2026-07-16"} for office in ("librarian", "dormitory", "accountant")
    }
    assert events.verify_all() == []


def test_one_that_is_owed_waits_for_the_applicant_alone(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Ikkita kitob qaytarilmagan.")
    movement = clear(house, movement, "dormitory", "accountant")
    assert states(movement) == {"librarian": "owed", "dormitory": "cleared", "accountant": "cleared"}
    assert (movement.state, movement.step) == (State.REVIEW, "clearance")
    assert queries.may(house.aziza, movement, queries.open_turn(movement)) == ["settled", "withdraw"]
    with clock.pretend(datetime(2026, 7, 20, 9, tzinfo=clock.zone)):
        clearing.settled(actor=house.aziza, movement_id=movement.pk, words="Topshirdim.")
        assert row(movement, "librarian").due_at == datetime(2026, 7, 22, 23, 59, 59, tzinfo=clock.zone)
        movement = clear(house, movement, "librarian")
    assert movement.step == "dossier"


def test_the_term_of_the_case_stands_still_only_while_nobody_but_the_applicant_is_waited_for(house: House) -> None:
    movement = at_clearance(house)
    movement = clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob.")
    assert movement.stopped_at is None
    movement = clear(house, movement, "dormitory", "accountant")
    assert movement.stopped_at == clock.now()
    before = movement.service_due_at
    with clock.pretend(datetime(2026, 7, 17, 11, tzinfo=clock.zone)):
        movement = clearing.settled(actor=house.aziza, movement_id=movement.pk)
    assert movement.stopped_at is None
    assert before is not None
    assert movement.service_due_at > before


def test_what_is_owed_is_said_in_words(house: House) -> None:
    movement = at_clearance(house)
    with pytest.raises(Invalid) as refused:
        clearing.object(actor=house.zuhra, movement_id=movement.pk, words="  ")
    assert list(refused.value.fields) == ["words"]
    assert states(movement)["librarian"] == "asked"


def test_an_office_that_is_owed_may_clear_without_being_asked_again(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob.")
    movement = clear(house, movement, "librarian", "dormitory", "accountant")
    assert movement.step == "dossier"


def test_nobody_answers_for_another_office_or_twice(house: House) -> None:
    movement = at_clearance(house)
    with pytest.raises(Conflict):
        clearing.clear(actor=house.zuhra, movement_id=movement.pk, office="dormitory")
    with pytest.raises(Conflict):
        clearing.clear(actor=house.dilnoza, movement_id=movement.pk)
    with pytest.raises(Conflict):
        clearing.clear(actor=house.aziza, movement_id=movement.pk, office="librarian")
    with pytest.raises(Conflict):
        actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve")
    clear(house, movement, "librarian")
    with pytest.raises(Conflict):
        clearing.clear(actor=house.zuhra, movement_id=movement.pk)
    assert states(movement) == {"librarian": "cleared", "dormitory": "asked", "accountant": "asked"}


def test_only_the_applicant_says_that_it_is_settled_and_only_where_something_is_owed(house: House) -> None:
    movement = at_clearance(house)
    with pytest.raises(Conflict):
        clearing.settled(actor=house.aziza, movement_id=movement.pk)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob.")
    for other in (house.sardor, house.zuhra, house.dilnoza):
        with pytest.raises(NotFound):
            clearing.settled(actor=other, movement_id=movement.pk)
    assert states(movement)["librarian"] == "owed"


def test_the_library_and_the_residence_see_the_cases_in_which_they_are_asked_and_no_others(house: House) -> None:
    for person in (house.zuhra, house.murod):
        assert queries.cases_for(person) == []
    movement = at_clearance(house)
    other = filed(house, "sardor")
    for person in (house.zuhra, house.murod):
        assert queries.cases_for(person) == [movement]
        with pytest.raises(NotFound):
            queries.get_case_for(person, other.pk)
    clear(house, movement, "librarian", "dormitory", "accountant")
    assert queries.cases_for(house.zuhra) == [movement]


def test_each_answer_is_a_decision_with_its_power_and_a_link_of_the_chain(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob.")
    actions.attach(actor=house.aziza, movement_id=movement.pk, kind="clearance_proof", upload=scan())
    clearing.settled(actor=house.aziza, movement_id=movement.pk, words="Topshirdim.")
    clear(house, movement, "librarian")
    said = Decision.objects.filter(movement=movement, step="clearance").order_by("pk")
    assert list(said.values_list("verdict", "by__surname", "office", "words")) == [
        ("object", "Ismoilova", "librarian", "Kitob."),
        ("settled", "Qodirova", "student", "Topshirdim."),
        ("clear", "Ismoilova", "librarian", ""),
    ]
    assert said[0].basis == "08.01.2024-yildagi 12-K-sonli buyruq"
    assert [key.partition(":")[0] for key in said[1].stated["papers"]] == ["clearance_proof"]
    acts = list(events.of(movement).values_list("act", flat=True))
    assert acts[-4:] == ["object", "attach", "settled", "clear"]
    assert events.verify_all() == []


def test_the_paper_is_taken_only_while_an_office_waits_for_the_applicant(house: House) -> None:
    movement = at_clearance(house)
    with pytest.raises(Conflict):
        actions.attach(actor=house.aziza, movement_id=movement.pk, kind="clearance_proof", upload=scan())
    assert movement.attachments.count() == 1


def test_who_holds_two_of_the_offices_says_for_which(house: House) -> None:
    movement = at_clearance(house)
    appoint(
        actor=None,
        person=house.zuhra,
        office=Role.DORMITORY,
        unit=house.institute,
        valid_from=date(2026, 1, 1),
        basis="1-K",
    )
    with pytest.raises(Invalid) as refused:
        clearing.clear(actor=house.zuhra, movement_id=movement.pk)
    assert refused.value.facts == {"offices": ["librarian", "dormitory"]}
    clearing.clear(actor=house.zuhra, movement_id=movement.pk, office="dormitory")
    assert states(movement) == {"librarian": "asked", "dormitory": "cleared", "accountant": "asked"}


def test_a_row_is_reassigned_and_held_like_a_turn(house: House) -> None:
    movement = at_clearance(house)
    appoint(
        actor=None,
        person=house.farrux,
        office=Role.LIBRARIAN,
        unit=house.institute,
        valid_from=date(2026, 1, 1),
        basis="1-K",
    )
    actions.take(actor=house.farrux, movement_id=movement.pk)
    with pytest.raises(Conflict):
        clearing.clear(actor=house.zuhra, movement_id=movement.pk)
    with pytest.raises(Invalid):
        actions.reassign(actor=house.dilnoza, movement_id=movement.pk, to=house.zuhra, grounds="Taʼtilda.")
    with pytest.raises(Invalid):
        actions.reassign(
            actor=house.dilnoza, movement_id=movement.pk, to=house.murod, grounds="Taʼtilda.", office="librarian"
        )
    actions.reassign(
        actor=house.dilnoza, movement_id=movement.pk, to=house.zuhra, grounds="Taʼtilda.", office="librarian"
    )
    with pytest.raises(Conflict):
        clearing.clear(actor=house.farrux, movement_id=movement.pk)
    assert queries.inbox(house.farrux) == []
    clearing.clear(actor=house.zuhra, movement_id=movement.pk)
    assert states(movement)["librarian"] == "cleared"


def test_taken_back_nothing_is_asked_any_more(house: House) -> None:
    movement = at_clearance(house)
    actions.withdraw(actor=house.aziza, movement_id=movement.pk)
    assert queries.inbox(house.zuhra) == []
    with pytest.raises(Conflict):
        clearing.clear(actor=house.zuhra, movement_id=movement.pk)


def test_what_an_office_has_given_stays_given_when_the_case_comes_again(house: House) -> None:
    movement = clear(house, at_clearance(house), "librarian", "dormitory", "accountant")
    actions.decide(
        actor=house.dilnoza, movement_id=movement.pk, verdict="return", ground="other", words="Xat nusxasi boshqa."
    )
    actions.revise(actor=house.aziza, movement_id=movement.pk, stated=movement.stated)
    with clock.pretend(ARRIVED.replace(day=17)):
        movement = actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    assert movement.step == "dossier"
    assert states(movement) == {"librarian": "cleared", "dormitory": "cleared", "accountant": "cleared"}
    assert row(movement, "librarian").cleared_at == ARRIVED
    assert Turn.objects.filter(movement=movement, step="clearance", data__exit="cleared").count() == 2
