"""Where the roster and an order disagree: the order changes the record, the roster is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journal import clock
from students.actions import project, record_standing
from students.models import Standing, Student
from students.queries import history, standing_of
from students.standing import Facts
from tests.people import House
from tests.students.conftest import Clock
from tests.students.roster import at, counts, reason, row, take

NUMBER = "337251190001"


def order(number: int, valid_from: date, **changes: object) -> Standing:
    """An order of Harakat changes the record from a day, today."""
    student = Student.objects.get(number=NUMBER)
    standing = record_standing(
        student=student,
        facts=replace(Facts.of(student), **changes),
        valid_from=valid_from,
        basis="order",
        basis_text=f"№ {number}-T",
        source=f"item:{number}",
        order_number=f"{number}-T",
        order_date=clock.today(),
    )
    project(student_id=student.pk, on=clock.today())
    return standing


def status() -> str:
    return str(Student.objects.get(number=NUMBER).status)


def hemis(updated: str, **changes: object) -> dict[str, object]:
    return row(NUMBER, updated_at=at(updated), **changes)


ON_LEAVE = {"studentStatus.code": "13"}
STUDYING = {"studentStatus.code": "11"}


@pytest.fixture
def on_leave(house: House, it_is: Clock) -> None:
    """Imported on 1 September as studying on a grant; on leave by order from 5 October, known on the 6th."""
    it_is("2026-09-02T09:00")
    take(house, row(NUMBER))
    it_is("2026-10-06T09:00")
    order(1, date(2026, 10, 5), status="on_leave", ground="health", until=date(2027, 9, 1))
    it_is("2026-11-02T09:00")


def test_a_roster_older_than_the_order_is_not_written_over_it(house: House, on_leave: None) -> None:
    report = take(house, hemis("2026-09-01T11:00"))
    assert counts(report) == (0, 0, 0, 1)
    assert reason(report) == (
        "conflict: order № 1-T is newer than the row's last change in HEMIS on 2026-09-01"
        " (standing on academic leave → studying)"
    )
    assert status() == "on_leave"


def test_a_roster_that_was_edited_but_not_told_of_the_order_is_not_believed(house: House, on_leave: None) -> None:
    report = take(house, hemis("2026-10-20T11:00"))
    assert reason(report) == "conflict: HEMIS does not show order № 1-T yet (standing on academic leave → studying)"
    assert status() == "on_leave"


def test_a_roster_that_shows_the_order_agrees_and_takes_nothing_away(house: House, on_leave: None) -> None:
    assert counts(take(house, hemis("2026-10-20T11:00", **ON_LEAVE))) == (0, 0, 1, 0)
    student = Student.objects.get(number=NUMBER)
    assert (student.ground, student.status_until) == ("health", date(2027, 9, 1))


def test_a_newer_change_of_place_is_taken_over_and_keeps_ground_and_end_of_the_leave(
    house: House, on_leave: None
) -> None:
    report = take(house, hemis("2026-10-20T11:00", **ON_LEAVE, **{"group.name": "25-12", "group.id": 92512}))
    assert counts(report) == (0, 1, 0, 0)
    student = Student.objects.select_related("group").get(number=NUMBER)
    assert (student.group.name, student.status, student.ground, student.status_since) == (
        "25-12",
        "on_leave",
        "health",
        date(2026, 10, 5),
    )


def test_an_end_that_came_about_outside_is_taken_over(house: House, on_leave: None) -> None:
    report = take(house, hemis("2026-10-20T11:00", **{"studentStatus.code": "12"}))
    assert (counts(report), status()) == ((0, 1, 0, 0), "expelled")


def test_hemis_may_be_ahead_of_an_order_whose_day_has_not_come(house: House, on_leave: None) -> None:
    order(2, date(2026, 12, 1), status="studying", ground="", until=None)
    assert counts(take(house, hemis("2026-11-02T11:00", **STUDYING))) == (0, 0, 1, 0)
    assert status() == "on_leave"


def test_an_order_whose_day_has_not_come_is_not_written_over(house: House, on_leave: None) -> None:
    order(2, date(2026, 12, 1), status="studying", ground="", until=None)
    report = take(house, hemis("2026-11-02T11:00", **ON_LEAVE, **{"paymentForm.code": "12"}))
    assert reason(report).startswith("conflict: order № 2-T is newer")


def test_a_grant_kept_on_return_is_not_lost_to_hemis_which_sets_contract(house: House, on_leave: None) -> None:
    order(2, date(2026, 11, 2), status="studying", ground="", until=None)
    report = take(house, hemis("2026-11-03T11:00", **STUDYING, **{"paymentForm.code": "12"}))
    assert reason(report) == (
        "conflict: HEMIS says contract, order № 2-T keeps the grant (basis of payment state grant → fee contract)"
    )
    assert Student.objects.get(number=NUMBER).payment == "11"


def test_an_older_list_is_not_written_over_a_newer_one(house: House) -> None:
    take(house, hemis("2026-10-20T11:00", **{"paymentForm.code": "12"}))
    report = take(house, hemis("2026-09-01T11:00"))
    assert reason(report) == (
        "conflict: last changed in HEMIS on 2026-09-01, before the present standing began on 2026-10-20"
        " (basis of payment fee contract → state grant)"
    )


def test_a_change_dated_after_today_holds_from_today(house: House) -> None:
    take(house, hemis("2026-12-24T11:00"))
    assert Student.objects.get(number=NUMBER).status_since == date(2026, 11, 2)


# -- orders on paper --------------------------------------------------------------------------------------------------

PAPER = {"number": "47-T", "date": "2026-02-10", "from": "2026-02-12", "until": "2027-02-01", "reason": "12"}


def test_a_paper_order_told_later_replaces_the_import_that_did_not_know_it(house: House) -> None:
    take(house, hemis("2026-09-01T11:00", **ON_LEAVE))
    with_paper = hemis("2026-09-01T11:00", **ON_LEAVE, decree=PAPER)
    assert counts(take(house, with_paper)) == (0, 1, 0, 0)
    assert counts(take(house, with_paper)) == (0, 0, 1, 0)
    assert counts(take(house, hemis("2026-09-01T11:00", **ON_LEAVE))) == (0, 0, 1, 0)
    student = Student.objects.get(number=NUMBER)
    assert (student.status_since, student.status_until, student.ground) == (
        date(2026, 2, 12),
        date(2027, 2, 1),
        "health",
    )
    assert [(known.basis, known.retracts_id is not None) for known in history(student)] == [
        ("hemis_import", False),
        ("paper_order", True),
        ("paper_order", False),
    ]
    assert standing_of(student, as_of=date(2026, 10, 1)).order_number == "47-T"


def test_a_paper_order_may_be_corrected_by_the_same_number(house: House) -> None:
    take(house, hemis("2026-09-01T11:00", **ON_LEAVE, decree=PAPER))
    corrected = hemis("2026-09-01T11:00", **ON_LEAVE, decree={**PAPER, "until": "2027-08-31"})
    assert counts(take(house, corrected)) == (0, 1, 0, 0)
    assert counts(take(house, corrected)) == (0, 0, 1, 0)
    assert Student.objects.get(number=NUMBER).status_until == date(2027, 8, 31)


def test_a_paper_order_is_not_slipped_behind_a_newer_one(house: House) -> None:
    take(house, hemis("2026-09-01T11:00", **ON_LEAVE, decree=PAPER))
    older = {**PAPER, "number": "12-T", "date": "2026-01-09", "from": "2026-01-10", "reason": "11"}
    report = take(house, hemis("2026-09-01T11:00", **ON_LEAVE, decree=older))
    assert reason(report) == "conflict: № 47-T, 10.02.2026 is newer than this paper order"


def test_one_who_left_by_a_paper_order_can_be_returned_by_an_order(house: House) -> None:
    take(house, hemis("2026-09-01T11:00", **ON_LEAVE, decree=PAPER))
    order(1, clock.today(), status="studying", ground="", until=None)
    assert status() == "studying"
    again = take(house, hemis("2026-09-01T11:00", **ON_LEAVE, decree=PAPER))
    assert reason(again).startswith("conflict: order № 1-T is newer")
