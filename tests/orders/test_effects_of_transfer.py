"""What effects of transfer and reinstatement make of the facts, what they refuse to guess, and how they are undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journal import clock
from journal.refusals import Invalid
from orders.effects import effect
from orders.enrolment_effects import Reinstate, TransferOut
from orders.hemis_list import hemis_reason, hemis_status
from orders.place_effects import PLACE, AttendClasses, ChangeGroup, ChangePlace
from students.actions import project, record_standing, retract_standing
from students.models import Student
from students.standing import Facts
from tests.people import House

ON = date(2026, 12, 1)
STUDYING = Facts(
    status="studying", faculty_id=1, programme_id=2, group_id=3, course=2, semester=3, form="11", language="11",
    payment="11", curriculum="25-60710100",
)  # fmt: skip
AWAY = replace(STUDYING, status="on_leave", until=date(2027, 9, 1), ground="health")
EXPELLED = replace(STUDYING, status="expelled", ground="own_wish")
ELSEWHERE: dict[str, Any] = {
    "faculty_id": 5, "programme_id": 6, "group_id": 7, "course": 2, "semester": 4, "form": "13", "language": "12",
    "payment": "12", "curriculum": "24-60720100",
}  # fmt: skip
OTHER_GROUP: dict[str, Any] = {
    "group_id": 8, "language": "12",
    "unchanged": ["faculty_id", "programme_id", "course", "semester", "form", "payment", "curriculum"],
}  # fmt: skip


def test_a_transfer_inside_leads_exactly_to_the_place_that_was_named() -> None:
    moved = ChangePlace().after(STUDYING, ELSEWHERE, ON)
    assert moved == Facts(status="studying", **ELSEWHERE)


def test_what_is_said_to_stay_stays() -> None:
    values = {**ELSEWHERE, "unchanged": ["payment"]}
    del values["payment"]
    assert ChangePlace().after(STUDYING, values, ON).payment == "11"


@pytest.mark.parametrize("code", ["change_place", "reinstate"])
@pytest.mark.parametrize("missing", PLACE)
def test_nothing_of_the_place_is_defaulted_silently(code: str, missing: str) -> None:
    facts = STUDYING if code == "change_place" else EXPELLED
    with pytest.raises(Invalid) as refusal:
        effect(code).after(facts, {**ELSEWHERE, missing: ""}, ON)
    assert list(refusal.value.fields) == [missing]


def test_a_column_cannot_both_change_and_stay() -> None:
    with pytest.raises(Invalid) as refusal:
        ChangePlace().after(STUDYING, {**ELSEWHERE, "unchanged": ["form"]}, ON)
    assert list(refusal.value.fields) == ["form"]


@pytest.mark.parametrize(("name", "wrong"), [("form", "99"), ("payment", "grant"), ("group_id", "x"), ("course", 0)])
def test_a_value_of_no_kind_is_refused(name: str, wrong: object) -> None:
    with pytest.raises(Invalid) as refusal:
        ChangePlace().after(STUDYING, {**ELSEWHERE, name: wrong}, ON)
    assert name in refusal.value.fields


def test_a_transfer_that_changes_nothing_is_refused() -> None:
    with pytest.raises(Invalid):
        ChangePlace().after(STUDYING, {"unchanged": list(PLACE)}, ON)


def test_a_change_of_group_changes_group_and_language_and_nothing_else() -> None:
    assert ChangeGroup().after(STUDYING, OTHER_GROUP, ON) == replace(STUDYING, group_id=8, language="12")
    with pytest.raises(Invalid):
        ChangeGroup().after(STUDYING, ELSEWHERE, ON)


def test_a_transfer_out_keeps_the_last_place_and_gives_hemis_reason_12_under_decree_11() -> None:
    out = TransferOut().after(AWAY, {"institution": "TDTU"}, ON)
    assert out == replace(STUDYING, status="transferred_out", ground="transfer")
    assert (TransferOut.hemis_decree_type, hemis_status(out.status), hemis_reason(out.status, out.ground)) == (
        "11",
        "12",
        "12",
    )
    with pytest.raises(Invalid) as refusal:
        TransferOut().after(STUDYING, {}, ON)
    assert list(refusal.value.fields) == ["institution"]


def test_578_a_reinstated_student_pays_by_contract() -> None:
    back = Reinstate().after(EXPELLED, ELSEWHERE, ON)
    assert back == Facts(status="studying", **ELSEWHERE)


def test_578_a_grant_needs_a_listed_exception_and_its_evidence() -> None:
    grant = {**ELSEWHERE, "payment": "11"}
    with pytest.raises(Invalid) as refusal:
        Reinstate().after(EXPELLED, grant, ON)
    assert sorted(refusal.value.fields) == ["evidence", "exception"]
    proven = {**grant, "exception": "orphan", "evidence": "Yetimlik guvohnomasi"}
    assert Reinstate().after(EXPELLED, proven, ON).payment == "11"


def test_578_a_grant_said_to_stay_needs_them_too() -> None:
    values = {**ELSEWHERE, "unchanged": ["payment"]}
    del values["payment"]
    with pytest.raises(Invalid):
        Reinstate().after(EXPELLED, values, ON)


def test_a_permission_to_attend_changes_no_record_and_names_the_place_until_when_it_lasts() -> None:
    assert not AttendClasses.changes_record
    meant = {**ELSEWHERE, "institution": "TDTU", "until": "2027-01-31"}
    assert AttendClasses().first(meant, ON) == Facts(status="studying", **ELSEWHERE)
    with pytest.raises(Invalid) as refusal:
        AttendClasses().first(ELSEWHERE, ON)
    assert sorted(refusal.value.fields) == ["institution", "until"]


FITS = [
    ("change_place", {"studying"}),
    ("change_group", {"studying"}),
    ("transfer_out", {"studying", "on_leave"}),
    ("reinstate", {"expelled"}),
    ("attend_classes", set()),
]


@pytest.mark.parametrize(("code", "fit"), FITS)
def test_an_effect_fits_these_standings_and_no_other(code: str, fit: set[str]) -> None:
    for status in ("studying", "on_leave", "expelled", "transferred_out", "graduated", "deceased"):
        facts = replace(STUDYING, status=status)
        if status in fit:
            effect(code).fitness(facts)
        else:
            with pytest.raises(Invalid):
                effect(code).fitness(facts)


def test_the_codes_of_hemis_decrees_are_data() -> None:
    codes = {code: effect(code).hemis_decree_type for code, _fit in FITS}
    assert codes == {
        "change_place": "16", "change_group": "", "transfer_out": "11", "reinstate": "15", "attend_classes": "",
    }  # fmt: skip


def acted(student: Student, code: str, values: dict[str, Any], number: int) -> Facts:
    """The record after the effect, through the ledger and its projection."""
    before = Facts.of(student)
    effect(code).fitness(before)
    words = {"basis": "order", "basis_text": f"№ {number}-T"}
    after = effect(code).after(before, values, clock.today())
    row = record_standing(student=student, facts=after, valid_from=clock.today(), source=f"item:{number}", **words)
    assert Facts.of(project(student_id=student.pk, on=clock.today())) == after
    retract_standing(standing=row, source=f"undo:{number}", **words)
    return Facts.of(project(student_id=student.pk, on=clock.today()))


def test_each_can_be_taken_back_and_the_record_is_as_it_was(house: House) -> None:
    student = house.students["aziza"]
    here = Facts.of(student)
    group = house.groups["food 26-10"]
    ids = {"faculty_id": house.units["food"].pk, "programme_id": group.programme_id, "group_id": group.pk}
    assert acted(student, "change_place", {**ELSEWHERE, **ids}, 1) == here
    own = {**OTHER_GROUP, "group_id": house.groups["chemistry 26-10"].pk}
    assert acted(student, "change_group", own, 2) == here
    assert acted(student, "transfer_out", {"institution": "TDTU"}, 3) == here
    expelled = replace(here, status="expelled", ground="own_wish")
    record_standing(
        student=student, facts=expelled, valid_from=clock.today(), basis="paper_order", basis_text="1", source="paper:1"
    )
    student = project(student_id=student.pk, on=clock.today())
    assert acted(student, "reinstate", {**ELSEWHERE, **ids}, 4) == expelled
