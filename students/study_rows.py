"""What one row of a list of curricula or of results says, whether HEMIS sends it or a sheet holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from permissions.names import normalise
from students.curriculum_models import Block, MarkingSystem
from students.hemis.codes import SEMESTERS
from students.models import Form
from students.tables import Row

# Headings of the columns of a sheet, as offices write them; compared without apostrophes, case and surplus spaces.
CURRICULUM_HEADINGS = {
    "curriculum": ("curriculum", "oʻquv reja", "oʻquv rejasi", "учебный план"),
    "programme_code": ("programme_code", "yoʻnalish kodi", "mutaxassislik kodi", "код направления"),
    "admitted_in": ("admitted_in", "qabul yili", "год приёма"),
    "form": ("form", "taʼlim shakli", "форма обучения"),
    "marking_system": ("marking_system", "baholash tizimi", "система оценивания"),
    "semester": ("semester", "semestr", "семестр"),
    "code": ("code", "subject_code", "fan kodi", "код предмета"),
    "name": ("name", "subject_name", "fan", "fan nomi", "предмет"),
    "credits": ("credits", "kredit", "кредит", "кредиты"),
    "hours": ("hours", "soat", "jami soat", "часы"),
    "type": ("type", "fan turi", "тип"),
    "block": ("block", "fan bloki", "блок"),
    "choice": ("choice", "tanlov guruhi", "группа выбора"),
}
RESULT_HEADINGS = {
    "student_id_number": ("student_id_number", "talaba id", "talaba raqami", "номер студента"),
    "pinfl": ("pinfl", "jshshir", "пинфл"),
    **{key: CURRICULUM_HEADINGS[key] for key in ("semester", "code", "name", "credits", "hours")},
    "points": ("points", "ball", "балл"),
    "grade": ("grade", "baho", "оценка"),
    "institution": ("institution", "muassasa", "otm", "учреждение"),
}
FORMS = {form.value: form.value for form in Form} | {
    "kunduzgi": Form.FULL_TIME.value, "kechki": Form.EVENING.value, "sirtqi": Form.EXTRAMURAL.value,
    "maxsus sirtqi": Form.SPECIAL_EXTRAMURAL.value, "masofaviy": Form.DISTANCE.value,
}  # fmt: skip
MARKING = {one.value: one.value for one in MarkingSystem} | {
    "kredit": MarkingSystem.CREDIT.value, "100 ball": MarkingSystem.POINTS.value, "5 ball": MarkingSystem.FIVE.value,
}  # fmt: skip
TYPES = {"11": False, "majburiy": False, "12": True, "tanlov": True}
# HEMIS numbers the blocks of bachelor and master apart and offices rename them: the name says more than the code.
BLOCK_WORDS = {"umumkasbiy": Block.GENERAL, "ixtisoslik": Block.SPECIALITY, "mutaxassislik": Block.SPECIALITY}
HEMIS_SEMESTERS = {code: str(number) for code, number in SEMESTERS.items()}
LATEST_YEAR = 2099


def headings(columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Normalised heading → key."""
    return {normalise(title): key for key, titles in columns.items() for title in titles}


@dataclass(frozen=True)
class CurriculumRow:
    """A curriculum as a row names it."""

    name: str
    programme_code: str
    admitted_in: int
    form: str
    marking_system: str
    hemis_id: int | None


@dataclass(frozen=True)
class SubjectRow:
    """A subject of a curriculum, named by its HEMIS id or its name."""

    curriculum: str
    curriculum_id: int | None
    values: dict[str, Any]


@dataclass(frozen=True)
class ResultRow:
    """A passed subject and whose it is."""

    number: str
    hemis_id: int | None
    pinfl: str
    source: str
    values: dict[str, Any]


def _dig(cells: Mapping[str, Any], *path: str) -> Any:
    found: Any = cells
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def is_curriculum_item(row: Row) -> bool:
    """Whether an item of HEMIS is one of ``curriculum-list`` rather than of ``curriculum-subject-list``."""
    return "specialty" in row.cells and "subject" not in row.cells


def hemis_curriculum(row: Row) -> Row:
    """An item of ``curriculum-list`` under our keys."""
    cells = row.cells
    return Row(row.line, {
        "curriculum_id": cells.get("id"), "curriculum": cells.get("name"),
        "programme_code": _dig(cells, "specialty", "code"), "admitted_in": _dig(cells, "educationYear", "code"),
        "form": _dig(cells, "educationForm", "code"), "marking_system": _dig(cells, "markingSystem", "code"),
    })  # fmt: skip


