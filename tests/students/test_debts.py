"""Academic debts: what a student owes, and what the record does not know (Resolution 824/2020, clause 41)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from students.debts import Debts, Unknown, debts_of, owed
from students.difference import Pair, Passed, Required
from students.models import Curriculum, CurriculumSubject, Result
from tests.people import House, open_house

SIX = Decimal("6.00")


def needs(semester: int, code: str, name: str = "", credits: str = "6.00", choice: str = "") -> Required:
    return Required(
        code=code, name=name or f"Fan {code}", credits=Decimal(credits), hours=180, semester=semester, choice=choice
    )


def has(semester: int | None, code: str, name: str = "", credits: str = "6.00", institution: str = "") -> Passed:
    key = f"{semester}:{code}:{institution}"
    return Passed(
        key=key, code=code, name=name or f"Fan {code}", credits=Decimal(credits), hours=180, semester=semester,
        institution=institution,
    )  # fmt: skip


def keys(required: list[Required], passed: list[Passed], *, before: int = 3, confirmed: tuple[Pair, ...] = ()):
    lines, unmeasured = owed(
        required,
        passed,
        before=before,
        told={one.semester for one in passed if not one.institution},
        confirmed=confirmed,
    )
    return [line.key for line in lines], [line.key for line in unmeasured]


def test_41_a_subject_taught_already_and_not_passed_is_owed_with_its_credits() -> None:
    lines, _unmeasured = owed([needs(1, "A"), needs(1, "B")], [has(1, "B")], before=3, told={1})
    assert [(line.key, line.credits, line.certain) for line in lines] == [("1:A", SIX, True)]


def test_what_is_taught_now_or_later_is_not_owed_yet() -> None:
    assert keys([needs(2, "A"), needs(3, "B"), needs(4, "C")], [has(1, "X")], before=3) == (["2:A"], [])


def test_a_subject_of_two_semesters_is_owed_in_the_one_that_was_not_passed() -> None:
    required = [needs(1, "XT", "Xorijiy til"), needs(2, "XT", "Xorijiy til")]
    assert keys(required, [has(2, "XT", "Xorijiy til")]) == (["1:XT"], [])


def test_an_elective_passed_by_its_alternative_is_not_owed() -> None:
    required = [needs(2, "E1", choice="2-A"), needs(2, "E2", choice="2-A")]
    assert keys(required, [has(2, "E2")]) == ([], [])


def test_of_alternatives_none_passed_every_one_may_be_chosen_and_one_is_owed() -> None:
    required = [needs(2, "E1", choice="2-A"), needs(2, "E2", credits="4.00", choice="2-A")]
    lines, _unmeasured = owed(required, [has(1, "A")], before=3, told={1})
    assert [(line.key, line.credits) for line in lines] == [("2:E1", SIX), ("2:E2", Decimal("4.00"))]
    assert {line.slot for line in lines} == {(2, "2-A")}


def test_a_semester_without_any_result_is_told_as_uncertain() -> None:
    lines, _unmeasured = owed([needs(1, "A"), needs(2, "B")], [has(1, "X")], before=3, told={1})
    assert [(line.key, line.certain) for line in lines] == [("1:A", True), ("2:B", False)]


def test_what_was_passed_elsewhere_with_fewer_credits_leaves_the_rest_owed() -> None:
    lines, _unmeasured = owed([needs(1, "A")], [has(1, "A", credits="4.00", institution="TDTU")], before=3, told={1})
    assert [(line.key, line.credits) for line in lines] == [("1:A", Decimal("2.00"))]


def test_what_was_passed_here_in_its_semester_is_passed_whatever_its_credits() -> None:
    assert keys([needs(1, "A")], [has(1, "A", credits="4.00")]) == ([], [])


def test_a_match_the_office_has_confirmed_is_not_owed() -> None:
    other = has(1, "Z", "Butunlay boshqa fan", institution="TDTU")
    assert keys([needs(1, "A")], [other]) == (["1:A"], [])
    assert keys([needs(1, "A")], [other], confirmed=(Pair("1:A", other.key),)) == ([], [])


def test_what_cannot_be_measured_is_told_apart() -> None:
    assert keys([needs(1, "A")], [Passed(key="k", code="A", name="Fan A", credits=Decimal(0), hours=0,
                                         institution="TDTU")]) == ([], ["1:A"])  # fmt: skip


@pytest.fixture
def house(db: None) -> House:
    return open_house()


def curriculum_of(house: House, *subjects: tuple[int, str]) -> Curriculum:
    student = house.students["aziza"]
    made = Curriculum.objects.create(
        name=student.curriculum, programme=student.programme, admitted_in=2025, form="11", marking_system="13"
    )
    for semester, code in subjects:
        CurriculumSubject.objects.create(
            curriculum=made, code=code, name=f"Fan {code}", credits=SIX, hours=180, semester=semester
        )
    return made


def passes(house: House, semester: int, code: str) -> Result:
    student = house.students["aziza"]
    return Result.objects.create(
        person=student.person, student=student, code=code, name=f"Fan {code}", credits=SIX, hours=180,
        semester=semester, source=f"sinov:{semester}:{code}",
    )  # fmt: skip


def test_without_a_curriculum_nothing_is_guessed(house: House) -> None:
    student = house.students["aziza"]
    assert debts_of(student) == Debts("25-60710100", unknown=Unknown.NO_CURRICULUM)
    curriculum_of(house)
    assert debts_of(student) == Debts("25-60710100", unknown=Unknown.NO_SUBJECTS)
    student.curriculum = ""
    assert debts_of(student) == Debts(unknown=Unknown.NO_CURRICULUM)


def test_without_any_result_nothing_is_guessed(house: House) -> None:
    curriculum_of(house, (1, "A"), (2, "B"))
    assert debts_of(house.students["aziza"]) == Debts("25-60710100", unknown=Unknown.NO_RESULTS)


def test_a_debt_is_gone_once_an_import_brings_the_result(house: House) -> None:
    curriculum_of(house, (1, "A"), (1, "B"), (2, "C"), (3, "D"))
    passes(house, 1, "A")
    passes(house, 2, "C")
    assert [line.key for line in debts_of(house.students["aziza"]).lines] == ["1:B"]
    passes(house, 1, "B")
    assert debts_of(house.students["aziza"]).lines == ()


@pytest.mark.parametrize("many", [1, 3])
def test_debts_cost_three_statements_however_many(house: House, many: int, django_assert_num_queries) -> None:
    curriculum_of(house, *((1, f"A{number}") for number in range(many + 1)))
    passes(house, 1, "A0")
    with django_assert_num_queries(3):
        assert len(debts_of(house.students["aziza"]).lines) == many
