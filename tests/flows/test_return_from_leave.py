"""Return from academic leave, clause by clause, and the place the office names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows.return_from_leave import Placement, ReturnFromLeave
from movements.clauses import check, stands_against
from movements.facts import gather
from movements.models import Movement
from students.models import Student
from tests.people import House

PLACE = {"group": "25-10", "course": 2, "semester": 3, "curriculum": "25-60710100", "payment": "11"}


@pytest.fixture
def on_leave(house: House) -> Student:
    """Aziza on leave until the end of August."""
    student = house.students["aziza"]
    student.go_on_leave()
    student.status_until = date(2027, 8, 31)
    return student


def against(student: Student, papers: list[str], **stated: str) -> list[str]:
    stated = {"ground_ended": "health", "returns_on": "2027-09-01", **stated}
    case = gather("return_from_leave", stated, student, papers=frozenset(papers), filed_on=date(2027, 8, 20))
    return [finding["rule"] for finding in stands_against(check(ReturnFromLeave.rules(), case))]


def test_344_4_only_who_is_on_leave_returns(house: House) -> None:
    assert against(house.students["aziza"], ["fit_to_study"]) == ["is_on_leave"]


def test_344_return_the_end_of_the_ground_is_proven_by_its_paper(on_leave: Student) -> None:
    assert against(on_leave, ["fit_to_study"]) == []
    assert against(on_leave, []) == ["end_of_ground_is_proven"]
    assert against(on_leave, ["fit_to_study"], ground_ended="military") == ["end_of_ground_is_proven"]
    assert against(on_leave, [], ground_ended="child_care") == []


def test_the_first_working_day_after_the_leave_is_on_time_and_the_next_is_not(on_leave: Student) -> None:
    # The first of September is a holiday.
    assert against(on_leave, ["fit_to_study"], returns_on="2027-09-01") == []
    assert against(on_leave, ["fit_to_study"], returns_on="2027-09-02") == []
    assert against(on_leave, ["fit_to_study"], returns_on="2027-09-03") == ["returns_on_time"]


def test_proposed_is_the_group_in_which_the_unfinished_semester_is_taught_now(on_leave: Student) -> None:
    form = Placement(student=on_leave)
    assert form.initial == {"group": "25-10", "course": 2, "semester": 3, "curriculum": "25-60710100"}


@pytest.mark.parametrize("missing", sorted(PLACE))
def test_nothing_of_the_place_is_filled_in_silently(on_leave: Student, missing: str) -> None:
    answers: dict[str, Any] = {name: value for name, value in PLACE.items() if name != missing}
    form = Placement(answers, student=on_leave)
    assert not form.is_valid()
    assert list(form.errors) == [missing]


def placement(student: Student, returns_on: str, payment: str, reason: str = "") -> list[str]:
    """The fields of the place which the office must say otherwise."""
    stated = {"ground_ended": "health", "returns_on": returns_on}
    case = gather("return_from_leave", stated, student, papers=frozenset({"fit_to_study"}), filed_on=date(2027, 8, 20))
    movement = Movement(
        kind="return_from_leave", stated=stated, student=student, findings=check(ReturnFromLeave.rules(), case)
    )
    answers = {**PLACE, "payment": payment, "payment_reason": reason}
    form = Placement(answers, student=student, movement=movement)
    proposed = form.initial.get("payment", "")
    return [proposed, *form.errors]


def test_578_annex_3_in_time_the_grant_is_proposed_and_another_payment_has_its_reason(on_leave: Student) -> None:
    assert placement(on_leave, "2027-09-02", "11") == ["11"]
    assert placement(on_leave, "2027-09-02", "12") == ["11", "payment_reason"]
    assert placement(on_leave, "2027-09-02", "12", "Oʻz arizasi boʻyicha") == ["11"]


def test_578_annex_3_late_no_payment_is_proposed_and_a_grant_has_its_reason(on_leave: Student) -> None:
    assert placement(on_leave, "2027-10-01", "12") == [""]
    assert placement(on_leave, "2027-10-01", "11") == ["", "payment_reason"]
    assert placement(on_leave, "2027-10-01", "11", "Shifoxonada edi, 5-son bayonnoma") == [""]


def test_who_had_a_contract_keeps_it_late_or_not(on_leave: Student) -> None:
    on_leave.payment = "12"
    for day in ("2027-09-02", "2027-10-01"):
        assert placement(on_leave, day, "12") == ["12"]
        assert placement(on_leave, day, "11") == ["12", "payment_reason"]


def test_where_the_record_knows_no_end_nothing_is_proposed_and_no_reason_asked(on_leave: Student) -> None:
    on_leave.status_until = None
    for payment in ("11", "12"):
        assert placement(on_leave, "2027-09-02", payment) == [""]


def test_who_serves_without_a_known_end_keeps_the_grant(on_leave: Student) -> None:
    on_leave.status_until, on_leave.ground = None, "military"
    assert placement(on_leave, "2027-09-02", "11") == ["11"]
    assert placement(on_leave, "2027-09-02", "12") == ["11", "payment_reason"]


def test_what_counts_on_a_day_off_is_said_with_its_clause(on_leave: Student) -> None:
    case = gather(
        "return_from_leave", {"returns_on": "2027-09-01"}, on_leave, papers=frozenset(), filed_on=date(2027, 8, 20)
    )
    [finding] = [one for one in check(ReturnFromLeave.rules(), case) if one["rule"] == "day_off_gives_way"]
    assert (finding["clause"], finding["holds"]) == ("institute:day-off", True)
    assert finding["facts"] == [["returns on", "2027-09-01"], ["study begins on", "2027-09-02"]]


def test_a_semester_the_group_is_not_taught_cannot_be_ordered(on_leave: Student) -> None:
    assert Placement(PLACE, student=on_leave).is_valid()
    assert list(Placement({**PLACE, "semester": 4}, student=on_leave).errors) == ["semester"]


def test_a_group_of_another_programme_is_not_offered(on_leave: Student, house: House) -> None:
    house.groups["food 25-10"].name = "25-20"
    house.groups["food 25-10"].save()
    assert list(Placement({**PLACE, "group": "25-20"}, student=on_leave).errors) == ["group"]


def test_what_has_ended_is_the_ground_the_record_knows(on_leave: Student) -> None:
    on_leave.ground = "military"
    assert against(on_leave, ["fit_to_study"]) == ["ground_is_that_of_the_leave"]
    assert against(on_leave, ["military_id"], ground_ended="military") == []
