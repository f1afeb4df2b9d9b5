"""Academic leave, clause by clause (Resolution 344/2021)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows.academic_leave import AcademicLeave, LeaveApplication
from movements.clauses import check, stands_against
from movements.facts import gather
from tests.people import House

PAPER_OF = {
    "health": "medical_conclusion",
    "maternity": "maternity_certificate",
    "child_care": "birth_certificate",
    "family_care": "kinship_and_illness",
    "military": "call_up_notice",
}


def findings(house: House, papers: list[str] | None = None, **stated: str) -> list[dict[str, Any]]:
    stated = {"ground": "health", "starts_on": "2026-12-01", "ends_on": "2027-09-01", **stated}
    stated = {name: value for name, value in stated.items() if value}
    at_hand = frozenset(papers if papers is not None else [PAPER_OF.get(stated["ground"], "")])
    student = house.students["aziza"]
    case = gather("academic_leave", stated, student, papers=at_hand, filed_on=date(2026, 11, 23))
    return check(AcademicLeave.rules(), case)


def against(house: House, papers: list[str] | None = None, **stated: str) -> list[str]:
    return [finding["rule"] for finding in stands_against(findings(house, papers, **stated))]


@pytest.mark.parametrize("ground", sorted(PAPER_OF))
def test_344_3_each_of_the_five_grounds_is_lawful_with_its_paper(house: House, ground: str) -> None:
    assert against(house, ground=ground) == []


def test_344_3_a_sixth_ground_is_not(house: House) -> None:
    assert against(house, ground="travel") == ["ground_is_lawful"]


@pytest.mark.parametrize("ground", sorted(PAPER_OF))
def test_344_6_without_its_paper_the_ground_is_not_proven(house: House, ground: str) -> None:
    assert against(house, papers=[], ground=ground) == ["papers_prove_the_ground"]


def test_344_6_the_paper_of_another_ground_proves_nothing(house: House) -> None:
    assert against(house, papers=["call_up_notice"], ground="health") == ["papers_prove_the_ground"]


def test_344_11_the_leave_ends_after_it_begins(house: House) -> None:
    assert against(house, ends_on="2026-12-01") == ["days_are_in_order"]
    assert against(house, ends_on="2026-12-02") == []


def test_344_11_only_military_service_may_have_no_known_end(house: House) -> None:
    assert against(house, ends_on="", ground="military") == []
    assert against(house, ends_on="", ground="health") == ["days_are_in_order"]


def test_344_11_more_than_a_year_for_health_warns_and_names_the_doubtful_number(house: House) -> None:
    [finding] = [one for one in findings(house, ends_on="2027-12-02") if not one["holds"]]
    assert (finding["rule"], finding["warns"]) == ("is_not_too_long", True)
    assert [limit["key"] for limit in finding["limits"]] == ["leave.most_months"]
    assert [one["rule"] for one in findings(house, ends_on="2027-12-01") if not one["holds"]] == []


def test_344_4_leave_is_for_a_student_who_studies(house: House) -> None:
    student = house.students["aziza"]
    student.go_on_leave()
    assert against(house) == ["is_studying"]


def test_the_rules_of_2010_stand_as_data_and_are_off(house: House) -> None:
    by_rule = {finding["rule"]: finding for finding in findings(house)}
    for name in ("was_not_on_leave_too_often", "first_year_only_for_health"):
        assert (by_rule[name]["holds"], by_rule[name]["limits"]) == (True, [])


def test_the_form_asks_for_what_the_order_needs() -> None:
    assert LeaveApplication.schema()["required"] == ["ground", "starts_on"]
    assert LeaveApplication.schema()["properties"]["ground"]["enum"] == [
        "health",
        "maternity",
        "child_care",
        "family_care",
        "military",
    ]
