"""The roster of HEMIS: each row wholly or not at all, and a second time nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import events
from journal.models import Event
from journal.refusals import Conflict
from permissions.models import Person
from students.actions import record_standing
from students.importing import import_envelope
from students.models import Group, Standing, Student
from students.queries import standing_of
from students.standing import Facts
from tests.people import House
from tests.students.roster import REFUSED, SAMPLE, at, counts, envelope, everything, reason, row, sample, take


def test_the_good_rows_of_a_list_come_in_and_the_others_are_told_with_their_reason(house: House) -> None:
    report = import_envelope(actor=None, data=sample(), file_name=SAMPLE.name)
    assert (report.created, report.updated, report.unchanged, report.missing) == (7, 0, 0, 0)
    assert [tuple(refused) for refused in report.refused] == REFUSED


def test_a_second_import_writes_nothing_but_its_own_event(house: House) -> None:
    import_envelope(actor=None, data=sample(), file_name=SAMPLE.name)
    before = everything()
    report = import_envelope(actor=None, data=sample(), file_name=SAMPLE.name)
    assert (counts(report), everything()) == ((0, 0, 7, 6), before)
    assert Event.objects.filter(act="roster.import").count() == 2


def test_a_row_becomes_person_enrolment_and_standing(house: House) -> None:
    take(house, row())
    student = Student.objects.select_related("person", "group", "programme", "faculty").get(number="337251190001")
    person = student.person
    # second_name is the surname
    assert (person.surname, person.given_name, person.patronymic) == ("Yoʻldoshev", "Oʻtkir", "Anvar oʻgʻli")
    assert (person.pinfl, person.gender, person.born_on) == ("50904060900001", "11", date(2006, 4, 9))
    assert person.search == "yoldoshev otkir anvar ogli"
    assert (student.hemis_id, student.gpa, student.admitted_in, student.social_category) == (
        90001,
        Decimal("3.40"),
        2025,
        "10",
    )
    assert (student.faculty.code, student.faculty.kind, student.faculty.parent) == (
        "337-901",
        "faculty",
        house.institute,
    )
    assert (student.programme.name, student.programme.year) == ("Kimyoviy texnologiya", 2026)
    assert (student.group.name, student.group.semester, student.group.hemis_id) == ("25-11", 3, 92511)
    assert (student.status, student.status_since) == ("studying", date(2026, 9, 1))
    [standing] = Standing.objects.filter(student=student)
    assert Facts.of(standing) == Facts.of(student)
    assert (standing.basis, standing.basis_text, standing.valid_from) == (
        "hemis_import",
        "HEMIS, 01.09.2026",
        date(2026, 9, 1),
    )


def test_a_name_is_kept_as_written(house: House) -> None:
    take(house, row("337251190002"))
    assert Person.objects.get(pinfl="63012050900002").full_name == "G'ofurova Ra'no Shavkat qizi"


def test_a_leave_known_only_to_hemis_begins_on_the_day_of_the_last_change(house: House) -> None:
    take(house, row("337251190003"))
    student = Student.objects.get(number="337251190003")
    assert (student.status, student.status_since, student.status_until, student.ground) == (
        "on_leave",
        date(2026, 9, 1),
        None,
        "",
    )


def test_a_leave_by_an_order_on_paper_names_it(house: House) -> None:
    take(house, row("337251190004"))
    student = Student.objects.get(number="337251190004")
    standing = standing_of(student, as_of=date(2026, 2, 12))
    assert (student.status, student.status_since, student.status_until, student.ground) == (
        "on_leave",
        date(2026, 2, 12),
        date(2027, 2, 1),
        "health",
    )
    assert (standing.basis, standing.basis_text, standing.order_number, standing.order_date) == (
        "paper_order",
        "№ 47-T, 10.02.2026",
        "47-T",
        date(2026, 2, 10),
    )


@pytest.mark.parametrize(
    ("hemis", "reason", "status", "ground"),
    [
        ("13", "11", "on_leave", "military"),
        ("13", "14", "on_leave", "child_care"),
        ("13", "H-15", "on_leave", "family_care"),
        ("13", "17", "on_leave", "hemis-17"),
        ("12", "11", "expelled", "own_wish"),
        ("12", "12", "transferred_out", "transfer"),
        ("12", "19", "deceased", "death"),
    ],
)
def test_the_reason_of_a_paper_order_tells_statuses_apart_that_hemis_keeps_as_one(
    house: House, hemis: str, reason: str, status: str, ground: str
) -> None:
    decree = {"number": "1-T", "date": "2026-06-12", "reason": reason}
    take(house, row(**{"studentStatus.code": hemis, "decree": decree}))
    student = Student.objects.get(number="337251190001")
    assert (student.status, student.ground, student.status_since) == (status, ground, date(2026, 6, 12))


def test_dates_in_unix_seconds_are_days_in_tashkent(house: House) -> None:
    # One second before midnight in Tashkent, and midnight there: HEMIS instances differ in what they send.
    take(house, row(updated_at=at("2026-08-31T23:59:59"), birth_date=at("2006-04-09T00:00")))
    student = Student.objects.select_related("person").get(number="337251190001")
    assert (student.status_since, student.person.born_on) == (date(2026, 8, 31), date(2006, 4, 9))


def test_optional_values_may_be_absent(house: House) -> None:
    bare = row(third_name=None, passport_pin="", avg_gpa=None)
    del bare["socialCategory"]
    assert counts(take(house, bare)) == (1, 0, 0, 0)
    student = Student.objects.select_related("person").get(number="337251190001")
    assert (student.person.pinfl, student.person.patronymic, student.gpa) == (None, "", None)
    assert counts(take(house, bare)) == (0, 0, 1, 0)


def test_two_persons_of_one_name_stay_two(house: House) -> None:
    namesake = row(id=90099, student_id_number="337251190099", passport_pin="50904060900099")
    assert counts(take(house, row(), namesake)) == (2, 0, 0, 0)
    assert Person.objects.filter(surname="Yoʻldoshev").count() == 2


def test_one_person_may_have_two_enrolments(house: House) -> None:
    second = row(id=90098, student_id_number="337251290098", **{"first_name": "O'TKIR"})
    assert counts(take(house, row(), second)) == (2, 0, 0, 0)
    assert Person.objects.get(pinfl="50904060900001").enrolments.count() == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"second_name": "Karimov"},
            "second_name: this student is known under a different name; an order changes names",
        ),
        ({"passport_pin": "50904060900077"}, "passport_pin: this student is known under a different PINFL"),
        (
            {"student_id_number": "337251190055"},
            "id: HEMIS id 90001 belongs to 337251190001",
        ),
        (
            {"specialty.name": "Boshqa nom"},
            "specialty: 60710100 is called “Kimyoviy texnologiya” in the classifier of 2026",
        ),
        ({"group.name": "25-12"}, "group: HEMIS group 92511 is already known as 25-11"),
    ],
)
def test_what_contradicts_the_record_is_refused(house: House, changes: dict[str, object], why: str) -> None:
    take(house, row())
    before = everything()
    report = take(house, row(updated_at=at("2026-10-01T09:00"), **changes))
    assert (reason(report), everything()) == (why, before)


def test_a_pinfl_of_somebody_else_is_refused(house: House) -> None:
    take(house, row(), row("337251190007"))
    report = take(house, row("337251190007", passport_pin="50904060900001"))
    assert reason(report) == "passport_pin: another person is known under this PINFL"


def test_another_spelling_of_the_name_changes_nothing(house: House) -> None:
    take(house, row())
    report = take(house, row(second_name="YO'LDOSHEV", third_name="Anvar o`g`li"))
    assert counts(report) == (0, 0, 1, 0)


def test_a_mark_is_updated_without_a_new_standing(house: House) -> None:
    take(house, row())
    assert counts(take(house, row(avg_gpa="3.9"))) == (0, 1, 0, 0)
    student = Student.objects.get(number="337251190001")
    assert (student.gpa, student.standings.count()) == (Decimal("3.90"), 1)


def test_a_change_in_hemis_opens_a_new_standing_and_keeps_the_old(house: House) -> None:
    take(house, row())
    moved = row(
        updated_at=at("2026-10-06T10:00"), **{"group.id": 92512, "group.name": "25-12", "paymentForm.code": "12"}
    )
    assert counts(take(house, moved)) == (0, 1, 0, 0)
    assert counts(take(house, moved)) == (0, 0, 1, 0)
    student = Student.objects.select_related("group").get(number="337251190001")
    assert (student.group.name, student.payment, student.status_since) == ("25-12", "12", date(2026, 9, 1))
    assert standing_of(student, as_of=date(2026, 10, 5)).group.name == "25-11"
    assert standing_of(student, as_of=date(2026, 10, 6)).group.name == "25-12"


def test_back_and_forth_in_hemis_is_recorded_each_time(house: House) -> None:
    for group in ("25-11", "25-12", "25-11"):
        there = row(**{"group.id": 92500 + int(group[-2:]), "group.name": group})
        assert counts(take(house, there))[3] == 0
    student = Student.objects.select_related("group").get(number="337251190001")
    assert (student.group.name, student.standings.count()) == ("25-11", 3)


def test_a_group_moves_on_with_most_of_its_students_and_never_back(house: House) -> None:
    more = [row(id=91000 + i, student_id_number=f"33725119010{i}", passport_pin=f"5090406091000{i}") for i in range(3)]
    take(house, *more)
    group = Group.objects.get(name="25-11")
    assert (group.semester, group.course) == (3, 2)
    for student in more[:2]:
        student["semester"]["code"], student["updated_at"] = "14", at("2026-10-10T10:00")
    take(house, *more)
    group.refresh_from_db()
    assert (group.semester, group.course) == (4, 2)
    take(house, more[2])
    group.refresh_from_db()
    assert group.semester == 4


def test_rows_that_disagree_about_a_groups_language_leave_it_to_the_majority(house: House) -> None:
    rows = [row(id=91000 + i, student_id_number=f"33725119010{i}", passport_pin=None) for i in range(3)]
    rows[0]["group"]["educationLang"]["code"] = "12"
    assert counts(take(house, *rows)) == (3, 0, 0, 0)
    assert Group.objects.get(name="25-11").language == "11"
    assert Student.objects.get(number="337251190100").language == "12"
    assert counts(take(house, *rows)) == (0, 0, 3, 0)


def test_a_row_that_the_database_refuses_half_way_leaves_no_half(house: House) -> None:
    aziza = house.students["aziza"]
    # Somebody has taken the row's source: person and faculty are written before that is found out.
    words = {"basis": "hemis_import", "basis_text": "HEMIS", "source": "import:337251190001:0"}
    record_standing(student=aziza, facts=Facts.of(aziza), valid_from=date(2026, 9, 1), **words)
    before = everything()
    assert reason(take(house, row())) == "The record changed meanwhile. Import it again."
    assert everything() == before
    # The next row opens the same faculty, programme and group anew.
    neighbour = row(id=90099, student_id_number="337251190099", passport_pin="50904060900099")
    assert counts(take(house, row(), neighbour)) == (1, 0, 0, 1)
    assert Student.objects.get(number="337251190099").group.name == "25-11"


# -- who, and what it costs -------------------------------------------------------------------------------------------


def test_the_registrar_imports_and_the_event_says_so(house: House) -> None:
    import_envelope(actor=house.dilnoza, data=envelope(row(), None), file_name="fall.json")
    event = events.of(house.institute).last()
    assert (event.act, event.actor_id, event.office) == ("roster.import", house.dilnoza.pk, "registrar")
    assert event.payload.body == {
        "file": "fall.json",
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "missing": 0,
        "refused": [[2, "", "The row is not an object."]],
    }


@pytest.mark.parametrize("actor", ["botir", "aziza", "erkin", "kamola"])
def test_nobody_else_may(house: House, actor: str) -> None:
    before = everything()
    with pytest.raises(Conflict):
        import_envelope(actor=house.people[actor], data=envelope(row()), file_name="fall.json")
    assert everything() == before


def test_unchanged_rows_cost_the_same_statements_whatever_their_number(house: House) -> None:
    rows = sample()[0]["data"]["items"][:3]
    take(house, *rows)
    statements = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as captured:
            assert counts(take(house, *some)) == (0, 0, len(some), 0)
        statements.append(len(captured))
    assert statements[0] == statements[1] <= 15
