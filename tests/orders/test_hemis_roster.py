"""The roster proves what was entered into HEMIS, or shows what stands there instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from journal import events
from orders import actions, hemis_entry
from orders.hemis_roster import compare
from orders.models import HemisEntry, Order
from permissions.models import Unit
from students.hemis.roster import read_row
from students.models import Group, Student
from tests.journey import signed_in
from tests.orders.drafts import BASIS, LEAVE
from tests.people import House
from tests.students.roster import at as seconds
from tests.students.roster import counts, row, take
from tests.work import do_all_jobs

At = Callable[[str], None]
NUMBER = "337251190001"
ON_LEAVE = {"studentStatus.code": "13"}
STUDYING = {"studentStatus.code": "11"}


@pytest.fixture(autouse=True)
def roster(house: House, at: At, sealing: Path, heard: object) -> Iterator[None]:
    """Imported in September; in force on 1 December at nine: the student's leave."""
    with translation.override("en"):
        at("2026-09-02T09:00")
        take(house, row(NUMBER))
        at("2026-12-01T09:00")
        ordered(house, date(2026, 12, 1))
        yield


def ordered(house: House, on: date, number: str = NUMBER, effect: str = "go_on_leave", **values: Any) -> Order:
    student = Student.objects.get(number=number)
    line = actions.Line(
        student_id=student.pk, person_id=student.person_id, effective_on=on, effect=effect,
        values={**LEAVE, "from": on.isoformat(), **values}, basis=BASIS,
    )  # fmt: skip
    kind = "academic_leave" if effect == "go_on_leave" else "return_from_leave"
    order = actions.compose_order(
        actor=house.dilnoza, kind=kind, title="Buyruq", unit=house.institute, lines=[line], visas=[], signs="rector"
    )
    actions.send(actor=house.dilnoza, order_id=order.pk)
    actions.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    assert order.items.get().state == "applied"
    return order


def returned(house: House, **values: Any) -> Order:
    """Back from the leave, into the same group, on the grant."""
    student = Student.objects.get(number=NUMBER)
    group = Group.objects.get(pk=student.group_id)
    place = {"group_id": group.pk, "group": group.name, "course": 1, "semester": 1, "curriculum": "25", "payment": "11"}
    return ordered(house, date(2027, 9, 1), effect="return_to_study", **{**place, **values})


def hemis(moment: str, **changes: Any) -> dict[str, Any]:
    return row(NUMBER, updated_at=seconds(moment), **changes)


def entry(place: int = 0) -> HemisEntry:
    return HemisEntry.objects.order_by("pk")[place]


def test_a_roster_that_shows_the_order_ticks_it_off(house: House, at: At) -> None:
    at("2026-12-03T09:00")
    assert counts(take(house, hemis("2026-12-02T11:00", **ON_LEAVE))) == (0, 0, 1, 0)
    assert (entry().state, entry().difference, entry().compared_at.date()) == ("reconciled", [], date(2026, 12, 3))
    chain = Unit.objects.get(pk=house.institute.pk)
    told = list(events.of(chain).filter(act="roster.import"))[-1].payload.body
    assert (told["hemis_shows"], told["hemis_differs"]) == ([entry().item_id], [])
    assert events.verify_all() == []


def test_what_was_ticked_off_by_hand_is_proved_too_and_keeps_the_hand(house: House, at: At) -> None:
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry().pk])
    at("2026-12-03T09:00")
    take(house, hemis("2026-12-02T11:00", **ON_LEAVE))
    assert (entry().state, entry().entered_by) == ("reconciled", house.dilnoza)


def test_an_order_that_is_not_entered_yet_stays_on_the_list_without_alarm(house: House, at: At) -> None:
    at("2026-12-03T09:00")
    take(house, hemis("2026-12-02T11:00"))
    assert (entry().state, entry().difference) == ("open", [])
    assert entry().compared_at.date() == date(2026, 12, 3)


