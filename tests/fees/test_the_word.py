"""The word ``Pay``: counted on arrival, passed when nothing is left, refused by the act itself when never paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from journal import events
from journal.models import Notice
from journal.refusals import Conflict
from movements import fees
from movements.checks import explore
from movements.clocks import tell, working_days
from movements.describing import office_of, steps_of
from movements.fees import actions
from movements.flow import MovementFlow
from movements.models import Fee, Movement, Turn
from movements.pay_step import Pay
from movements.steps import Apply, Order, Outcome, Verify, this
from orders.effects import GoOnLeave
from permissions.roles import Role
from tests.fees.paying import GROUND, account, asked, fresh, pay, priced
from tests.flows.broken_flows import CITED, Nothing, no_values
from tests.movements.changing_group import at, local
from tests.movements.test_lapse import day_passes
from tests.paying.change_for_a_fee import ChangeForAFee
from tests.people import House
from tests.work import do_all_jobs

ASKED = {**CITED, "within": working_days(1), "if_silent": tell(Role.HEAD)}


class PaysForNothing(MovementFlow):
    """Nobody says when an unpaid case ends, or where, and who is told of silence."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.payment).Else(this.payment)
    payment = Pay(fee=lambda movement: None, lapses=working_days(5), **CITED).Approve(this.order)
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.payment)
    granted = Outcome("granted")


