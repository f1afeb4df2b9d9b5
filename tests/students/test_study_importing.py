"""Lists of curricula and results: wholly or not at all, row by row, and a second time nothing."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.models import Event
from journal.refusals import Conflict, Invalid, NotFound
from students import study_importing, tables
from students.models import Curriculum, CurriculumSubject, Result, StudyList
from students.study_importing import apply, import_files, upload
from tests.students import studies as lists

AZIZA = "337251100001"


def counts(report):
    return report.created, report.updated, report.unchanged, len(report.refused)


def curricula(content, name="reja.csv"):
    return import_files(actor=None, kind="curricula", files=[(name, content)])


def results(content, name="natija.csv"):
    return import_files(actor=None, kind="results", files=[(name, content)])


@pytest.mark.parametrize("write", [lists.csv_of, lists.xlsx_of], ids=["csv", "xlsx"])
def test_a_sheet_of_curricula_is_imported_exactly_and_a_second_time_changes_nothing(house, write):
    report = curricula(write(lists.curriculum_rows()))
    assert counts(report) == (5, 0, 0, 0)
    kept = Curriculum.objects.get()
    assert (kept.name, kept.programme.code, kept.admitted_in) == ("Kimyo muhandisligi 2025", "60710100", 2025)
    assert (kept.form, kept.marking_system, kept.hemis_id) == ("11", "13", None)
    rows = CurriculumSubject.objects.values_list("semester", "code", "name", "credits", "hours", "block")
    assert list(rows) == [
        (1, "FZ101", "Fizika", Decimal("4.50"), 135, "general"),
        (1, "OM101", "Oliy matematika", Decimal("6.00"), 180, "general"),
        (2, "KM201", "Umumiy va anorganik kimyo", Decimal("6.00"), 180, "speciality"),
        (2, "OT201", "Oʻzbekistonning eng yangi tarixi", Decimal("4.00"), 120, "other"),
    ]
    # Each of the four rows names the curriculum, and it is settled once.
    assert counts(curricula(write(lists.curriculum_rows()))) == (0, 0, 5, 0)


def test_answers_of_hemis_in_any_order_make_the_same_rows_as_a_sheet(house):
    subjects = [lists.hemis_subject(place, subject) for place, subject in enumerate(lists.SUBJECTS)]
    assert counts(curricula(lists.packed(subjects, [lists.hemis_curriculum()]))) == (5, 0, 0, 0)
    assert Curriculum.objects.get().hemis_id == 71
    assert counts(curricula(lists.csv_of(lists.curriculum_rows()))) == (0, 0, 5, 0)
    assert Curriculum.objects.get().hemis_id == 71
    # Subjects alone find their curriculum by the id HEMIS gave it.
    assert counts(curricula(lists.packed(subjects))) == (0, 0, 4, 0)


def test_a_change_is_written_and_told_in_words(house):
    curricula(lists.csv_of(lists.curriculum_rows()))
    changed = [{**subject, "credits": "5,5"} if subject["code"] == "FZ101" else subject for subject in lists.SUBJECTS]
    report = curricula(lists.csv_of(lists.curriculum_rows(changed)))
    assert counts(report) == (0, 1, 4, 0)
    assert report.changes == ["FZ101 Fizika (credits: 4.50 → 5.50)"]
    assert CurriculumSubject.objects.get(code="FZ101").credits == Decimal("5.50")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"credits": "4.555"}, "credits: must be a number from 0 to 99 with at most two decimals"),
        ({"credits": "NaN"}, "credits: must be a number from 0 to 99 with at most two decimals"),
        ({"credits": "-1"}, "credits: must be a number from 0 to 99 with at most two decimals"),
        ({"credits": "1e9"}, "credits: must be a number from 0 to 99 with at most two decimals"),
        ({"hours": "12.5"}, "hours: must be a whole number from 0 to 5000"),
        ({"semester": "0"}, "semester: must be a whole number from 1 to 12"),
        ({"semester": ""}, "semester: is missing"),
        ({"code": ""}, "code: is missing"),
        ({"name": "x" * 257}, "name: is longer than 256 characters or not printable"),
        ({"form": "99"}, "form: unknown value 99"),
        ({"type": "boshqa"}, "type: unknown value boshqa"),
        ({"marking_system": "7"}, "marking_system: unknown value 7"),
        ({"programme_code": "60999999"}, "there is no programme 60999999"),
        ({"admitted_in": "2024"}, "the curriculum stands otherwise in line 2"),
        ({"semester": "1", "code": "OM101"}, "the subject stands already in line 2"),
    ],
)
def test_a_row_that_cannot_be_believed_is_refused_with_its_line_and_reason_and_the_others_go_on(house, changed, reason):
    rows = lists.curriculum_rows()
    rows[3] = {**rows[3], **changed}
    report = curricula(lists.csv_of(rows))
    assert [(one.line, one.reason) for one in report.refused] == [(5, reason)]
    assert report.created == 4
    assert CurriculumSubject.objects.count() == 3


def test_a_subject_of_an_unknown_curriculum_is_refused(house):
    report = curricula(lists.packed([lists.hemis_subject(1, lists.SUBJECTS[0])]))
    assert [one.reason for one in report.refused] == ["its curriculum is not known; import the list of curricula first"]
    assert not Curriculum.objects.exists()


def test_results_belong_to_the_student_and_what_is_brought_from_elsewhere_to_the_person(house):
    house.aziza.pinfl = "61111111111111"
    house.aziza.save()
    own = [lists.hemis_result(place, subject, AZIZA) for place, subject in enumerate(lists.SUBJECTS, 1)]
    assert counts(results(lists.packed(own))) == (4, 0, 0, 0)
    brought = {"pinfl": "61111111111111", "fan nomi": "Falsafa", "kredit": "4", "muassasa": "Namuna universiteti"}
    assert counts(results(lists.csv_of([brought]))) == (1, 0, 0, 0)
    assert set(Result.objects.values_list("person__given_name", "student__number").distinct()) == {
        ("Aziza", AZIZA), ("Aziza", None),
    }  # fmt: skip
    kept = Result.objects.get(code="FZ101")
    assert (kept.credits, kept.points, kept.grade, kept.semester) == (Decimal("4.50"), Decimal("86.00"), "4.5", 1)
    assert counts(results(lists.packed(own))) == (0, 0, 4, 0)
    assert counts(results(lists.csv_of([brought]))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"finish_credit_status": False}, "finish_credit_status: the subject is not passed"),
        ({"student_id_number": "337250000000"}, "nobody here has this number"),
        ({"student_id_number": None}, "student_id_number: is missing"),
        ({"total_point": 101}, "points: must be a number from 0 to 100 with at most two decimals"),
        ({"id": 1}, "the result stands already in line 1"),
        ({"subject_name": {"uz": "Fizika"}}, "name: is missing"),
    ],
)
def test_a_result_that_cannot_be_believed_is_refused_with_its_line_and_reason(house, changed, reason):
    items = [lists.hemis_result(place, subject, AZIZA) for place, subject in enumerate(lists.SUBJECTS, 1)]
    items[1] |= changed
    report = results(lists.packed(items))
    assert [(one.line, one.reason) for one in report.refused] == [(2, reason)]
    assert counts(report)[0] == 3


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as packed_bomb:
    packed_bomb.writestr("xl/workbook.xml", b" " * (tables.MOST_UNPACKED + 1))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"x" * (tables.MOST_BYTES + 1), "it is larger than 5 MB"),
        (b"PK\x03\x04damaged", "it is no valid xlsx"),
        (BOMB.getvalue(), "unpacked it is too large"),
        (b"\xff\xfe\x00", "it is neither xlsx nor text in UTF-8"),
        (b"{", "it is no valid JSON"),
        (b"[" * 100_000, "it is no valid JSON"),
        (b"salom;dunyo\n1;2\n", "its first line names no known column"),
        (b'code;name\n"a', "it is no valid csv"),
        (b"code\n" + b"x\n" * 20_001, "it has more than 20000 rows"),
    ],
)
def test_a_bad_file_is_refused_whole_with_a_sentence(house, content, why):
    with pytest.raises(Invalid, match="roʻyxat cannot be read: ") as refused:
        curricula(content, name="roʻyxat")
    assert why in str(refused.value)
    assert not Event.objects.filter(act="curricula.import").exists()


def test_what_is_no_answer_of_hemis_is_refused(house):
    with pytest.raises(Invalid, match="not a HEMIS answer"):
        results(b'{"success": false}')


def test_an_import_costs_the_same_with_one_row_and_with_many(house):
    def statements(rows):
        with CaptureQueriesContext(connection) as asked:
            curricula(lists.csv_of(rows))
        return len(asked)

    many = [{**lists.SUBJECTS[0], "code": f"X{place}"} for place in range(60)]
    first = statements(lists.curriculum_rows(lists.SUBJECTS[:1]))
    assert statements(lists.curriculum_rows(many)) <= first


def test_one_import_is_one_event_with_the_hash_of_every_file(house):
    report = curricula(lists.csv_of(lists.curriculum_rows()))
    event = Event.objects.get(act="curricula.import")
    assert event.payload.body["created"] == report.created == 5
    assert [name for name, _hash in event.payload.body["files"]] == ["reja.csv"]


def test_an_upload_changes_nothing_and_its_import_changes_what_it_said(house):
    kept = upload(actor=house.dilnoza, kind="curricula", name="reja.csv", content=lists.csv_of(lists.curriculum_rows()))
    assert (kept.report["created"], Curriculum.objects.count()) == (5, 0)
    done = apply(actor=house.dilnoza, list_id=kept.pk)
    assert (done.report["created"], CurriculumSubject.objects.count(), done.content) == (5, 4, None)
    with pytest.raises(Conflict, match="imported already"):
        apply(actor=house.dilnoza, list_id=kept.pk)


def test_a_second_upload_drops_the_first_that_was_left(house):
    for name in ("bir.csv", "ikki.csv"):
        upload(actor=house.dilnoza, kind="curricula", name=name, content=lists.csv_of(lists.curriculum_rows()))
    assert [kept.name for kept in StudyList.objects.all()] == ["ikki.csv"]


@pytest.mark.parametrize("login", ["botir", "aziza", "kamola"])
def test_nobody_but_the_registrar_may_upload_or_import(house, login):
    content = lists.csv_of(lists.curriculum_rows())
    with pytest.raises(Conflict):
        upload(actor=getattr(house, login), kind="curricula", name="reja.csv", content=content)
    with pytest.raises(Conflict):
        import_files(actor=getattr(house, login), kind="curricula", files=[("reja.csv", content)])
    assert not StudyList.objects.exists()


def test_nobody_imports_what_another_uploaded(house):
    kept = upload(actor=house.dilnoza, kind="curricula", name="reja.csv", content=lists.csv_of(lists.curriculum_rows()))
    with pytest.raises(NotFound):
        apply(actor=house.botir, list_id=kept.pk)


def test_the_commands_import_and_list_refused_rows_on_stderr(house, tmp_path):
    plan, passed = tmp_path / "reja.csv", tmp_path / "natija.json"
    plan.write_bytes(lists.csv_of(lists.curriculum_rows()))
    unknown = lists.hemis_result(2, lists.SUBJECTS[1], "337250000000")
    passed.write_bytes(lists.packed([lists.hemis_result(1, lists.SUBJECTS[0], AZIZA), unknown]))
    out, err = StringIO(), StringIO()
    call_command("import_curricula", str(plan), stdout=out, stderr=err)
    call_command("import_results", str(passed), stdout=out, stderr=err)
    assert (
        out.getvalue()
        == "5 created, 0 updated, 0 unchanged, 0 refused.\n1 created, 0 updated, 0 unchanged, 1 refused.\n"
    )
    assert err.getvalue() == "2\t337250000000 FZ101 Fizika\tnobody here has this number\n"
    with pytest.raises(CommandError):
        call_command("import_results", str(tmp_path / "yoʻq.json"))


def test_a_refused_row_shows_no_character_that_cannot_be_kept(house):
    item = lists.hemis_result(1, lists.SUBJECTS[0], AZIZA, subject_name="Fiz\x00ika", total_point="yoʻq\x00")
    kept = upload(actor=house.dilnoza, kind="results", name="n.json", content=lists.packed([item]))
    assert kept.report["refused_count"] == 1
    assert "\\u0000" not in json.dumps(kept.report)
    assert study_importing.MOST_TOLD >= 100