def hemis_subject(row: Row) -> Row:
    """An item of ``curriculum-subject-list`` under our keys."""
    cells = row.cells
    semester = _dig(cells, "semester", "code")
    block = f"{_dig(cells, 'subjectBlock', 'name') or ''}"
    return Row(row.line, {
        "curriculum_id": cells.get("_curriculum", _dig(cells, "curriculum", "id")),
        "curriculum": _dig(cells, "curriculum", "name"),
        "semester": HEMIS_SEMESTERS.get(str(semester), semester), "code": _dig(cells, "subject", "code"),
        "name": _dig(cells, "subject", "name"), "credits": cells.get("credit"), "hours": cells.get("total_acload"),
        "type": _dig(cells, "subjectType", "code"), "block": block, "choice": cells.get("in_group"),
    })  # fmt: skip


def hemis_result(row: Row) -> Row:
    """An item of ``academic-record-list`` or ``student-academic-data`` under our keys."""
    cells = row.cells
    semester = cells.get("_semester", _dig(cells, "semester", "code"))
    return Row(row.line, {
        "hemis_result": cells.get("id"), "student_id_number": cells.get("student_id_number"),
        "student_hemis_id": cells.get("_student", _dig(cells, "student", "id")),
        "code": cells.get("subject_code", _dig(cells, "subject", "code")),
        "name": cells.get("subject_name", _dig(cells, "subject", "name")), "credits": cells.get("credit"),
        "hours": cells.get("total_acload"), "points": cells.get("total_point"), "grade": cells.get("grade"),
        "semester": HEMIS_SEMESTERS.get(str(semester), semester), "passed": cells.get("finish_credit_status"),
    })  # fmt: skip


def read_curriculum(row: Row) -> CurriculumRow:
    """The curriculum of a row; what is wrong with it is among the row's flaws."""
    return CurriculumRow(
        name=row.text("curriculum", 200),
        programme_code=row.text("programme_code", 16),
        admitted_in=row.whole("admitted_in", 1991, LATEST_YEAR) or 0,
        form=row.choice("form", FORMS) or "",
        marking_system=row.choice("marking_system", MARKING) or "",
        hemis_id=row.whole("curriculum_id", 1, 2**53, required=False),
    )


def read_subject(row: Row) -> SubjectRow:
    """The subject of a row; what is wrong with it is among the row's flaws."""
    curriculum_id = row.whole("curriculum_id", 1, 2**53, required=False)
    block = normalise(row.text("block", 100, required=False))
    return SubjectRow(
        curriculum=row.text("curriculum", 200, required=curriculum_id is None),
        curriculum_id=curriculum_id,
        values={
            "code": row.text("code", 32),
            "name": row.text("name", 256),
            "credits": row.amount("credits", 99, required=False) or Decimal("0.00"),
            "hours": row.whole("hours", 0, 5000, required=False) or 0,
            "semester": row.whole("semester", 1, 12) or 0,
            "elective": bool(row.choice("type", TYPES, required=False)),
            "block": next((kind.value for word, kind in BLOCK_WORDS.items() if word in block), Block.OTHER.value),
            "choice": row.text("choice", 64, required=False),
        },
    )


def read_result(row: Row) -> ResultRow:
    """The result of a row; what is wrong with it, or that it was not passed, is among the row's flaws."""
    if "passed" in row.cells and row.cells["passed"] is not True:
        row.flaw("finish_credit_status", _("the subject is not passed"))
    number, pinfl = row.text("student_id_number", 16, required=False), row.text("pinfl", 14, required=False)
    hemis_id = row.whole("student_hemis_id", 1, 2**53, required=False)
    if not (number or pinfl or hemis_id):
        row.flaw("student_id_number", _("is missing"))
    values = {
        "code": row.text("code", 32, required=False),
        "name": row.text("name", 256),
        "credits": row.amount("credits", 99, required=False) or Decimal("0.00"),
        "hours": row.whole("hours", 0, 5000, required=False) or 0,
        "points": row.amount("points", 100, required=False),
        "grade": row.text("grade", 16, required=False),
        "semester": row.whole("semester", 1, 12, required=False),
        "institution": row.text("institution", 200, required=False),
    }
    return ResultRow(number, hemis_id, pinfl, _source(row, number or pinfl, values), values)


def _source(row: Row, whose: str, values: Mapping[str, Any]) -> str:
    """What makes a second import of the same row find the first: the id of HEMIS, or what names a row of a sheet."""
    known = row.whole("hemis_result", 1, 2**53, required=False)
    if known:
        return f"hemis:{known}"
    named = [whose, values["institution"], str(values["semester"]), values["code"] or values["name"]]
    return f"sheet:{hashlib.sha256(normalise('|'.join(named)).encode()).hexdigest()[:40]}"
