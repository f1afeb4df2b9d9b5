"""Lists of curricula and results as HEMIS and offices send them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

CHEMISTRY = {"curriculum": "Kimyo muhandisligi 2025", "programme_code": "60710100", "admitted_in": 2025}
CURRICULUM = {**CHEMISTRY, "form": "kunduzgi", "marking_system": "kredit"}
SUBJECTS = [
    {"semester": 1, "code": "OM101", "name": "Oliy matematika", "credits": 6, "hours": 180,
     "block": "Umumkasbiy fanlar"},
    {"semester": 1, "code": "FZ101", "name": "Fizika", "credits": 4.5, "hours": 135, "block": "Umumkasbiy fanlar"},
    {"semester": 2, "code": "KM201", "name": "Umumiy va anorganik kimyo", "credits": 6, "hours": 180,
     "block": "Ixtisoslik fanlari"},
    {"semester": 2, "code": "OT201", "name": "Oʻzbekistonning eng yangi tarixi", "credits": 4, "hours": 120,
     "block": ""},
]  # fmt: skip


def csv_of(rows: list[dict[str, Any]], delimiter: str = ";") -> bytes:
    """A csv as Excel writes it."""
    written = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet = csv.DictWriter(written, names, delimiter=delimiter)
    sheet.writeheader()
    sheet.writerows(rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def xlsx_of(rows: list[dict[str, Any]]) -> bytes:
    """A workbook of one sheet."""
    from openpyxl import Workbook

    book, packed = Workbook(), io.BytesIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name) for name in names])
    book.save(packed)
    return packed.getvalue()


def curriculum_rows(subjects: list[dict[str, Any]] = SUBJECTS, **changed: Any) -> list[dict[str, Any]]:
    """Rows of a sheet of curricula."""
    return [{**CURRICULUM, **subject, **changed} for subject in subjects]


def envelope(items: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer of HEMIS."""
    pages = {"totalCount": len(items), "pageCount": 1, "currentPage": 1, "pageSize": 200}
    return {"success": True, "error": None, "data": {"items": items, "pagination": pages}, "code": 200}


def packed(*parts: list[dict[str, Any]]) -> bytes:
    """The file of one or more answers."""
    return json.dumps([envelope(items) for items in parts], ensure_ascii=False).encode()


def hemis_curriculum(**changed: Any) -> dict[str, Any]:
    """An item of curriculum-list."""
    return {
        "id": 71, "name": "Kimyo muhandisligi 2025", "specialty": {"id": 3, "code": "60710100", "name": "Kimyo"},
        "educationYear": {"code": "2025", "name": "2025-2026"}, "educationForm": {"code": "11", "name": "Kunduzgi"},
        "markingSystem": {"code": "13", "name": "Kredit"}, **changed,
    }  # fmt: skip


def hemis_subject(number: int, subject: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """An item of curriculum-subject-list."""
    return {
        "id": number, "_curriculum": 71, "subject": {"id": 900 + number, **{k: subject[k] for k in ("code", "name")}},
        "semester": {"code": str(10 + subject["semester"]), "name": "semestr"}, "total_acload": subject["hours"],
        "credit": subject["credits"], "subjectType": {"code": "11", "name": "Majburiy"},
        "subjectBlock": {"code": "11.03", "name": subject["block"]}, "in_group": None, **changed,
    }  # fmt: skip


def hemis_result(number: int, subject: dict[str, Any], student: str, **changed: Any) -> dict[str, Any]:
    """An item of student-academic-data."""
    return {
        "id": number, "student_id_number": student, "subject_code": subject["code"], "subject_name": subject["name"],
        "_semester": str(10 + subject["semester"]), "total_acload": subject["hours"], "credit": subject["credits"],
        "total_point": 86, "grade": 4.5, "finish_credit_status": True, "retraining_status": False, **changed,
    }  # fmt: skip
