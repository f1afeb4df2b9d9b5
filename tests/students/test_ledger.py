"""The ledger in two times: what held on a day, as the office knew it at a moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import Error, connection, transaction

from journal import clock
from journal.refusals import Conflict, Invalid
from students.actions import project, project_arrived, record_standing, retract_standing
from students.models import Standing, Student
from students.queries import history, spells, standing_of
from students.standing import Facts
from tests.people import House, open_house
from tests.students.conftest import Clock

LEAVE = {"status": "on_leave", "ground": "health"}


def order(number: int) -> dict[str, object]:
    return {
        "basis": "order",
        "basis_text": f"№ {number}-T",
        "order_number": f"{number}-T",
        "order_date": clock.today(),
        "source": f"item:{number}",
    }


def record(student: Student, number: int, valid_from: date, **changes: object) -> Standing:
    facts = replace(Facts.of(student), **changes)
    return record_standing(student=student, facts=facts, valid_from=valid_from, **order(number))


def fresh(student: Student) -> Student:
    return Student.objects.get(pk=student.pk)


def known(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T23:00").replace(tzinfo=clock.zone)


@pytest.fixture
def told(house: House, it_is: Clock) -> Student:
    """Aziza studies since September 2025. Learned on 5 October 2026: on leave from 1 October. Learned on the 10th:
    studying again from 1 December. Learned on the 20th: that leave was a mistake. Learned on the 25th: a leave from
    15 October."""
    student = house.students["aziza"]
    it_is("2026-10-05T09:00")
    leave = record(student, 1, date(2026, 10, 1), **LEAVE)
    it_is("2026-10-10T09:00")
    record(student, 2, date(2026, 12, 1), group_id=house.groups["chemistry 26-10"].pk, semester=1, course=1)
    it_is("2026-10-20T09:00")
    retract_standing(standing=leave, **{**order(3), "source": "undo:1"})
    it_is("2026-10-25T09:00")
    record(student, 4, date(2026, 10, 15), **LEAVE)
    return student


@pytest.fixture(autouse=True)
def enrolled_in_time(it_is: Clock, request: pytest.FixtureRequest) -> None:
    """The house is opened on 1 September 2026, so that its students are known from then on."""
    if "house" in request.fixturenames:
        it_is("2026-09-01T09:00")
        request.getfixturevalue("house")
        it_is("2026-11-02T09:00")


AS_OF_AND_KNOWN_AT = [
    # before anything was known
    ("2026-09-15", "2026-08-30", None),
    # before the enrolment
    ("2025-09-01", "2026-11-01", None),
    ("2025-09-02", "2026-09-01", "studying HEMIS"),
    # the leave is not known yet, then it is, then it is taken back, then another is known
    ("2026-10-02", "2026-10-04", "studying HEMIS"),
    ("2026-10-02", "2026-10-05", "on_leave № 1-T"),
    ("2026-10-02", "2026-10-19", "on_leave № 1-T"),
    ("2026-10-02", "2026-10-20", "studying HEMIS"),
    ("2026-10-20", "2026-10-20", "studying HEMIS"),
    ("2026-10-20", "2026-10-25", "on_leave № 4-T"),
    ("2026-10-14", "2026-10-25", "studying HEMIS"),
    ("2026-10-15", "2026-10-25", "on_leave № 4-T"),
    # a row with a coming day is known before it holds
    ("2026-11-30", "2026-10-10", "on_leave № 1-T"),
    ("2026-12-01", "2026-10-09", "on_leave № 1-T"),
    ("2026-12-01", "2026-10-10", "studying № 2-T"),
    ("2026-12-01", "2026-10-25", "studying № 2-T"),
]


@pytest.mark.parametrize(("as_of", "known_at", "answer"), AS_OF_AND_KNOWN_AT)
def test_the_ledger_answers_as_of_a_day_as_known_at_a_moment(
    told: Student, as_of: str, known_at: str, answer: str | None
) -> None:
    row = standing_of(told, as_of=date.fromisoformat(as_of), known_at=known(known_at))
    assert (row and f"{row.status} {row.basis_text}") == answer


def test_the_ledger_answers_in_one_statement_with_the_names(
    told: Student, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(1):
        row = standing_of(told, as_of=date(2026, 10, 16), known_at=known("2026-10-26"))
        assert (row.programme.code, row.group.name, row.faculty.code) == ("60710100", "25-10", "chemistry")


def test_the_history_tells_every_row_in_the_order_it_was_learned(told: Student) -> None:
    rows = [(row.basis_text, row.retracts.basis_text if row.retracts else None) for row in history(told)]
    assert rows == [("HEMIS", None), ("№ 1-T", None), ("№ 2-T", None), ("№ 3-T", "№ 1-T"), ("№ 4-T", None)]


def test_of_two_rows_of_one_day_the_later_recorded_one_holds(house: House) -> None:
    aziza = house.students["aziza"]
    record(aziza, 1, date(2026, 10, 1), **LEAVE)
    record(aziza, 2, date(2026, 10, 1), payment="12")
    assert standing_of(aziza, as_of=date(2026, 10, 1)).basis_text == "№ 2-T"
    assert project(student_id=aziza.pk, on=clock.today()).payment == "12"


def test_spells_join_rows_of_one_status_and_leave_out_what_never_held(told: Student) -> None:
    record(told, 5, date(2026, 12, 1), payment="12")
    told_spells = [(spell.status, spell.since, spell.newest.basis_text) for spell in spells(told, on=date(2027, 1, 1))]
    assert told_spells == [
        ("studying", date(2025, 9, 2), "HEMIS"),
        ("on_leave", date(2026, 10, 15), "№ 4-T"),
        ("studying", date(2026, 12, 1), "№ 5-T"),
    ]


def test_the_same_source_records_one_row(house: House) -> None:
    aziza = house.students["aziza"]
    assert record(aziza, 1, date(2026, 11, 1), **LEAVE) == record(aziza, 1, date(2026, 11, 1), **LEAVE)
    assert Standing.objects.filter(student=aziza).count() == 2


def test_of_many_who_record_one_source_at_once_one_writes(committed_db: str) -> None:
    aziza = open_house().students["aziza"]

    def one_more(_number: int) -> int:
        try:
            return record(aziza, 1, date(2026, 11, 1), **LEAVE).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(one_more, range(8)))) == 1
    assert Standing.objects.filter(student=aziza).count() == 2


def test_the_same_source_cannot_say_something_else(house: House) -> None:
    record(house.students["aziza"], 1, date(2026, 11, 1), **LEAVE)
    with pytest.raises(Conflict, match="already recorded another standing"):
        record(house.students["aziza"], 1, date(2026, 11, 2), **LEAVE)
    with pytest.raises(Conflict, match="already recorded another standing"):
        record(house.students["sardor"], 1, date(2026, 11, 1), **LEAVE)


def test_a_standing_does_not_end_before_it_begins(house: House) -> None:
    with pytest.raises(Invalid, match="The last day lies before the first"):
        record(house.students["aziza"], 1, date(2026, 11, 1), until=date(2026, 10, 31), **LEAVE)


def test_a_row_is_taken_back_once_and_a_taking_back_never(house: House) -> None:
    row = record(house.students["aziza"], 1, date(2026, 11, 1), **LEAVE)
    undo = {**order(2), "source": "undo:1"}
    back = retract_standing(standing=row, **undo)
    assert retract_standing(standing=row, **undo) == back
    for standing in (row, back):
        with pytest.raises(Conflict, match="already been taken back"):
            retract_standing(standing=standing, **order(3))


def test_a_clock_set_back_slips_no_row_behind_an_answer_already_given(house: House, it_is: Clock) -> None:
    aziza = house.students["aziza"]
    first = record(aziza, 1, date(2026, 10, 1), **LEAVE)
    it_is("2026-10-01T09:00")
    second = record(aziza, 2, date(2026, 10, 1))
    assert second.known_from > first.known_from


# -- the projection ---------------------------------------------------------------------------------------------------


def test_the_projection_follows_the_ledger_through_the_transitions(house: House) -> None:
    aziza = house.students["aziza"]
    record(aziza, 1, date(2026, 10, 1), until=date(2027, 9, 1), **LEAVE)
    project(student_id=aziza.pk, on=clock.today())
    now = fresh(aziza)
    assert (now.status, now.status_since, now.status_until, now.ground) == (
        "on_leave",
        date(2026, 10, 1),
        date(2027, 9, 1),
        "health",
    )


def test_a_coming_day_changes_nothing_until_it_arrives(house: House, it_is: Clock) -> None:
    aziza = house.students["aziza"]
    record(aziza, 1, date(2026, 11, 9), **LEAVE)
    project(student_id=aziza.pk, on=clock.today())
    project_arrived()
    assert fresh(aziza).status == "studying"
    it_is("2026-11-08T23:58")
    project_arrived()
    assert fresh(aziza).status == "studying"
    it_is("2026-11-09T00:05")
    project_arrived()
    assert (fresh(aziza).status, fresh(aziza).status_since) == ("on_leave", date(2026, 11, 9))


def test_a_day_on_which_the_scheduler_stood_still_is_made_good(house: House, it_is: Clock) -> None:
    aziza = house.students["aziza"]
    record(aziza, 1, date(2026, 11, 9), **LEAVE)
    it_is("2027-03-01T00:05")
    project_arrived()
    assert fresh(aziza).status == "on_leave"


def test_the_daily_projection_looks_at_many_and_touches_only_what_differs(
    house: House, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(3):
        project_arrived()


def test_taking_back_a_leave_leads_back_to_studying(house: House) -> None:
    aziza = house.students["aziza"]
    row = record(aziza, 1, date(2026, 10, 1), **LEAVE)
    project(student_id=aziza.pk, on=clock.today())
    retract_standing(standing=row, **{**order(2), "source": "undo:1"})
    now = project(student_id=aziza.pk, on=clock.today())
    assert (now.status, now.status_since, now.ground, now.status_until) == ("studying", date(2025, 9, 2), "", None)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("expelled", "on_leave"),  # two transitions: reinstated, then on leave
        ("on_leave", "graduated"),  # two transitions: returned, then graduated
        ("graduated", "studying"),  # no act leads there: a graduation taken back
        ("transferred_out", "studying"),
        ("deceased", "studying"),
    ],
)
def test_every_correction_of_the_ledger_reaches_the_projection(house: House, first: str, then: str) -> None:
    aziza = house.students["aziza"]
    record(aziza, 1, date(2026, 10, 1), status=first)
    assert project(student_id=aziza.pk, on=clock.today()).status == first
    record(aziza, 2, date(2026, 10, 2), status=then)
    assert project(student_id=aziza.pk, on=clock.today()).status == then
    assert fresh(aziza).status == then


def test_the_status_cannot_be_assigned_beside_the_ledger(house: House) -> None:
    with pytest.raises(AttributeError):
        house.students["aziza"].status = "graduated"


def test_a_change_of_place_keeps_the_day_on_which_the_leave_began(house: House) -> None:
    aziza = house.students["aziza"]
    record(aziza, 1, date(2026, 10, 1), **LEAVE)
    record(aziza, 2, date(2026, 10, 20), payment="12", **LEAVE)
    now = project(student_id=aziza.pk, on=clock.today())
    assert (now.payment, now.status_since) == ("12", date(2026, 10, 1))


# -- the database refuses ---------------------------------------------------------------------------------------------

STATEMENTS = [
    "UPDATE students_standing SET status = 'graduated' WHERE id = {id}",
    "DELETE FROM students_standing WHERE id = {id}",
]
if connection.vendor == "sqlite":
    COLUMNS = ", ".join(field.column for field in Standing._meta.concrete_fields)
    STATEMENTS += [
        f"REPLACE INTO students_standing ({COLUMNS}) SELECT {COLUMNS} FROM students_standing WHERE id = {{id}}",
        f"REPLACE INTO students_standing ({COLUMNS}) SELECT "
        + ", ".join("id + 1000" if column == "id" else column for column in COLUMNS.split(", "))
        + " FROM students_standing WHERE id = {id}",
    ]
else:
    STATEMENTS += ["TRUNCATE students_standing CASCADE"]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_changes_and_removes_no_row_of_the_ledger(house: House, statement: str) -> None:
    row = Standing.objects.get(student=house.students["aziza"])
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(id=row.pk))
    assert Standing.objects.get(pk=row.pk).status == "studying"
