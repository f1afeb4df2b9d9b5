"""Acts on one day: a reinstatement on the day of the dismissal applies after it, and nothing is slipped in behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journal import clock
from journal.refusals import Conflict
from orders import actions
from orders.models import Order, OrderItem
from students.actions import project, record_standing, retract_standing
from students.models import Standing
from students.queries import spells, standing_of
from students.standing import Facts
from tests.people import House
from tests.work import do_all_jobs

TODAY = clock.today()
BASIS: dict[str, Any] = {"act": "578/2025", "clauses": ["578/2025:payment"], "text": "", "papers": ["ariza"]}


def dismissed(house: House) -> Standing:
    """Aziza is dismissed today by a paper order."""
    student = house.students["aziza"]
    facts = replace(Facts.of(student), status="expelled", ground="own_wish")
    row = record_standing(
        student=student, facts=facts, valid_from=TODAY, basis="paper_order", basis_text="5-T", source="paper:5"
    )
    house.students["aziza"] = project(student_id=student.pk, on=TODAY)
    return row


def reinstatement(house: House, *, on: Any = TODAY) -> Order:
    """Ready to sign."""
    student, group = house.students["aziza"], house.groups["chemistry 25-10"]
    words = {"faculty": "", "programme": "60710100 Kimyo muhandisligi", "group": "25-10", "contract": "K-7"}
    place = {
        "faculty_id": student.faculty_id, "programme_id": group.programme_id, "group_id": group.pk, "course": 2,
        "semester": 3, "form": "11", "language": "11", "payment": "12", "curriculum": group.curriculum,
    }  # fmt: skip
    line = actions.Line(
        student_id=student.pk, person_id=student.person_id, effective_on=on, effect="reinstate",
        values={**place, **words}, basis=BASIS,
    )  # fmt: skip
    order = actions.compose_order(
        actor=house.dilnoza, kind="reinstatement", title="Qayta tiklash", unit=house.institute, lines=[line], visas=[],
        signs="rector",
    )  # fmt: skip
    return actions.send(actor=house.dilnoza, order_id=order.pk)


def test_a_reinstatement_on_the_day_of_the_dismissal_is_act_two_and_holds(house: House, seal: None) -> None:
    dismissed(house)
    order = reinstatement(house)
    assert [item.sequence for item in order.items.all()] == [2]
    assert order.act["items"][0]["sequence"] == 2
    actions.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    student = house.students["aziza"]
    student.refresh_from_db()
    assert (student.status, student.payment) == ("studying", "12")
    held = standing_of(student, as_of=TODAY)
    assert held is not None and held.status == "studying"
    # The dismissal lasted no day.
    assert [spell.status for spell in spells(student, on=TODAY)] == ["studying"]


def test_the_second_act_fails_where_the_first_was_taken_back(house: House, seal: None) -> None:
    row = dismissed(house)
    order = reinstatement(house)
    actions.sign(actor=house.erkin, order_id=order.pk)
    retract_standing(standing=row, basis="paper_order", basis_text="6-T", source="undo:5")
    do_all_jobs()
    item = OrderItem.objects.get(order=order)
    assert (item.state, item.sequence) == ("failed", 2)
    assert not Standing.objects.filter(source=f"item:{item.pk}").exists()


def test_no_act_is_slipped_in_behind_a_later_one(house: House) -> None:
    dismissed(house)
    with pytest.raises(Conflict) as refusal:
        reinstatement(house, on=TODAY - timedelta(days=1))
    assert TODAY.strftime("%d.%m.%Y") in refusal.value.facts["unfit"][0]["problem"]


def test_the_only_act_of_a_day_is_act_one(house: House) -> None:
    student = house.students["aziza"]
    facts = replace(Facts.of(student), status="expelled", ground="own_wish")
    record_standing(
        student=student, facts=facts, valid_from=TODAY - timedelta(days=30), basis="paper_order", basis_text="5-T",
        source="paper:5",
    )  # fmt: skip
    house.students["aziza"] = project(student_id=student.pk, on=TODAY)
    assert [item.sequence for item in reinstatement(house).items.all()] == [1]
