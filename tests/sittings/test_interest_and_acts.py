"""Who may do what at a sitting; and for whoever has an interest in a case there is no such case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from journal.models import Notice
from journal.refusals import Conflict, Invalid, NotFound, Refusal
from movements import access
from movements import actions as cases
from movements.models import Body, Movement, Sitting
from movements.queries import cases_for, get_case_for, inbox
from movements.sittings import actions, documents
from movements.sittings.access import get_sitting_for
from movements.sittings.board import read
from movements.sittings.queries import waiting_turns
from permissions.actions import open_unit
from permissions.models import Person, Unit
from permissions.roles import Role
from tests.people import House, enrol
from tests.sittings.board import NAMES, applied, attended, called, held, prepared, seat, votes
from tests.uploads import pdf
from tests.work import do_all_jobs


def refused(act: Callable[[], object]) -> type[Refusal] | None:
    """How an act is refused; None where it is carried out."""
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    return None


def test_only_the_secretary_prepares_calls_records_and_closes(house: House) -> None:
    sitting = attended(house, applied(house))
    movement_id = sitting.cases.get().movement_id
    cast = votes(house, rais="for")
    acts: dict[str, Callable[[Person], object]] = {
        "vote": lambda who: actions.vote(actor=who, sitting_id=sitting.pk, movement_id=movement_id, votes=cast),
        "vote_all": lambda who: actions.vote_all(actor=who, sitting_id=sitting.pk),
        "attend": lambda who: actions.attend(actor=who, sitting_id=sitting.pk, present=[house.rais.pk]),
        "leave": lambda who: actions.leave_over(
            actor=who, sitting_id=sitting.pk, movement_id=movement_id, grounds="Keyin"
        ),
        "close": lambda who: actions.close(actor=who, sitting_id=sitting.pk),
        "void": lambda who: actions.void(actor=who, sitting_id=sitting.pk, grounds="Xato"),
        "put_on": lambda who: actions.put_on(actor=who, sitting_id=sitting.pk, movement_ids=[]),
    }
    visible = ("rais", "anvar", "dilnoza", "hamid", "erkin", "farrux")
    hidden = ("botir", "gulnora", "kamola", "aziza", "sardor")
    found = {
        name: {who: refused(partial(act, house.people[who])) for who in (*visible, *hidden)}
        for name, act in acts.items()
    }
    assert found == {name: {**dict.fromkeys(visible, Conflict), **dict.fromkeys(hidden, NotFound)} for name in acts}
    assert refused(lambda: acts["vote_all"](house.kotib)) is None


def test_a_sitting_that_is_being_prepared_only_chair_and_secretary_see(house: House) -> None:
    sitting = prepared(house, applied(house))
    assert [get_sitting_for(who, sitting.pk).pk for who in (house.kotib, house.rais)] == [sitting.pk] * 2
    for who in (house.anvar, house.dilnoza, house.aziza):
        assert refused(lambda who=who: get_sitting_for(who, sitting.pk)) is NotFound
    actions.call(actor=house.kotib, sitting_id=sitting.pk)
    assert get_sitting_for(house.anvar, sitting.pk).pk == sitting.pk


def test_only_who_may_appoint_opens_a_commission_and_only_one_that_flows_name(house: House) -> None:
    for who in (house.dilnoza, house.rais, house.kotib):
        assert refused(lambda who=who: actions.open_body(actor=who, code="groups", names=NAMES)) is Conflict
    assert refused(lambda: actions.open_body(actor=house.kamola, code="nobody", names=NAMES)) is Invalid


def test_a_secretary_of_another_commission_finds_nothing(house: House) -> None:
    sitting = called(house, applied(house))
    stranger = house.people["gulnora"]
    other = Body.objects.get()
    unit = open_unit(
        actor=house.kamola, code="x", kind=Unit.Kind.COMMISSION, parent=house.institute, names={"uz": "Boshqa"}
    )
    seat(house, Body(code="x", unit=unit), stranger, Role.COMMISSION_SECRETARY)
    assert refused(lambda: get_sitting_for(stranger, sitting.pk)) is NotFound
    assert list(waiting_turns(house.kotib, other)) == []
    assert refused(lambda: get_case_for(stranger, sitting.cases.get().movement_id)) is NotFound


def test_minutes_are_signed_by_the_chair_who_was_there_and_another_person_as_secretary(house: House) -> None:
    body = Body.objects.get()
    seat(house, body, house.rais, Role.COMMISSION_SECRETARY)
    seat(house, body, house.hamid, Role.COMMISSION_CHAIR)
    sitting = held(house, applied(house))
    for who in (house.anvar, house.dilnoza, house.hamid):
        assert refused(lambda who=who: actions.sign(actor=who, sitting_id=sitting.pk)) is Conflict
    actions.sign(actor=house.rais, sitting_id=sitting.pk)
    assert refused(lambda: actions.sign(actor=house.rais, sitting_id=sitting.pk)) is Conflict
    assert actions.sign(actor=house.kotib, sitting_id=sitting.pk).number == "1"
    assert refused(lambda: actions.sign(actor=house.kotib, sitting_id=sitting.pk)) is Conflict


def test_what_was_signed_is_the_text_that_was_closed(house: House) -> None:
    sitting = held(house, applied(house))
    Sitting.objects.filter(pk=sitting.pk).update(minutes={**sitting.minutes, "place": "boshqa joy"})
    assert refused(lambda: actions.sign(actor=house.rais, sitting_id=sitting.pk)) is Conflict


def test_a_member_sees_the_cases_of_a_called_sitting_with_what_the_step_needs(house: House) -> None:
    draft = cases.start_draft(
        actor=house.aziza,
        kind="change_by_commission",
        student=house.students["aziza"],
        stated={"group": "26-10", "starts_on": "2026-12-01"},
    )
    paper = cases.attach(actor=house.aziza, movement_id=draft.pk, kind="letter", upload=pdf())
    movement = cases.file(actor=house.aziza, movement_id=draft.pk)
    assert get_case_for(house.kotib, movement.pk) == movement
    assert refused(lambda: get_case_for(house.anvar, movement.pk)) is NotFound
    called(house, movement)
    assert get_case_for(house.anvar, movement.pk) == movement
    assert [case.pk for case in cases_for(house.anvar)] == [movement.pk]
    assert access.get_paper_for(house.anvar, paper.pk) == paper
    assert refused(lambda: access.get_paper_for(house.botir, paper.pk)) is NotFound


def hidden_everywhere(who: Person, movement: Movement, sitting: Sitting) -> None:
    """There is no such case for this member, by whatever way they ask."""
    assert not access.can_see(who, movement)
    assert movement not in cases_for(who)
    assert access.offices_over(who, movement) == []
    assert refused(lambda: get_case_for(who, movement.pk)) is NotFound
    assert refused(lambda: documents.paper_for(who, Sitting.objects.get(pk=sitting.pk))) is NotFound
    for act in (
        lambda: actions.declare_interest(actor=who, sitting_id=sitting.pk, movement_id=movement.pk, ground="relative"),
        lambda: actions.vote(actor=who, sitting_id=sitting.pk, movement_id=movement.pk, votes={}),
    ):
        assert refused(act) in (NotFound, Conflict)


def test_who_declared_an_interest_sees_neither_case_nor_vote_nor_minutes(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = attended(house, movement, other)
    actions.declare_interest(
        actor=house.anvar, sitting_id=sitting.pk, movement_id=movement.pk, ground="other", words="Ilmiy rahbarman"
    )
    hidden_everywhere(house.anvar, movement, sitting)
    assert get_case_for(house.anvar, other.pk) == other
    with pytest.raises(Invalid):
        actions.vote(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement.pk, votes=votes(house, anvar="for"))
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    sitting = actions.close(actor=house.kotib, sitting_id=sitting.pk)
    hidden_everywhere(house.anvar, movement, sitting)
    board = read(sitting)
    assert [len(board.counted(case)) for case in board.cases] == [4, 5]
    assert sitting.minutes["cases"][0]["out"] == ["MIRZAYEV Anvar"]


def test_a_declared_relative_is_a_relative_in_every_later_case(house: House) -> None:
    movement = applied(house)
    sitting = attended(house, movement)
    actions.declare_interest(
        actor=house.kotib, person_id=house.anvar.pk, sitting_id=sitting.pk, movement_id=movement.pk, ground="relative"
    )
    cases.withdraw(actor=house.aziza, movement_id=movement.pk)
    again = applied(house)
    later = called(house, again)
    hidden_everywhere(house.anvar, again, later)


def test_a_member_who_applies_has_no_part_in_the_own_case(house: House) -> None:
    enrol(house, "magistr", "Mirzayev", "Anvar", "chemistry", "337251100090")
    seat(house, Body.objects.get(), house.magistr, Role.COMMISSION_MEMBER)
    movement = applied(house, "magistr")
    sitting = attended(house, movement, present=("rais", "anvar", "barno", "davron", "magistr"))
    board = read(sitting)
    assert house.magistr not in [member.person for member in board.voting(board.cases[0])]
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    sitting = actions.close(actor=house.kotib, sitting_id=sitting.pk)
    assert refused(lambda: documents.paper_for(house.magistr, sitting)) is NotFound
    assert access.offices_over(house.magistr, movement) == []
    assert access.can_see(house.magistr, movement)


def test_a_secretary_with_an_interest_cannot_record_that_case_nor_close_with_it(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = attended(house, movement, other)
    actions.declare_interest(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement.pk, ground="relative")
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    board = read(sitting)
    assert [len(board.counted(case)) for case in board.cases] == [0, 5]
    assert (
        refused(lambda: actions.vote(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement.pk, votes={}))
        is NotFound
    )
    assert refused(lambda: actions.close(actor=house.kotib, sitting_id=sitting.pk)) is Conflict


def test_a_chair_with_an_interest_signs_once_that_case_is_left_over(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = attended(house, movement, other)
    actions.declare_interest(actor=house.rais, sitting_id=sitting.pk, movement_id=movement.pk, ground="relative")
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    assert refused(lambda: actions.close(actor=house.kotib, sitting_id=sitting.pk)) is Conflict
    actions.leave_over(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement.pk, grounds="Manfaatdorlik")
    actions.close(actor=house.kotib, sitting_id=sitting.pk)
    actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    assert actions.sign(actor=house.rais, sitting_id=sitting.pk).number == "1"
    assert refused(lambda: get_case_for(house.rais, movement.pk)) is NotFound


def test_a_secretary_with_an_interest_has_the_case_on_no_desk_and_is_told_nothing(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = prepared(house, movement)
    actions.declare_interest(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement.pk, ground="relative")
    assert [turn.movement_id for turn in inbox(house.kotib)] == [other.pk]
    actions.void(actor=house.kotib, sitting_id=sitting.pk, grounds="Manfaatdorlik")
    assert [turn.movement_id for turn in waiting_turns(house.kotib, Body.objects.get())] == [other.pk]
    do_all_jobs()
    told = Notice.objects.filter(person_id=house.kotib.pk).values_list("about", flat=True)
    assert set(told) == {other.chain}


def test_a_reader_outside_the_commission_declares_nothing(house: House) -> None:
    sitting = called(house, applied(house))
    asked = {"sitting_id": sitting.pk, "movement_id": sitting.cases.get().movement_id, "ground": "relative"}
    assert refused(lambda: actions.declare_interest(actor=house.dilnoza, **asked)) is Conflict
    assert refused(lambda: actions.declare_interest(actor=house.anvar, **asked, person_id=house.barno.pk)) is Conflict
    assert refused(lambda: actions.declare_interest(actor=house.anvar, **asked)) is None


def test_a_chair_with_an_interest_lets_a_deputy_preside(house: House) -> None:
    seat(house, Body.objects.get(), house.hamid, Role.COMMISSION_CHAIR, "Rais oʻrinbosari")
    sitting = attended(house, applied(house), present=("rais", "anvar", "barno", "davron"))
    movement_id = sitting.cases.get().movement_id
    actions.declare_interest(actor=house.rais, sitting_id=sitting.pk, movement_id=movement_id, ground="relative")
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    assert refused(lambda: actions.close(actor=house.kotib, sitting_id=sitting.pk)) is Conflict
    there = [house.people[login].pk for login in ("hamid", "rais", "anvar", "barno", "davron")]
    actions.attend(actor=house.kotib, sitting_id=sitting.pk, present=there, presided_by=house.hamid.pk)
    actions.vote(actor=house.kotib, sitting_id=sitting.pk, movement_id=movement_id, votes=votes(house, hamid="for"))
    sitting = actions.close(actor=house.kotib, sitting_id=sitting.pk)
    assert refused(lambda: actions.sign(actor=house.rais, sitting_id=sitting.pk)) is Conflict
    actions.sign(actor=house.hamid, sitting_id=sitting.pk)
    assert actions.sign(actor=house.kotib, sitting_id=sitting.pk).state == "signed"
