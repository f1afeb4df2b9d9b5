"""From the agenda to the order: a case goes before a commission, is voted on and cites the signed minutes."""

from __future__ import annotations

import io

import pikepdf
import pytest

from journal import clock, events, jobs
from journal.refusals import Conflict, Invalid, NotFound
from movements import actions as cases
from movements import queries
from movements.actions.locked import require_turn
from movements.activations import walk
from movements.composing import compose
from movements.models import AgendaCase, Decision, MinutesDocument, Movement, Sitting
from movements.sittings import actions
from orders.signing import verify
from orders.wording import uz_date
from tests.orders.reading import bare, pdf_a_faults, text_of
from tests.people import House
from tests.sittings.board import applied, attended, called, held, prepared, signed, votes
from tests.work import do_all_jobs


def test_a_filed_case_waits_for_the_commission_and_nobody_decides_it_alone(house: House) -> None:
    movement = applied(house)
    turn = queries.open_turn(movement)
    assert (movement.state, movement.step, turn.office) == ("review", "commission", "commission_secretary")
    assert turn.unit.body.code == "groups"
    assert [one.pk for one in queries.inbox(house.kotib)] == [turn.pk]
    assert queries.may(house.kotib, movement, turn) == []
    for person in (house.kotib, house.rais, house.dilnoza):
        with pytest.raises(Conflict):
            cases.decide(actor=person, movement_id=movement.pk, verdict="approve")
    with pytest.raises(NotFound):
        cases.decide(actor=house.anvar, movement_id=movement.pk, verdict="approve")


def test_the_minutes_get_number_and_date_by_the_second_signature(house: House) -> None:
    sitting = held(house, applied(house))
    sitting = actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    assert (sitting.state, sitting.number, sitting.date) == ("held", "", None)
    sitting = actions.sign(actor=house.rais, sitting_id=sitting.pk)
    assert (sitting.state, sitting.number, sitting.date) == ("signed", "1", clock.today())
    assert signed(house, applied(house, "sardor")).number == "2"
    assert events.verify_all() == []


def test_after_the_signature_each_case_goes_on_by_its_outcome(house: House) -> None:
    first, second, third = applied(house), applied(house, "sardor"), applied(house, "laylo")
    sitting = attended(house, first, second, third)
    for movement, proposal in ((second, "return"), (third, "refuse")):
        actions.vote(
            actor=house.kotib,
            sitting_id=sitting.pk,
            movement_id=movement.pk,
            proposal=proposal,
            ground="other",
            words="Joy yoʻq.",
            votes=votes(house, rais="for", anvar="for", barno="for", davron="against", elyor="abstain"),
        )
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    actions.close(actor=house.kotib, sitting_id=sitting.pk)
    actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    sitting = actions.sign(actor=house.rais, sitting_id=sitting.pk)
    run_but_documents()
    found = [Movement.objects.get(pk=movement.pk) for movement in (first, second, third)]
    assert [(one.state, one.step) for one in found] == [
        ("approved", "order"),
        ("returned", "correction"),
        ("refused", "refused"),
    ]
    told = {"number": "1", "date": str(clock.today()), "verdict": "approve"}
    assert found[0].decided == {"commission": {"minutes": told}}
    decision = Decision.objects.get(movement=second, step="commission")
    assert (decision.verdict, decision.by, decision.office) == ("return", house.rais, "commission_chair")
    day = uz_date(clock.today())
    assert decision.basis == f"Guruh almashtirish komissiyasining {day}dagi 1-sonli bayonnomasi"
    assert (decision.ground, decision.words) == ("other", "Joy yoʻq.")
    assert events.verify_all() == []


def run_but_documents() -> None:
    """Do the jobs of cases; papers need a seal and are tried elsewhere."""
    while waiting := list(
        jobs.due(clock.now()).exclude(kind__in=["sitting.document", "orders.sheet"]).values_list("pk", flat=True)
    ):
        for pk in waiting:
            assert jobs.run(pk)


def test_the_order_cites_number_and_date_of_the_signed_minutes(house: House) -> None:
    movement = applied(house)
    signed(house, movement)
    run_but_documents()
    [order] = compose(actor=house.dilnoza, kind="change_by_commission", movement_ids=[movement.pk])
    minutes = f"Guruh almashtirish komissiyasining {uz_date(clock.today())}dagi 1-sonli bayonnomasi"
    assert order.items.get().basis["papers"] == [
        f"QODIROVA Azizaning {uz_date(clock.today())}dagi {movement.number}-sonli arizasi, {minutes}"
    ]


