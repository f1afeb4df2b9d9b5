"""From the student's application to the signed order that changes the record, and back from leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal import clock, events
from journal.models import Notice
from movements import actions, composing
from movements.models import Movement
from orders import actions as orders
from orders.models import Order
from permissions.actions import create_person
from students.actions import admit
from students.models import Standing
from students.queries import standing_of
from students.standing import Facts
from tests.people import House
from tests.uploads import pdf
from tests.work import do_all_jobs

pytestmark = pytest.mark.journey


def approved_leave(house: House, *, starts_on: date) -> Movement:
    stated = {
        "ground": "health",
        "starts_on": starts_on.isoformat(),
        "ends_on": (starts_on + timedelta(days=300)).isoformat(),
    }
    movement = actions.start_draft(
        actor=house.aziza, kind="academic_leave", student=house.students["aziza"], stated=stated
    )
    actions.attach(actor=house.aziza, movement_id=movement.pk, kind="medical_conclusion", upload=pdf())
    actions.file(actor=house.aziza, movement_id=movement.pk)
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    return actions.decide(actor=house.hamid, movement_id=movement.pk, verdict="approve")


def signed(house: House, movement: Movement) -> Order:
    [order] = composing.compose(actor=house.dilnoza, kind=movement.kind, movement_ids=[movement.pk])
    orders.send(actor=house.dilnoza, order_id=order.pk)
    for person in (house.farrux, house.gulnora):
        orders.endorse(actor=person, order_id=order.pk)
    orders.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    order.refresh_from_db()
    return order


def test_only_the_signed_order_changes_the_record(house: House, seal: None) -> None:
    today = clock.today()
    movement = approved_leave(house, starts_on=today)
    student = house.students["aziza"]
    student.refresh_from_db()
    assert student.status == "studying"

    order = signed(house, movement)
    assert (order.state, order.number, order.date) == ("in_force", "1-T", today)
    assert order.document.size > 10_000
    student.refresh_from_db()
    movement.refresh_from_db()
    assert (student.status, student.ground, movement.state) == ("on_leave", "health", "granted")
    standing = standing_of(student, as_of=today)
    assert standing is not None
    assert (standing.order_number, standing.order_date) == ("1-T", today)
    assert Notice.objects.filter(person_id=house.aziza.pk, channel="in_app").exists()
    assert events.verify_all() == []


def test_back_from_leave_to_the_place_the_office_named(house: House, seal: None) -> None:
    today = clock.today()
    signed(house, approved_leave(house, starts_on=today))
    student = house.students["aziza"]
    student.refresh_from_db()
    movement = actions.start_draft(
        actor=house.aziza,
        kind="return_from_leave",
        student=student,
        stated={"ground_ended": "health", "returns_on": today.isoformat()},
    )
    actions.attach(actor=house.aziza, movement_id=movement.pk, kind="fit_to_study", upload=pdf())
    movement = actions.file(actor=house.aziza, movement_id=movement.pk)
    assert movement.step == "placement"
    place = {"group": "26-10", "course": 1, "semester": 1, "curriculum": "26-60710100", "payment": "11"}
    actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve", added=place)
    movement = actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    order = signed(house, movement)
    student.refresh_from_db()
    assert order.number == "2-T"
    assert (student.status, student.group.name, student.course, student.payment) == ("studying", "26-10", 1, "11")


def test_a_leave_that_came_with_the_roster_is_returned_from_too(house: House, seal: None) -> None:
    today = clock.today()
    studying = Facts.of(house.students["aziza"])
    person = create_person(surname="Sobirov", given_name="Temur")
    student = admit(
        person=person,
        number="337241100777",
        facts=replace(studying, status="on_leave", ground="", until=None),
        valid_from=date(2026, 9, 1),
        source="import:337241100777",
        details={},
        basis=Standing.Basis.PAPER_ORDER,
        basis_text="30.08.2026-yildagi 96-T-sonli buyruq",
    )
    movement = actions.start_draft(
        actor=person,
        kind="return_from_leave",
        student=student,
        stated={"ground_ended": "child_care", "returns_on": today.isoformat()},
    )
    actions.file(actor=person, movement_id=movement.pk)
    place = {"group": "25-10", "course": 2, "semester": 3, "curriculum": "25-60710100", "payment": "12"}
    actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve", added=place)
    movement = actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    assert signed(house, movement).state == "in_force"
    student.refresh_from_db()
    assert (student.status, student.payment) == ("studying", "12")
    before, after = standing_of(student, as_of=date(2026, 9, 1)), standing_of(student, as_of=today)
    assert before is not None and after is not None
    assert (before.status, before.basis, after.status, after.order_number) == (
        "on_leave",
        "paper_order",
        "studying",
        "1-T",
    )
