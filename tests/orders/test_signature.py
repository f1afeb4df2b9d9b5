"""The signature: who gives it, what it gives, and what stops it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from journal import events
from journal.models import Job
from journal.refusals import Conflict, NotFound
from orders import actions, acts
from orders.models import Order
from permissions.actions import end_appointment
from permissions.models import Appointment
from permissions.roles import Role
from tests.orders.drafts import endorsed, move_to_first_year, sent, signed
from tests.people import House

Heard = list[tuple[str, int, str, str]]


def test_the_signature_gives_number_and_date_and_asks_for_the_document(house: House, at: Callable[[str], None]) -> None:
    at("2026-11-23T23:30")
    order = signed(house)
    order.refresh_from_db()
    assert (order.state, order.number, order.sequence, order.year, order.date) == (
        "signed",
        "1-T",
        1,
        2026,
        date(2026, 11, 23),
    )
    assert (order.signed_by, order.signed_title, order.signed_basis) == (
        house.erkin,
        "Rektor",
        "08.01.2024-yildagi 12-K-sonli buyruq",
    )
    assert Job.objects.filter(kind="order.document").count() == 1
    assert [event.act for event in events.of(order.register)] == ["register.number"]
    assert events.of(order).last().payload.body["act_sha256"] == order.act_sha256


@pytest.mark.parametrize("login", ["hamid", "dilnoza", "farrux"])
def test_only_the_rector_signs(house: House, login: str) -> None:
    order = endorsed(house)
    with pytest.raises(Conflict):
        actions.sign(actor=house.people[login], order_id=order.pk)
    assert Order.objects.get(pk=order.pk).number == ""


def test_who_was_rector_yesterday_may_not_sign(house: House, at: Callable[[str], None]) -> None:
    at("2026-11-23T10:00")
    order = endorsed(house)
    rector = Appointment.objects.get(office=Role.RECTOR)
    end_appointment(actor=None, appointment=rector, last_day=date(2026, 11, 23))
    at("2026-11-24T00:00:01")
    with pytest.raises((Conflict, NotFound)):
        actions.sign(actor=house.erkin, order_id=order.pk)
    at("2026-11-23T23:59:58")
    assert actions.sign(actor=house.erkin, order_id=order.pk).number == "1-T"


def test_nothing_is_signed_before_its_visas(house: House) -> None:
    order = sent(house)
    with pytest.raises(Conflict):
        actions.sign(actor=house.erkin, order_id=order.pk)
    assert Order.objects.get(pk=order.pk).number == ""


def test_a_visa_on_another_act_does_not_count(house: House) -> None:
    order = endorsed(house)
    act = {**order.act, "title": "Boshqa buyruq"}
    Order.objects.filter(pk=order.pk).update(act=act, act_sha256=acts.fingerprint(act))
    with pytest.raises(Conflict):
        actions.sign(actor=house.erkin, order_id=order.pk)
    Order.objects.filter(pk=order.pk).update(act_sha256=order.act_sha256)
    with pytest.raises(Conflict):
        actions.sign(actor=house.erkin, order_id=order.pk)


def test_if_a_record_changed_since_the_preview_signing_is_refused_with_the_list(house: House) -> None:
    order = endorsed(house, "aziza", "sardor")
    move_to_first_year(house, "sardor")
    with pytest.raises(Conflict) as refusal:
        actions.sign(actor=house.erkin, order_id=order.pk)
    changed = refusal.value.facts["changed"]
    assert [row["person"] for row in changed] == ["Gʻaniyev Sardor Anvar qizi"]
    assert [(line["field"], line["before"], line["after"]) for line in changed[0]["difference"]] == [
        ("course", 2, 1),
        ("semester", 3, 1),
    ]
    assert Order.objects.get(pk=order.pk).number == ""
    order = actions.decline(actor=house.erkin, order_id=order.pk, grounds="Maʼlumot oʻzgargan")
    order = actions.send(actor=house.dilnoza, order_id=order.pk)
    for login in ("hamid", "farrux", "gulnora"):
        order = actions.endorse(actor=house.people[login], order_id=order.pk)
    assert actions.sign(actor=house.erkin, order_id=order.pk).number == "1-T"