def test_a_case_that_left_the_commission_without_signed_minutes_cannot_be_composed(house: House) -> None:
    movement = applied(house)
    held(house, movement)
    with pytest.raises(Conflict):
        compose(actor=house.dilnoza, kind="change_by_commission", movement_ids=[movement.pk])
    turn = require_turn(movement.pk)
    walk(turn, "approve")
    turn.movement.save()
    with pytest.raises(Conflict, match="bayonnomasi yoʻq"):
        compose(actor=house.dilnoza, kind="change_by_commission", movement_ids=[movement.pk])


def test_the_minutes_are_a_sealed_pdf_that_says_what_was_decided(house: House, seal: None) -> None:
    sitting = attended(house, applied(house), applied(house, "sardor"))
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    case = sitting.cases.last()
    actions.vote(
        actor=house.kotib,
        sitting_id=sitting.pk,
        movement_id=case.movement_id,
        votes=votes(house, rais="for", anvar="for", barno="for", davron="against", elyor="abstain"),
        dissent={house.davron.pk: "Guruhda joy yetmaydi."},
    )
    actions.close(actor=house.kotib, sitting_id=sitting.pk)
    actions.sign(actor=house.rais, sitting_id=sitting.pk)
    actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    do_all_jobs()
    paper = MinutesDocument.objects.get().file.read()
    text = text_of(paper)
    for words in (
        "Guruh almashtirish komissiyasi majlisining bayonnomasi",
        f"{uz_date(clock.today())} № 1",
        "QODIROVA Aziza Anvar qizining",
        "ariza maʼqullansin",
        "Ovoz berdi: 5 nafar; yoqlab – 3, qarshi – 1, betaraf – 1.",
        "Alohida fikr, SODIQOV Davron: Guruhda joy yetmaydi.",
        "5 nafar aʼzodan 5 nafari qatnashdi",
    ):
        assert bare(words) in text, words
    assert "LOYIHA" not in text
    with pikepdf.open(io.BytesIO(paper)) as opened:
        assert pdf_a_faults(opened) == []
        assert list(opened.attachments) == ["bayonnoma.json"]
    assert verify(paper).covers_whole_file


def test_a_case_is_left_over_and_stands_on_another_agenda(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    first = called(house, movement, other)
    with pytest.raises(Conflict):
        prepared(house, applied(house, "laylo"), movement)
    actions.leave_over(actor=house.kotib, sitting_id=first.pk, movement_id=movement.pk, grounds="Hujjat soʻraldi")
    second = prepared(house, movement)
    assert [(case.sitting_id, case.open) for case in movement.agenda.order_by("pk")] == [
        (first.pk, False),
        (second.pk, True),
    ]


def test_a_void_sitting_gives_its_cases_back_and_signed_minutes_stay(house: House) -> None:
    movement = applied(house)
    sitting = held(house, movement)
    with pytest.raises(Invalid):
        actions.void(actor=house.kotib, sitting_id=sitting.pk, grounds=" ")
    sitting = actions.void(actor=house.kotib, sitting_id=sitting.pk, grounds="Kvorum notoʻgʻri hisoblangan")
    assert (sitting.state, movement.agenda.filter(open=True).count()) == ("void", 0)
    again = signed(house, movement)
    assert again.number == "1"
    with pytest.raises(Conflict):
        actions.void(actor=house.kotib, sitting_id=again.pk, grounds="Xato")
    assert Sitting.objects.get(pk=again.pk).state == "signed"


def test_a_case_taken_back_before_the_signature_stays_withdrawn(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = held(house, movement, other)
    cases.withdraw(actor=house.aziza, movement_id=movement.pk)
    actions.sign(actor=house.kotib, sitting_id=sitting.pk)
    actions.sign(actor=house.rais, sitting_id=sitting.pk)
    run_but_documents()
    assert Movement.objects.get(pk=movement.pk).state == "withdrawn"
    assert Movement.objects.get(pk=other.pk).state == "approved"
    assert AgendaCase.objects.filter(open=True).count() == 0
