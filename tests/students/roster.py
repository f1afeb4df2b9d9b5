"""Rows of a HEMIS student list to break one thing at a time, built on the good rows of the sample file."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from journal import clock
from permissions.models import Person, Unit
from students.importing import ImportReport, import_envelope
from students.models import Group, Programme, Standing, Student
from tests.people import House

SAMPLE = Path(__file__).parent.parent / "data" / "hemis-students.json"


# The place, the claimed number and the reason of every bad row of the sample.
REFUSED = [
    (8, "33725119000", "student_id_number: must have exactly 12 digits"),
    (
        9,
        "337251190009",
        "studentStatus.code: unknown code 15; passport_pin: must have exactly 14 digits",
    ),
    (10, "337251190010", "group: a studying student must have one"),
    (11, "337251190001", "student_id_number: already in row 1"),
    (12, "337251190012", "passport_pin: the same PINFL is known under a different name"),
    (13, "337251190013", "avg_gpa: must be a mark from 0 to 5; updated_at: must be a date in Unix seconds"),
]


def sample() -> list[dict[str, Any]]:
    """The two pages of the sample file."""
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def row(number: str = "337251190001", **changes: Any) -> dict[str, Any]:
    """A good row of the sample, changed; a dotted name reaches inside: ``**{"group.name": "25-12"}``."""
    found = next(item for item in sample()[0]["data"]["items"] if item["student_id_number"] == number)
    changed = copy.deepcopy(found)
    for path, value in changes.items():
        inner, *rest = path.split(".")
        if rest:
            changed[inner][rest[0]] = value
        else:
            changed[inner] = value
    return changed


def envelope(*rows: Any, **pagination: int) -> dict[str, Any]:
    """An answer of HEMIS with these rows."""
    return {"success": True, "error": None, "data": {"items": list(rows), "pagination": pagination}, "code": 200}


def at(moment: str) -> int:
    """Tashkent's time in Unix seconds, as HEMIS writes it."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=clock.zone).timestamp())


def take(house: House, *rows: Any) -> ImportReport:
    """Import these rows as the command line does."""
    return import_envelope(actor=None, data=envelope(*rows), file_name="test.json")


def everything() -> list[int]:
    """How many rows stand in every table an import writes."""
    return [model.objects.count() for model in (Person, Unit, Programme, Group, Student, Standing)]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, refused."""
    return report.created, report.updated, report.unchanged, len(report.refused)


def reason(report: ImportReport) -> str:
    """The only refusal's reason."""
    [(_row, _number, why)] = report.refused
    return why
