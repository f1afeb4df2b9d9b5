"""What the database itself refuses of fees, payments and prices, whoever asks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from journal import clock
from movements.fees import actions
from movements.models import Exemption, LineAside, Payment, PaymentFile, PaymentLine
from students.models import StudentContract
from tests.fees.paying import GROUND, asked, priced
from tests.people import House
from tests.sittings.test_guards import refuses

WRITTEN_ONCE = {
    "movements_fee": "amount = 1",
    "movements_payment": "amount = 1",
    "movements_exemption": "amount = 1",
    "movements_paymentline": "amount = 1",
    "movements_lineaside": "words = 'boshqa'",
    "students_contractprice": "amount = 1",
    "students_studentcontract": "amount = 1",
}


@pytest.fixture
def whole(house: House) -> House:
    """A row in every table: a payment taken back, an exemption, a line set aside, a price and a contract."""
    priced(house)
    movement = asked(house)
    payment = actions.record_payment(
        actor=house.gulnora, movement_id=movement.pk, amount="1000", paid_on=date(2026, 11, 1), document="1"
    )
    actions.take_back_payment(actor=house.gulnora, payment_id=payment.pk, note="Xato")
    actions.exempt(actor=house.gulnora, movement_id=movement.pk, amount="1000", **GROUND)
    file = PaymentFile.objects.create(name="a.csv", sha256="x", uploaded_by=house.gulnora, uploaded_at=clock.now())
    line = PaymentLine.objects.create(
        file=file, number=2, key="k", document="7", paid_on=date(2026, 11, 1), amount="5.00"
    )
    LineAside.objects.create(line=line, words="Yotoqxona", by=house.gulnora, office="accountant", at=clock.now())
    StudentContract.objects.create(
        student=house.students["aziza"], number="K-1", signed_on=date(2026, 9, 1), amount="1.00",
        valid_from=date(2026, 9, 1), list_name="a.csv", added_at=clock.now(),
    )  # fmt: skip
    return house


def test_every_row_is_written_once(whole: House) -> None:
    for table, change in WRITTEN_ONCE.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0, table
        assert refuses(f"UPDATE {table} SET {change}"), table
        assert refuses(f"DELETE FROM {table}"), table


@pytest.mark.parametrize("table", sorted(WRITTEN_ONCE))
def test_a_row_is_not_replaced_either(whole: House, table: str) -> None:
    if connection.vendor == "sqlite":
        assert refuses(f"REPLACE INTO {table} SELECT * FROM {table}")
    else:
        assert refuses(f"TRUNCATE {table} CASCADE")


def _copy(payment: Payment, **changes: object) -> None:
    payment.pk = None
    payment._state.adding = True
    for name, value in changes.items():
        setattr(payment, name, value)
    with transaction.atomic():
        payment.save(force_insert=True)


def test_a_document_is_not_recorded_twice_nor_a_payment_taken_back_twice(whole: House) -> None:
    payment, back = Payment.objects.order_by("id")
    for row, changes in ((payment, {"ordinal": 9}), (back, {"ordinal": 9}), (payment, {"ordinal": 1, "document": "2"})):
        with pytest.raises(IntegrityError):
            _copy(row, **changes)


def test_nothing_is_paid_or_remitted_that_is_not_more_than_nothing(whole: House) -> None:
    with pytest.raises(DatabaseError):
        _copy(Payment.objects.order_by("id")[0], ordinal=9, document="9", amount="0.00")
    exemption = Exemption.objects.get()
    exemption.pk, exemption.amount = None, "-1.00"
    with pytest.raises(DatabaseError), transaction.atomic():
        exemption.save(force_insert=True)