class LapsesUnpaid(MovementFlow):
    """An unpaid case that lapses instead of being refused."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.payment).Else(this.payment)
    payment = (
        Pay(fee=lambda movement: None, lapses=working_days(5), told_before=working_days(2), **ASKED)
        .Approve(this.order)
        .Lapse(this.lapsed)
    )
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.payment)
    granted, lapsed = Outcome("granted"), Outcome("lapsed")


def acts_of(movement: Movement) -> list[str]:
    return [event.act for event in events.of(movement)]


def test_a_flow_that_asks_for_a_fee_agrees_with_the_law_of_states() -> None:
    assert explore(ChangeForAFee) == []


def test_a_wrong_flow_is_found_with_its_path() -> None:
    assert explore(PaysForNothing) == [
        "PaysForNothing: payment: has no time limit",
        "PaysForNothing: payment: does not say who is told when it is silent",
        "PaysForNothing: payment: lapses, but does not say after what term and how long before the applicant is told",
        "PaysForNothing: payment: “lapse” leads nowhere",
    ]
    assert explore(LapsesUnpaid) == [
        "LapsesUnpaid: start → check → payment → lapsed: "
        "“lapse” asks for “lapse”, which the FSM forbids from “refused”",
        "LapsesUnpaid: lapsed cannot be reached",
    ]


def test_it_is_described_as_the_accountants_step_with_its_two_ways() -> None:
    with translation.override("en"):
        told = next(one for one in steps_of(ChangeForAFee) if one.name == "payment")
        assert office_of(ChangeForAFee.step("payment")) == "accountant"
    assert [(way.verdict, way.to) for way in told.ways] == [
        ("paid", "order"),
        ("refused unpaid, after a notice", "refused"),
    ]
    assert told.lapses.startswith("unpaid, it is refused after 10 calendar days")


def test_the_fee_is_counted_and_frozen_when_the_case_arrives(house: House) -> None:
    priced(house)
    movement = asked(house)
    fee = Fee.objects.get(movement=movement)
    assert (fee.step, fee.amount, fresh(movement)) == ("payment", Decimal("600000.00"), ("review", "payment"))
    assert fee.lines[0]["quantity"] == "3"
    assert (fee.lines[0]["price"], fee.lines[0]["amount"]) == ("200000", "600000")
    assert fee.source["uz"] == "Rektorning 20.08.2026-yildagi 210-sonli buyrugʻi"
    assert acts_of(movement) == ["draft", "file", "fee", "approve"]
    priced(house, "99999999")
    assert account(movement).amount == Decimal("600000.00")


def test_the_turn_is_the_accountants_and_the_service_clock_stands_still(house: House) -> None:
    priced(house)
    movement = asked(house)
    turn = Turn.objects.get(movement=movement, finished=None)
    assert (turn.office, local(turn.due_at), local(turn.lapses_at)) == (
        "accountant",
        "2026-12-03T23:59:59",
        "2026-12-03T23:59:59",
    )
    assert movement.stopped_at is not None


def test_the_payment_that_reaches_the_fee_carries_the_case_on_in_the_same_act(house: House) -> None:
    priced(house)
    movement = asked(house)
    with at("2026-11-24T09:00"):
        pay(house, movement, "599 999,99")
    assert fresh(movement) == ("review", "payment")
    assert account(movement).rest == Decimal("0.01")
    with at("2026-11-26T09:00"):
        pay(house, movement, "0.01", "102", date(2026, 11, 25))
    assert fresh(movement) == ("approved", "order")
    assert movement.decided["payment"] == {"amount": "600000.00", "paid": "600000.00", "paid_on": "2026-11-25"}
    assert fees.paid_on(movement, "payment") == date(2026, 11, 25)
    assert movement.stopped_at is None
    assert acts_of(movement)[4:] == ["payment", "payment", "paid"]
    assert events.verify_all() == []


def test_before_it_is_reached_nothing_is_said_to_be_paid(house: House) -> None:
    priced(house)
    movement = asked(house)
    assert fees.paid_on(movement, "payment") is None


def test_a_fee_of_nothing_is_passed_at_once(house: House) -> None:
    priced(house)
    movement = asked(house, credits="0")
    assert fresh(movement) == ("approved", "order")
    assert movement.decided["payment"] == {"amount": "0.00", "paid": "0.00", "paid_on": "2026-11-23"}
    assert [turn.data["exit"] for turn in Turn.objects.filter(movement=movement, step="payment")] == ["approve"]


def test_an_exemption_from_all_of_it_carries_the_case_on(house: House) -> None:
    priced(house)
    movement = asked(house)
    with at("2026-11-24T09:00"):
        actions.exempt(actor=house.gulnora, movement_id=movement.pk, **GROUND)
    assert fresh(movement) == ("approved", "order")
    assert movement.decided["payment"] == {"amount": "600000.00", "paid": "0.00", "paid_on": "2026-11-24"}
    assert acts_of(movement)[4:] == ["exempt", "paid"]


def test_a_part_is_remitted_and_the_rest_is_paid(house: House) -> None:
    priced(house)
    movement = asked(house)
    with at("2026-11-24T09:00"):
        actions.exempt(actor=house.gulnora, movement_id=movement.pk, amount="250000.50", **GROUND)
        assert (account(movement).due, fresh(movement)) == (Decimal("349999.50"), ("review", "payment"))
        pay(house, movement, "349999.50")
    assert fresh(movement) == ("approved", "order")


def test_without_a_price_the_office_enters_it_first_and_then_counts(house: House) -> None:
    movement = asked(house)
    turn = Turn.objects.get(movement=movement, finished=None)
    assert (account(movement).fee, turn.lapses_at, local(turn.due_at)) == (None, None, "2026-12-03T23:59:59")
    with at("2026-11-25T09:00"):
        with pytest.raises(Conflict, match="a price is missing"), translation.override("en"):
            actions.count_fee(actor=house.gulnora, movement_id=movement.pk)
        priced(house)
        actions.count_fee(actor=house.gulnora, movement_id=movement.pk)
    turn.refresh_from_db()
    assert account(movement).amount == Decimal("600000.00")
    assert (local(turn.due_at), local(turn.lapses_at)) == ("2026-12-05T23:59:59", "2026-12-05T23:59:59")


def test_unpaid_it_is_refused_by_the_machine_after_its_notice_with_its_letter(house: House) -> None:
    priced(house)
    movement = asked(house)
    for moment in ("2026-11-30T00:01", "2026-12-01T00:01", "2026-12-03T23:59"):
        day_passes(moment)
    assert (fresh(movement), acts_of(movement)[-1]) == (("review", "payment"), "lapse_notice")
    for moment in ("2026-12-04T00:01", "2026-12-05T00:01"):
        day_passes(moment)
    assert fresh(movement) == ("refused", "refused")
    assert acts_of(movement)[4:] == ["lapse_notice", "unpaid"]
    assert movement.letter.size > 0
    end = events.of(movement).last()
    assert (end.clause, end.actor_id) == ("local/groups:1", None)
    told = Notice.objects.filter(about=movement.chain, channel="in_app", subject__contains="600\u00a0000,00")
    assert told.count() == 2


def test_what_is_partly_paid_is_refused_too_and_the_money_stays_on_record(house: House) -> None:
    priced(house)
    movement = asked(house)
    with at("2026-11-24T09:00"):
        pay(house, movement, "100000")
    day_passes("2026-12-01T00:01")
    day_passes("2026-12-05T00:01")
    assert fresh(movement) == ("refused", "refused")
    with at("2026-12-07T09:00"):
        pay(house, movement, "500000", "102", date(2026, 12, 4))
    assert (fresh(movement), account(movement).paid) == (("refused", "refused"), Decimal("600000.00"))


def test_what_is_paid_and_waits_for_another_case_never_ends_by_itself(house: House) -> None:
    priced(house)
    other = house.students["aziza"]
    with at("2026-11-19T10:00"):
        from movements import actions as cases

        draft = cases.start_draft(
            actor=house.aziza,
            kind="swap_of_group",
            student=other,
            stated={"group": "26-10", "starts_on": "2026-12-01"},
        )
        cases.file(actor=house.aziza, movement_id=draft.pk)
    movement = asked(house)
    with at("2026-11-24T09:00"):
        pay(house, movement, "600000")
    assert fresh(movement) == ("review", "payment")
    day_passes("2026-12-01T00:01")
    day_passes("2026-12-05T00:01")
    assert fresh(movement) == ("review", "payment")
    with at("2026-12-07T09:00"):
        with pytest.raises(Conflict, match="First the swap"):
            actions.count_fee(actor=house.gulnora, movement_id=movement.pk)
        cases.withdraw(actor=house.aziza, movement_id=draft.pk)
        actions.count_fee(actor=house.gulnora, movement_id=movement.pk)
    assert fresh(movement) == ("approved", "order")


def test_the_applicant_is_told_how_much_until_when_and_with_which_reference(house: House) -> None:
    priced(house)
    movement = asked(house)
    do_all_jobs()
    notice = Notice.objects.get(about=movement.chain, channel="in_app", subject__contains="600\u00a0000,00")
    assert notice.person_id == house.aziza.pk
    assert "03.12.2026 23:59" in notice.body
    assert movement.number in notice.body
