"""What a row and an envelope must be; what is not believed leaves nothing behind."""

from __future__ import annotations

import pytest

from journal.models import Event
from journal.refusals import Invalid
from students.importing import import_envelope
from tests.people import House
from tests.students.roster import at, counts, envelope, everything, reason, row, take

BROKEN = [
    ({"student_id_number": 337251190001}, "student_id_number: must have exactly 12 digits"),
    ({"student_id_number": "33725119000٣"}, "student_id_number: must have exactly 12 digits"),
    ({"id": "90001"}, "id: must be a whole number"),
    ({"id": True}, "id: must be a whole number"),
    ({"second_name": None}, "second_name: is missing"),
    ({"second_name": 7}, "second_name: must be a text"),
    ({"gender.code": "\ud800\x001"}, "gender.code: unknown code 1"),
    ({"second_name": "  "}, "second_name: is missing"),
    ({"first_name": "A" * 81}, "first_name: is longer than 80 characters or not printable"),
    ({"first_name": "A\u202eB"}, "first_name: is longer than 80 characters or not printable"),
    ({"birth_date": 1144540800000}, "birth_date: must be a date in Unix seconds"),
    ({"birth_date": at("2026-12-01T00:00")}, "birth_date: is not a day of birth"),
    ({"passport_pin": 50904060900001}, "passport_pin: must have exactly 14 digits"),
    ({"passport_pin": "5090406090000X"}, "passport_pin: must have exactly 14 digits"),
    ({"gender": None}, "gender: must be an object"),
    ({"gender.code": "13"}, "gender.code: unknown code 13"),
    ({"studentStatus.code": "10"}, "studentStatus.code: unknown code 10"),
    ({"studentStatus.code": 11}, "studentStatus.code: unknown code 11"),
    ({"educationForm.code": "21"}, "educationForm.code: unknown code 21"),
    ({"paymentForm.code": None}, "paymentForm.code: unknown code None"),
    ({"educationType.code": "99"}, "educationType.code: unknown code 99"),
    ({"level.code": "1"}, "level.code: unknown code 1"),
    ({"semester.code": "23"}, "semester.code: unknown code 23"),
    ({"educationYear.code": "26"}, "educationYear.code: must have exactly 4 digits"),
    ({"group": "25-11"}, "group: must be an object"),
    ({"group.name": "x" * 33}, "group.name: is longer than 32 characters or not printable"),
    ({"group.educationLang": None}, "group.educationLang: must be an object"),
    ({"department.code": ""}, "department.code: is missing"),
    ({"department.structureType": {"code": "12"}}, "department: 337-901 is not a faculty"),
    ({"department.code": "337"}, "department: 337 is not a faculty"),
    ({"avg_gpa": 5.1}, "avg_gpa: must be a mark from 0 to 5"),
    ({"avg_gpa": "NaN"}, "avg_gpa: must be a mark from 0 to 5"),
    ({"updated_at": None}, "updated_at: must be a date in Unix seconds"),
    ({"decree": {"number": "1"}}, "decree.date: is missing"),
    (
        {"decree": {"number": "1", "date": "12.06.2026"}},
        "decree.date: must be a date like 2026-09-01; decree.date: is missing",
    ),
    (
        {"decree": {"number": "1", "date": "2026-12-01"}},
        "decree.from: lies in the future, yet the roster shows the status already",
    ),
    (
        {"decree": {"number": "1", "date": "2026-09-02", "until": "2026-09-01"}},
        "decree.until: lies before the first day",
    ),
    (
        {"decree": {"number": "1" * 17, "date": "2026-09-01"}},
        "decree.number: is longer than 16 characters or not printable",
    ),
    ({"decree": {"number": "1", "date": "2026-09-01", "reason": "12"}}, "decree.reason: unknown code 12"),
]


@pytest.mark.parametrize(("changes", "why"), BROKEN)
def test_a_row_that_cannot_be_believed_is_refused_and_leaves_nothing(
    house: House, changes: dict[str, object], why: str
) -> None:
    before = everything()
    report = take(house, row(**changes))
    assert (counts(report), reason(report), everything()) == ((0, 0, 0, 1), why, before)


@pytest.mark.parametrize("raw", [None, 7, "row", []])
def test_what_is_no_row_is_refused_and_the_next_comes_in(house: House, raw: object) -> None:
    report = take(house, raw, row())
    assert (counts(report), reason(report)) == ((1, 0, 0, 1), "The row is not an object.")


# -- the envelope -----------------------------------------------------------------------------------------------------


def test_pages_are_numbered_by_their_own_size_under_either_name(house: House) -> None:
    pages = [envelope(None, page=3, pageSize=200), envelope(None, currentPage=4, perPage=200), envelope(None)]
    report = import_envelope(actor=None, data=pages, file_name="pages")
    assert [refused.row for refused in report.refused] == [401, 601, 602]


def test_pages_that_were_left_out_are_told(house: House) -> None:
    report = import_envelope(actor=None, data=envelope(row(), totalCount=412, page=1, pageSize=1), file_name="page")
    assert report.missing == 411


@pytest.mark.parametrize(
    "data", [{}, [], "text", None, [7], {"success": False, "error": "token"}, {"success": True, "data": {"items": {}}}]
)
def test_what_is_no_answer_of_hemis_is_refused_whole(house: House, data: object) -> None:
    if data == []:
        assert counts(import_envelope(actor=None, data=data, file_name="x")) == (0, 0, 0, 0)
        return
    with pytest.raises(Invalid):
        import_envelope(actor=None, data=data, file_name="x")
    assert not Event.objects.filter(act="roster.import").exists()


def test_without_an_institute_nothing_is_imported(db: None) -> None:
    with pytest.raises(Invalid, match="Open one first"):
        import_envelope(actor=None, data=envelope(row()), file_name="x")
