"""How students and groups are found, and who may read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ninja.testing import TestClient

from journal.refusals import Invalid, NotFound
from students.access import get_student_for, may_read, reach
from students.api import router
from students.models import Programme, Student
from students.queries import search_students, taught_now
from students.standing import LABELS, Facts, plain_facts
from tests.people import House, enrol
from tests.students.conftest import Clock

Count = pytest.FixtureRequest


def numbers(house: House, text: str, *units: str, **paging: object) -> list[str]:
    reached = [house.units[unit].pk for unit in units or ("chemistry", "food")]
    return [student.number for student in search_students(text, unit_ids=reached, **paging).items]


# -- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Gʻaniyev", "g'aniyev", "G‘ANIYEV sardor", "sardor", "337251100002", "33725110000"])
def test_a_student_is_found_by_number_or_name_with_any_apostrophe(house: House, typed: str) -> None:
    assert "337251100002" in numbers(house, typed)


@pytest.mark.parametrize("typed", ["Gʻaniyev aziza", "337251100003", "%", "_"])
def test_what_does_not_match_is_not_found(house: House, typed: str) -> None:
    assert numbers(house, typed) == []


def test_a_student_of_another_unit_is_not_found(house: House) -> None:
    assert numbers(house, "", "chemistry") == ["337251100001"]
    assert search_students("", unit_ids=[]).items == []


def test_pages_follow_one_another_in_the_order_of_names(house: House) -> None:
    enrol(house, "zarina", "Abdullayeva", "Zarina", "food", "337251100009")
    enrol(house, "namesake", "Qodirova", "Aziza", "food", "337251100003")
    reached = [house.units["chemistry"].pk, house.units["food"].pk]
    found, after = [], ""
    while True:
        page = search_students("", unit_ids=reached, after=after, limit=1)
        found += [student.number for student in page.items]
        if not page.next:
            break
        after = page.next
    assert found == ["337251100009", "337251100002", "337251100001", "337251100003"]
    assert search_students("", unit_ids=reached, after="000000000000").items == []


@pytest.mark.parametrize("more", [0, 2])
def test_a_page_of_students_costs_one_statement_whatever_it_holds(
    house: House, django_assert_num_queries: Count, more: int
) -> None:
    for number in range(more):
        enrol(house, f"student{number}", "Zokirova", "Zebo", "food", f"33725110010{number}")
    with django_assert_num_queries(1):
        page = search_students("", unit_ids=[house.units["food"].pk])
        told = [(str(student.person), student.programme.name, student.group.name) for student in page.items]
    assert len(told) == 1 + more


def test_the_place_to_return_to_is_where_the_semester_is_taught_now(house: House) -> None:
    chemistry = house.programmes["chemistry"]
    assert [group.name for group in taught_now(chemistry, 3)] == ["25-10"]
    assert [group.name for group in taught_now(chemistry, 1, language="11")] == ["26-10"]
    assert list(taught_now(chemistry, 5)) == []
    assert list(taught_now(chemistry, 1, language="12")) == []


def test_a_programme_renamed_by_a_new_classifier_is_still_the_same(house: House) -> None:
    renamed = Programme.objects.create(code="60710100", year=2026, name="Yangi nom", faculty=house.units["chemistry"])
    assert [group.name for group in taught_now(renamed, 3)] == ["25-10"]


# -- facts in words ---------------------------------------------------------------------------------------------------


def test_facts_are_told_in_words(house: House) -> None:
    assert Facts.of(house.students["aziza"]).plain() == {
        "status": "studying",
        "faculty": "Noorganik moddalar kimyoviy texnologiyasi fakulteti",
        "programme_code": "60710100",
        "programme_name": "Kimyo muhandisligi",
        "group": "25-10",
        "course": 2,
        "semester": 3,
        "form": "full-time",
        "language": "Uzbek",
        "payment": "state grant",
        "curriculum": "25-60710100",
        "until": None,
        "ground": "",
    }
    assert set(Facts.of(house.students["aziza"]).plain()) == set(LABELS)


@pytest.mark.parametrize("count", [1, 3])
def test_facts_of_many_cost_one_statement(house: House, django_assert_num_queries: Count, count: int) -> None:
    facts = [Facts.of(house.students[name]) for name in ("aziza", "sardor", "aziza")[:count]]
    with django_assert_num_queries(1):
        assert len(plain_facts(facts)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_and_one_more_each_for_programmes_and_faculties_that_are_not_their_groups(
    house: House, django_assert_num_queries: Count, count: int
) -> None:
    food = {"programme_id": house.programmes["food"].pk, "faculty_id": house.units["food"].pk}
    strange = [replace(Facts.of(house.students["aziza"]), **food)] * count
    with django_assert_num_queries(3):
        told = plain_facts(strange)
    assert [(one["programme_code"], one["faculty"], one["group"]) for one in told] == [
        ("60720100", "Oziq-ovqat texnologiyasi fakulteti", "25-10")
    ] * count


# -- who may read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", ["aziza", "botir", "dilnoza", "hamid", "erkin"])
def test_the_student_and_the_offices_above_may_read_the_record(house: House, reader: str) -> None:
    assert get_student_for(house.people[reader], "337251100001").pk == house.students["aziza"].pk


@pytest.mark.parametrize("reader", ["sardor", "jasur", "farrux", "gulnora", "kamola"])
def test_another_student_another_dean_and_offices_that_read_no_records_may_not(house: House, reader: str) -> None:
    with pytest.raises(NotFound) as forbidden:
        get_student_for(house.people[reader], "337251100001")
    with pytest.raises(NotFound) as absent:
        get_student_for(house.people[reader], "337251999999")
    assert str(forbidden.value) == str(absent.value) == "There is no such student."


def test_a_dean_reaches_the_own_faculty_alone(house: House) -> None:
    assert reach(house.botir) == {house.units["chemistry"].pk}
    assert reach(house.dilnoza) == {unit.pk for unit in house.units.values()}
    assert reach(house.aziza) == frozenset()
    assert [may_read(house.botir, student) for student in Student.objects.order_by("number")] == [True, False]


# -- the call ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def client() -> TestClient:
    return TestClient(router)


def test_the_standing_is_answered_with_its_order_and_place(house: House, client: TestClient) -> None:
    answer = client.get("/students/337251100001/standing", person=house.botir)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "studying",
            "programme": {"code": "60710100", "name": "Kimyo muhandisligi"},
            "group": "25-10",
            "course": 2,
            "semester": 3,
            "form": {"code": "11", "name": "full-time"},
            "payment": {"code": "11", "name": "state grant"},
            "since": "2025-09-02",
            "until": None,
            "ground": None,
            "basis": "hemis_import",
            "order": None,
        },
    )


def test_of_a_day_of_which_nothing_was_known_the_answer_is_empty(
    house: House, client: TestClient, it_is: Clock
) -> None:
    for asked in ("as_of=2025-09-01", "known_at=2020-01-01", "known_at=2026-11-01T09:00:00%2B05:00"):
        answer = client.get(f"/students/337251100001/standing?{asked}", person=house.aziza)
        assert set(answer.json().values()) == {None}


@pytest.mark.parametrize("known_at", ["2026-11-02", "2026-11-02T23:00", "2026-11-02T23:00:00 05:00"])
def test_the_moment_of_knowledge_is_a_day_or_a_moment(house: House, client: TestClient, known_at: str) -> None:
    answer = client.get(f"/students/337251100001/standing?known_at={known_at}", person=house.aziza)
    assert answer.json()["status"] == "studying"


@pytest.mark.parametrize("known_at", ["yesterday", "2026-13-01", "2026-11-02T25:00"])
def test_an_unreadable_moment_is_refused_by_name(house: House, client: TestClient, known_at: str) -> None:
    with pytest.raises(Invalid) as refusal:
        client.get(f"/students/337251100001/standing?known_at={known_at}", person=house.aziza)
    assert list(refusal.value.fields) == ["known_at"]


def test_to_another_dean_the_student_does_not_exist(house: House, client: TestClient) -> None:
    with pytest.raises(NotFound):
        client.get("/students/337251100001/standing", person=house.jasur)
