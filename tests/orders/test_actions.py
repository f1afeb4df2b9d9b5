"""Composing, visas and strikes: for every may one may-not with the same set-up."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.html import strip_tags

from journal import clock, events
from journal.refusals import Conflict, Invalid
from orders import actions, acts, preview, queries
from orders.models import Order, Register
from permissions.actions import appoint
from permissions.roles import Role
from students.actions import project, record_standing
from students.standing import Facts
from tests.orders.drafts import VISAS, composed, endorsed, item, line, sent, signed
from tests.people import House

Heard = list[tuple[str, int, str, str]]


def test_the_registrar_composes_one_order_for_students_of_two_faculties(house: House) -> None:
    order = composed(house, "sardor", "aziza")
    assert (order.state, order.register.code, order.number, order.date) == ("draft", "students", "", None)
    assert [(one.position, one.person.given_name) for one in order.items.order_by("position")] == [
        (1, "Aziza"),
        (2, "Sardor"),
    ]
    assert item(order, "aziza", house).sentence == (
        "QODIROVA Aziza Anvar qiziga (talaba raqami 337251100001, kunduzgi taʼlim shakli, davlat granti) "
        "sogʻligʻini tiklash munosabati bilan 2026-yil 1-dekabrdan 2027-yil 1-sentabrgacha akademik taʼtil berilsin."
    )
    assert [event.act for event in events.of(order)] == ["order.compose"]


def test_the_dean_may_not_compose(house: House) -> None:
    with pytest.raises(Conflict):
        actions.compose_order(
            actor=house.botir,
            kind="academic_leave",
            title="x",
            unit=house.units["chemistry"],
            lines=[line(house, "aziza")],
            visas=VISAS,
            signs="rector",
        )
    assert not Order.objects.exists()


def test_an_empty_order_orders_nothing(house: House) -> None:
    with pytest.raises(Invalid):
        actions.compose_order(
            actor=house.dilnoza,
            kind="academic_leave",
            title="x",
            unit=house.institute,
            lines=[],
            visas=VISAS,
            signs="rector",
        )


def test_a_student_stands_in_one_open_order_only(house: House) -> None:
    composed(house, "aziza")
    with pytest.raises(Conflict) as refusal:
        composed(house, "sardor", "aziza")
    assert refusal.value.facts == {"taken": ["Qodirova Aziza Anvar qizi"]}
    assert Order.objects.count() == 1


def test_who_does_not_study_cannot_go_on_leave_and_the_order_says_who(house: House) -> None:
    student = house.students["sardor"]
    leave = Facts(**{**Facts.of(student).columns(), "status": "on_leave"})
    record_standing(
        student=student, facts=leave, valid_from=clock.today(), basis="paper_order", basis_text="1", source="paper:1"
    )
    project(student_id=student.pk, on=clock.today())
    with pytest.raises(Conflict) as refusal:
        composed(house, "aziza", "sardor")
    assert [row["student"] for row in refusal.value.facts["unfit"]] == [student.number]


def test_no_register_no_order(house: House) -> None:
    Register.objects.update(kinds=["promotion"])
    with pytest.raises(Conflict):
        composed(house)
    assert not Order.objects.exists()


def test_the_preview_shows_each_sentence_beside_the_difference_it_makes(house: House) -> None:
    order = composed(house, "aziza")
    row = preview.rows(order)[0]
    assert row["sentence"] == item(order, "aziza", house).sentence
    assert [change["field"] for change in row["difference"]] == ["status", "until", "ground"]
    assert row["difference"][1]["after"] == "2027-09-01"
    assert item(order, "aziza", house).difference == [
        {"field": "status", "before": "studying", "after": "on_leave"},
        {"field": "until", "before": None, "after": "2027-09-01"},
        {"field": "ground", "before": "", "after": "health"},
    ]


def test_sending_freezes_the_act_that_visas_cover(house: House) -> None:
    order = sent(house, "aziza")
    order.refresh_from_db()
    assert order.state == "endorsing"
    assert order.act is not None
    assert acts.fingerprint(order.act) == order.act_sha256
    assert [line["student"] for line in order.act["items"]] == ["337251100001"]
    words = strip_tags(order.act["body"])
    assert "Nizomning 3- va 11-bandlariga muvofiq" in words
    assert "BUYURAMAN" in words
    assert "prorektor H. Rahimov" in words


def test_the_lawyer_may_not_send(house: House) -> None:
    order = composed(house)
    with pytest.raises(Conflict):
        actions.send(actor=house.farrux, order_id=order.pk)
    assert Order.objects.get(pk=order.pk).state == "draft"


def test_an_order_without_visas_is_ready_at_once(house: House) -> None:
    order = actions.send(actor=house.dilnoza, order_id=composed(house, visas=[]).pk)
    assert Order.objects.get(pk=order.pk).state == "ready"


def test_the_last_visa_makes_the_order_ready(house: House) -> None:
    order = sent(house)
    for login, state in (("hamid", "endorsing"), ("farrux", "endorsing"), ("gulnora", "ready")):
        order = actions.endorse(actor=house.people[login], order_id=order.pk)
        assert order.state == state
    visas = list(order.visas.values_list("office", "title", "act_sha256", "basis"))
    assert visas[1] == ("lawyer", "Yuriskonsult", order.act_sha256, "08.01.2024-yildagi 12-K-sonli buyruq")
    assert {visa[2] for visa in visas} == {order.act_sha256}


@pytest.mark.parametrize("login", ["dilnoza", "erkin"])
def test_no_other_office_may_endorse(house: House, login: str) -> None:
    order = sent(house)
    with pytest.raises(Conflict):
        actions.endorse(actor=house.people[login], order_id=order.pk)
    assert not order.visas.exists()


def test_who_stands_in_an_order_may_not_endorse_it(house: House) -> None:
    lawyer = house.aziza
    appoint(
        actor=None, person=lawyer, office=Role.LAWYER, unit=house.institute, valid_from=date(2025, 1, 1), basis="7-K"
    )
    order = sent(house, "aziza")
    with pytest.raises(Conflict):
        actions.endorse(actor=lawyer, order_id=order.pk)
    other = sent(house, "sardor")
    assert actions.endorse(actor=lawyer, order_id=other.pk).visas.get().by == lawyer


def test_nobody_endorses_twice(house: House) -> None:
    order = sent(house)
    actions.endorse(actor=house.farrux, order_id=order.pk)
    with pytest.raises(Conflict) as refusal:
        actions.endorse(actor=house.farrux, order_id=order.pk)
    assert refusal.value.facts["acted"]["by"] == house.farrux.full_name
    assert refusal.value.facts["may"] == []


def test_a_declined_visa_brings_the_draft_back_with_its_reason_and_visas_begin_anew(house: House) -> None:
    order = sent(house, "aziza", "sardor")
    actions.endorse(actor=house.hamid, order_id=order.pk)
    order = actions.decline(actor=house.farrux, order_id=order.pk, grounds="3-band notoʻgʻri koʻrsatilgan")
    assert (order.state, order.round, order.act, order.act_sha256) == ("draft", 2, None, "")
    assert list(order.items.values_list("state", flat=True)) == ["waiting", "waiting"]
    declined = queries.declined(order)
    assert declined is not None
    assert (declined.office, declined.grounds) == ("lawyer", "3-band notoʻgʻri koʻrsatilgan")
    order = actions.send(actor=house.dilnoza, order_id=order.pk)
    assert queries.missing_visas(order) == VISAS


def test_declining_needs_grounds(house: House) -> None:
    order = sent(house)
    with pytest.raises(Invalid):
        actions.decline(actor=house.farrux, order_id=order.pk, grounds="  ")
    assert Order.objects.get(pk=order.pk).state == "endorsing"


def test_the_rector_may_decline_to_sign(house: House) -> None:
    order = endorsed(house)
    order = actions.decline(actor=house.erkin, order_id=order.pk, grounds="Muddat aniqlashtirilsin")
    assert (order.state, order.round) == ("draft", 2)


def test_a_struck_item_goes_and_the_rest_goes_on(house: House, heard: Heard) -> None:
    order = endorsed(house, "aziza", "sardor")
    order = actions.strike(
        actor=house.dilnoza, order_id=order.pk, item_id=item(order, "aziza", house).pk, grounds="Ariza qaytarib olindi"
    )
    assert heard == [("struck", house.students["aziza"].pk, "Yusupova Dilnoza", "Ariza qaytarib olindi")]
    assert (order.state, order.round) == ("draft", 2)
    order = actions.send(actor=house.dilnoza, order_id=order.pk)
    assert order.act is not None
    assert [(line["position"], line["student"]) for line in order.act["items"]] == [(1, "337251100002")]
    assert list(order.items.order_by("position").values_list("position", "state")) == [(1, "waiting"), (2, "struck")]


def test_the_lawyer_may_not_strike(house: House, heard: Heard) -> None:
    order = sent(house)
    with pytest.raises(Conflict):
        actions.strike(actor=house.farrux, order_id=order.pk, item_id=order.items.get().pk, grounds="x")
    assert heard == []


def test_with_its_last_item_an_order_is_discarded(house: House, heard: Heard) -> None:
    order = sent(house, "aziza")
    order = actions.strike(actor=house.dilnoza, order_id=order.pk, item_id=order.items.get().pk, grounds="Xato")
    assert order.state == "discarded"
    assert [event.act for event in events.of(order)][-2:] == ["order.strike", "order.discard"]


def test_discarding_frees_every_item(house: House, heard: Heard) -> None:
    order = endorsed(house, "aziza", "sardor")
    order = actions.discard(actor=house.dilnoza, order_id=order.pk, grounds="Yangi buyruq tuziladi")
    assert order.state == "discarded"
    assert sorted(told[:2] for told in heard) == sorted(
        ("discarded", house.students[login].pk) for login in ("aziza", "sardor")
    )
    composed(house, "aziza", "sardor")


def test_a_signed_order_is_neither_struck_nor_discarded(house: House) -> None:
    order = signed(house)
    with pytest.raises(Conflict):
        actions.discard(actor=house.dilnoza, order_id=order.pk, grounds="x")
    with pytest.raises(Conflict):
        actions.strike(actor=house.dilnoza, order_id=order.pk, item_id=order.items.get().pk, grounds="x")
    assert Order.objects.get(pk=order.pk).state == "signed"
