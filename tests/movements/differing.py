"""Aziza, who asks for food technology: its curriculum, what she has passed, and the numbers of the law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from journal import clock
from movements import actions, limits
from movements.limits import Confidence, Limit
from movements.models import Movement
from students.study_importing import import_files
from tests.people import House
from tests.students import studies

FOOD = {"curriculum": "Oziq-ovqat texnologiyasi 2025", "programme_code": "60720100"}
SUBJECTS = [
    {"semester": 1, "code": "OM101", "name": "Oliy matematika", "credits": 6, "hours": 180,
     "block": "Umumkasbiy fanlar"},
    {"semester": 1, "code": "FZ101", "name": "Fizika", "credits": 5, "hours": 150,
     "block": "Umumkasbiy fanlar"},
    {"semester": 2, "code": "BK201", "name": "Biologik kimyo", "credits": 6, "hours": 180,
     "block": "Ixtisoslik fanlari"},
    {"semester": 2, "code": "OT202", "name": "Oʻzbekiston tarixi", "credits": 4, "hours": 120, "block": ""},
    {"semester": 3, "code": "OX301", "name": "Oziq-ovqat xomashyosi", "credits": 6, "hours": 180,
     "block": "Ixtisoslik fanlari"},
]  # fmt: skip
PASSED = [
    {"semester": 1, "code": "OM101", "name": "Oliy matematika", "credits": 6, "hours": 180},
    {"semester": 1, "code": "FZ101", "name": "Fizika", "credits": 4.5, "hours": 135},
    {"semester": 2, "code": "KM201", "name": "Biologik va kolloid kimyo", "credits": 5, "hours": 150},
    {"semester": 2, "code": "OT201", "name": "O'zbekiston tarixi", "credits": 4, "hours": 120},
]
NUMBERS = {
    "difference.most_credits": 30,
    "difference.most_credits_a_semester": 6,
    "study.credits_a_year": 60,
    "contract.annual": 10_000_000,
}


def with_numbers(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    """Let these numbers hold, and no others of these keys; None: nobody gives it."""
    named = {**NUMBERS, **{key.replace("__", "."): value for key, value in changed.items()}}
    for key, value in named.items():
        one = Limit(
            key=key, value=value, unit="credits", valid_from=date(2020, 1, 1), source="test",
            confidence=Confidence.LOCAL,
        )  # fmt: skip
        monkeypatch.setitem(limits._limits, key, (one,) if value is not None else ())


def with_lists(house: House, subjects: list[dict[str, Any]] = SUBJECTS, passed: list[dict[str, Any]] = PASSED) -> None:
    """Import the curriculum of food technology and what Aziza has passed, as the office does."""
    rows = studies.curriculum_rows(subjects, **FOOD)
    import_files(actor=None, kind="curricula", files=[("reja.csv", studies.csv_of(rows))])
    number = house.students["aziza"].number
    own = [studies.hemis_result(place, subject, number) for place, subject in enumerate(passed, 1)]
    import_files(actor=None, kind="results", files=[("natija.json", studies.packed(own))])


def stated(**changed: Any) -> dict[str, Any]:
    """What Aziza states."""
    return {"programme": "60720100", "semester": "3", "starts_on": clock.today().isoformat(), **changed}


def filed(house: House, login: str = "aziza") -> Movement:
    """Her case, at the registrar's."""
    person, student = house.people[login], house.students[login]
    movement = actions.start_draft(actor=person, kind="change_of_programme", student=student, stated=stated())
    return actions.file(actor=person, movement_id=movement.pk, insist=True, grounds="Kasbim shu.")
