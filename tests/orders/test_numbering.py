"""Numbers: by pattern, without gaps, never with an earlier date, or entered from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from journal import events
from journal.models import Job
from journal.refusals import Conflict, Invalid
from orders import actions, numbering
from orders.models import Order, Register, VoidNumber
from tests.orders.drafts import endorsed, many, signed
from tests.people import House

At = Callable[[str], None]


@pytest.fixture
def elsewhere(house: House) -> Register:
    """The register is numbered by the chancellery."""
    Register.objects.update(numbering=Register.Numbering.EXTERNAL)
    return Register.objects.get()


def test_a_register_that_names_the_kind_goes_before_the_one_for_all(house: House) -> None:
    own = Register.objects.create(code="leave", title="Taʼtillar", kinds=["academic_leave"])
    assert numbering.register_for("academic_leave") == own
    assert numbering.register_for("transfer").code == "students"


def test_numbers_follow_one_another_and_begin_anew_each_year(house: House, at: At) -> None:
    first, second, third = many(house, 3)
    at("2026-12-31T10:00")
    assert [signed(house, first).number, signed(house, second).number] == ["1-T", "2-T"]
    at("2027-01-01T00:00")
    order = signed(house, third)
    assert (order.number, order.year, order.date) == ("1-T", 2027, date(2027, 1, 1))


@pytest.mark.parametrize("pattern", ["{number}-T", "{year}/{number}", "{number:04}"])
def test_a_pattern_is_filled_with_number_and_year(pattern: str) -> None:
    expected = {"{number}-T": "417-T", "{year}/{number}": "2026/417", "{number:04}": "0417"}
    assert numbering.fill(pattern, number=417, year=2026) == expected[pattern]


@pytest.mark.parametrize("pattern", ["{number}-talabalar-uchun", "{faculty}/{number}", "{}", "{number"])
def test_a_pattern_beyond_16_characters_or_with_other_names_gives_no_number(house: House, pattern: str) -> None:
    Register.objects.update(pattern=pattern)
    order = endorsed(house)
    with pytest.raises(Conflict):
        actions.sign(actor=house.erkin, order_id=order.pk)
    assert Order.objects.get(pk=order.pk).state == "ready"
    Register.objects.update(pattern="{number}-T")
    assert actions.sign(actor=house.erkin, order_id=order.pk).number == "1-T"


def test_no_number_has_an_earlier_date_than_the_one_before(house: House, at: At) -> None:
    at("2026-11-24T10:00")
    signed(house, "aziza")
    at("2026-11-23T10:00")
    order = endorsed(house, "sardor")
    with pytest.raises(Conflict, match="2026-11-24"):
        actions.sign(actor=house.erkin, order_id=order.pk)
    at("2026-11-24T23:00")
    assert actions.sign(actor=house.erkin, order_id=order.pk).number == "2-T"


def test_a_void_number_says_why_and_is_never_given(house: House) -> None:
    register = Register.objects.get()
    void = numbering.void_next_number(actor=house.dilnoza, register_id=register.pk, reason="Qogʻoz buyruqda turibdi")
    assert (void.number, void.reason) == (1, "Qogʻoz buyruqda turibdi")
    assert signed(house).number == "2-T"
    assert [event.act for event in events.of(register)] == ["register.void", "register.number"]


def test_the_rector_may_not_void_and_a_void_number_needs_a_reason(house: House) -> None:
    register = Register.objects.get()
    with pytest.raises(Conflict):
        numbering.void_next_number(actor=house.erkin, register_id=register.pk, reason="x")
    with pytest.raises(Invalid):
        numbering.void_next_number(actor=house.dilnoza, register_id=register.pk, reason=" ")
    assert not VoidNumber.objects.exists()


def test_where_the_chancellery_numbers_the_signature_gives_none(house: House, elsewhere: Register, at: At) -> None:
    at("2026-11-23T10:00")
    order = signed(house)
    assert (order.state, order.number, order.date, order.registered_at) == ("signed", "", None, None)
    assert not Job.objects.filter(kind="order.document").exists()
    at("2026-11-25T10:00")
    order = actions.register(actor=house.dilnoza, order_id=order.pk, number=" 01-08/734 ", on=date(2026, 11, 24))
    order.refresh_from_db()
    assert (order.number, order.date, order.year, order.sequence) == ("01-08/734", date(2026, 11, 24), 2026, None)
    assert order.signed_at is not None
    assert order.registered_at is not None
    assert timezone.localdate(order.signed_at) == date(2026, 11, 23)
    assert timezone.localdate(order.registered_at) == date(2026, 11, 25)
    assert Job.objects.filter(kind="order.document").count() == 1


@pytest.mark.parametrize(
    ("number", "on"),
    [("", date(2026, 11, 23)), ("0" * 17, date(2026, 11, 23)), ("1", date(2026, 11, 22)), ("1", date(2026, 11, 24))],
)
def test_a_number_from_elsewhere_is_short_and_neither_before_the_signature_nor_to_come(
    house: House, elsewhere: Register, at: At, number: str, on: date
) -> None:
    at("2026-11-23T10:00")
    order = signed(house)
    with pytest.raises(Invalid):
        actions.register(actor=house.dilnoza, order_id=order.pk, number=number, on=on)
    assert Order.objects.get(pk=order.pk).number == ""


def test_a_number_from_elsewhere_is_given_once_a_register_and_year(house: House, elsewhere: Register, at: At) -> None:
    at("2026-11-23T10:00")
    first, second = signed(house, "aziza"), signed(house, "sardor")
    actions.register(actor=house.dilnoza, order_id=first.pk, number="734")
    with pytest.raises(Conflict, match="734"):
        actions.register(actor=house.dilnoza, order_id=second.pk, number="734")
    with pytest.raises(Conflict):
        actions.register(actor=house.dilnoza, order_id=first.pk, number="735")
    assert actions.register(actor=house.dilnoza, order_id=second.pk, number="735").number == "735"


def test_the_rector_may_not_enter_a_number(house: House, elsewhere: Register) -> None:
    order = signed(house)
    with pytest.raises(Conflict):
        actions.register(actor=house.erkin, order_id=order.pk, number="734")


def test_an_order_is_not_registered_before_it_is_signed(house: House, elsewhere: Register) -> None:
    order = endorsed(house)
    with pytest.raises(Conflict):
        actions.register(actor=house.dilnoza, order_id=order.pk, number="734")
