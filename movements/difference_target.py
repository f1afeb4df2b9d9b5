"""Which place a case asks for, as far as an academic difference needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from movements.models import Movement
from students.models import Curriculum

NEW_YEAR = 7  # July: from then on applications speak of the year of study that begins in September
YEAR = 2  # semesters


@dataclass(frozen=True)
class Target:
    """The place asked for.

    Args:
        programme_code: empty where nobody has said it.
        form: HEMIS h_education_form.
        semester: the one in which studies would go on if nothing were missing.
        curriculum: by its name, where the place names it.
    """

    programme_code: str
    form: str
    semester: int
    curriculum: str = ""

    @property
    def course(self) -> int:
        """Two semesters make a course."""
        return (self.semester + 1) // YEAR

    def admitted_in(self, day: date) -> int:
        """The year of admission of those who are taught that course on that day."""
        return day.year - (day.month < NEW_YEAR) - self.course + 1


def target_of(movement: Movement) -> Target:
    """The place as stated and decided (``programme``, ``form``, ``semester``, ``curriculum``), else the own one."""
    said: dict[str, Any] = dict(movement.stated)
    for answers in decided_in_order(movement):
        said |= answers
    student = movement.student
    own = student.programme.code if student else ""
    programme = programme_code(said) or own
    # The own curriculum says nothing of another programme.
    curriculum = str(said.get("curriculum") or (student.curriculum if student and programme == own else ""))
    return Target(
        programme_code=programme,
        form=str(said.get("form") or (student.form if student else "")),
        semester=_semester(said.get("semester"), student.semester if student else 1),
        curriculum=curriculum,
    )


def decided_in_order(movement: Movement) -> list[dict[str, Any]]:
    """What offices have added, in the order of the route: a database keeps no order of keys."""
    from movements.flow import flow_of  # a flow is made of steps, and a step may name a target

    return [movement.decided[step.name] for step in flow_of(movement.kind).steps() if step.name in movement.decided]


def programme_code(said: Mapping[str, Any]) -> str:
    """The code of the programme that is stated; a form that offers programmes keeps code and name. Empty for none."""
    return str(said.get("programme") or "").partition(" ")[0]


def _semester(said: Any, own: int) -> int:
    return int(said) if str(said or "").isdecimal() and 1 <= int(said) <= 12 else own


def curricula_for(target: Target) -> QuerySet[Curriculum]:
    """The curricula an office may compare with: those of the programme, the newest intake first."""
    found = Curriculum.objects.select_related("programme").filter(programme__code=target.programme_code)
    return found.order_by("-admitted_in", "form", "name")


def chosen(target: Target, curricula: list[Curriculum], day: date) -> Curriculum | None:
    """The curriculum the place names, else the one of its intake and form; None where that is not a single one."""
    named = [one for one in curricula if one.name == target.curriculum]
    intake = [one for one in curricula if (one.admitted_in, one.form) == (target.admitted_in(day), target.form)]
    found = named or intake
    return found[0] if len(found) == 1 else None
