"""Programmes and groups of the invented institute, opened before the roster comes: it does not tell a curriculum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from permissions.models import Unit
from students.models import Group, Programme

CLASSIFIER_YEAR = 2024


def open_groups(items: Iterable[dict[str, Any]]) -> None:
    """Open every programme and group that the items of a roster name."""
    faculties = {unit.code: unit for unit in Unit.objects.filter(kind=Unit.Kind.FACULTY)}
    programmes: dict[str, Programme] = {}
    known: set[int] = set()
    for item in items:
        code, group = item["specialty"]["code"], item["group"]
        if code not in programmes:
            faculty = faculties[item["department"]["code"]]
            programmes[code] = Programme.objects.create(
                code=code, year=CLASSIFIER_YEAR, name=item["specialty"]["name"], faculty=faculty
            )
        if group["id"] not in known:
            known.add(group["id"])
            _open_group(item, programmes[code])


def _open_group(item: dict[str, Any], programme: Programme) -> None:
    group = item["group"]
    admitted = 2000 + int(item["student_id_number"][3:5])
    Group.objects.create(
        name=group["name"],
        programme=programme,
        language=group["educationLang"]["code"],
        course=int(item["level"]["code"]) - 10,
        semester=int(item["semester"]["code"]) - 10,
        curriculum=f"{programme.code}-{admitted}",
        hemis_id=group["id"],
    )
