"""Who records payments, what is refused, and that a document is recorded once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from journal.refusals import Conflict, Invalid, NotFound
from movements.fees import actions
from movements.models import Payment
from tests.fees.paying import account, asked, filed, pay, priced
from tests.movements.changing_group import at
from tests.people import House


def test_of_another_office_or_faculty_nobody_keeps_the_fee_and_nobody_in_the_own_case(house: House) -> None:
    priced(house)
    movement = asked(house)
    for actor in (house.botir, house.dilnoza, house.aziza):
        with pytest.raises(Conflict):
            actions.record_payment(
                actor=actor, movement_id=movement.pk, amount="1", paid_on=date(2026, 11, 1), document="1"
            )
    for actor in (house.jasur, house.sardor):
        with pytest.raises(NotFound):
            actions.record_payment(
                actor=actor, movement_id=movement.pk, amount="1", paid_on=date(2026, 11, 1), document="1"
            )
    assert not Payment.objects.exists()


def test_before_the_dean_has_approved_the_accountant_knows_of_no_such_case(house: House) -> None:
    priced(house)
    movement = filed(house)
    with pytest.raises(NotFound):
        pay(house, movement, "1", day=date(2026, 11, 1))


@pytest.mark.parametrize("amount", ["0", "-5", "1.005", "1e6", "olti yuz ming", "", "١٢", "NaN", "9999999999999"])
def test_what_is_no_sum_is_refused(house: House, amount: str) -> None:
    priced(house)
    movement = asked(house)
    with pytest.raises(Invalid) as refusal:
        pay(house, movement, amount, day=date(2026, 11, 1))
    assert list(refusal.value.fields) == ["amount"]


def test_a_document_is_recorded_once_and_after_it_was_taken_back_once_more(house: House) -> None:
    priced(house)
    movement, other = asked(house), asked(house, "bekzod")
    with at("2026-11-24T12:00"):
        payment = pay(house, movement, "1000")
        with pytest.raises(Conflict):
            pay(house, other, "1000")
        actions.take_back_payment(actor=house.gulnora, payment_id=payment.pk, note="Boshqa talabaniki")
        with pytest.raises(Conflict):
            actions.take_back_payment(actor=house.gulnora, payment_id=payment.pk, note="Yana")
        pay(house, other, "1000")
        with pytest.raises(Conflict):
            pay(house, movement, "1000")
    assert [account(one).paid for one in (movement, other)] == [Decimal("0.00"), Decimal("1000.00")]