def test_a_tick_that_hemis_does_not_bear_out_is_shown_with_the_difference(house: House, at: At) -> None:
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry().pk])
    at("2026-12-03T09:00")
    take(house, hemis("2026-12-02T11:00"))
    assert (entry().state, entry().difference) == (
        "entered",
        [{"field": "status", "here": "13", "hemis": "11"}],
    )
    client = signed_in("dilnoza")
    client.cookies["django_language"] = "en"
    page = client.get("/hemis/?show=differences").content.decode()
    assert "Standing: by the order 13 on academic leave, in HEMIS 11 studying" in page
    assert "HEMIS shows otherwise: 1" in page
    take(house, hemis("2026-12-03T11:00", **ON_LEAVE))
    assert (entry().state, entry().difference) == ("reconciled", [])


def test_another_status_than_the_orders_is_a_difference(house: House, at: At) -> None:
    at("2026-12-03T09:00")
    take(house, hemis("2026-12-02T11:00", **{"studentStatus.code": "12"}))
    assert (entry().state, entry().difference) == ("open", [{"field": "status", "here": "13", "hemis": "12"}])


def test_agreement_from_before_the_signature_proves_nothing(house: House, at: At) -> None:
    at("2026-12-03T09:00")
    take(house, hemis("2026-11-30T11:00", **ON_LEAVE))
    assert (entry().state, entry().difference) == ("open", [])


def test_a_group_that_hemis_has_moved_since_is_no_difference(house: House, at: At) -> None:
    at("2026-12-03T09:00")
    take(house, hemis("2026-12-02T11:00", **ON_LEAVE, **{"group.name": "25-12", "group.id": 92512}))
    assert (entry().state, entry().difference) == ("reconciled", [])


def test_the_grant_that_hemis_takes_away_on_return_is_shown(house: House, at: At) -> None:
    take(house, hemis("2026-12-01T11:00", **ON_LEAVE))
    at("2027-09-01T09:00")
    returned(house)
    at("2027-09-03T09:00")
    report = take(house, hemis("2027-09-02T11:00", **STUDYING, **{"paymentForm.code": "12"}))
    assert counts(report) == (0, 0, 0, 1)
    assert (entry(1).state, entry(1).difference) == ("open", [{"field": "payment", "here": "11", "hemis": "12"}])
    take(house, hemis("2027-09-03T11:00", **STUDYING))
    assert (entry(1).state, entry(1).difference) == ("reconciled", [])


def test_a_return_is_not_proved_where_the_leave_was_never_entered(house: House, at: At) -> None:
    at("2027-09-01T09:00")
    returned(house)
    at("2027-09-03T09:00")
    take(house, hemis("2027-09-02T11:00", **STUDYING))
    assert [(one.state, one.difference) for one in HemisEntry.objects.order_by("pk")] == [("open", []), ("open", [])]
    hemis_entry.mark_entered(actor=house.dilnoza, entry_ids=[entry(0).pk])
    take(house, hemis("2027-09-02T11:00", **STUDYING))
    assert [one.state for one in HemisEntry.objects.order_by("pk")] == ["entered", "reconciled"]


def test_a_student_the_roster_does_not_name_is_left_alone(house: House, at: At) -> None:
    at("2026-12-03T09:00")
    take(house, row("337251190002", updated_at=seconds("2026-12-02T11:00")))
    assert (entry().state, entry().compared_at) == ("open", None)


def test_comparing_costs_the_same_with_one_entry_and_with_three(house: House, at: At) -> None:
    rows = [
        row(NUMBER, student_id_number=f"33725119005{place}", id=9050 + place, passport_pin=None) for place in range(2)
    ]

    def cost() -> int:
        shown = [{**one, "studentStatus": {"code": "13"}} for one in (row(NUMBER), *rows)]
        with CaptureQueriesContext(connection) as asked:
            compare([read_row(one) for one in shown])
        return len(asked)

    with_one = cost()
    take(house, *rows)
    for one in rows:
        ordered(house, date(2026, 12, 1), one["student_id_number"])
    assert HemisEntry.objects.count() == 3
    assert cost() == with_one
