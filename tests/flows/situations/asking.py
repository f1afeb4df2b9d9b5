"""How a line of a table is asked: the facts, rules and forks of a case filed at the moment the line names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from journal import clock
from movements.choose_step import Choose
from movements.clauses import check, stands_against
from movements.facts import gather
from movements.flow import flow_of
from movements.models import Movement
from movements.steps import Verify
from students.models import Student
from tests.people import House

SUMMER, WINTER = "2026-07-20 10:00", "2027-01-15 10:00"


@dataclass(frozen=True)
class Line:
    """One situation.

    Args:
        said: what it is, as a sentence.
        at: moment of filing, in Asia/Tashkent.
        stated: what is stated otherwise than usually.
        student: what the record says otherwise than usually.
        without: papers that are missing.
        against: clauses that do not hold, so that the applicant must insist.
        warns: clauses that only warn, because a fact or a number is not certain.
        to: the step that is asked first.
    """

    said: str
    to: str
    at: str = SUMMER
    stated: dict[str, Any] = field(default_factory=dict)
    student: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.said


def known(house: House, **changed: Any) -> Student:
    """Aziza with other facts; nothing of it is written."""
    student = house.students["aziza"]
    student = Student.objects.select_related("person", "faculty", "programme", "group").get(pk=student.pk)
    for name, value in changed.items():
        if name == "status":
            del student.__dict__["status"]
        setattr(student, name, value)
    return student


def ask(house: House, kind: str, line: Line, usual: dict[str, Any], record: dict[str, Any] | None) -> dict[str, Any]:
    """What the machine finds and whom it asks.

    Args:
        usual: what the applicant usually states.
        record: what the record usually says; None for somebody who is no student here.
    """
    flow = flow_of(kind)
    stated = {name: value for name, value in {**usual, **line.stated}.items() if value not in ("", None)}
    student = None if record is None else known(house, **{**record, **line.student})
    filed_at = datetime.fromisoformat(line.at).replace(tzinfo=clock.zone)
    movement = Movement(
        kind=kind, stated=stated, student=student, applicant=house.people["aziza"], unit=house.units["chemistry"]
    )
    movement.filed_at = filed_at
    papers = frozenset(paper.kind for paper in flow.papers() if paper.is_asked(stated)) - set(line.without)
    case = gather(
        kind, stated, student, papers=papers, filed_on=filed_at.astimezone(clock.zone).date(), movement=movement
    )
    findings = check(flow.rules(), case)
    against = stands_against(findings)
    step = next(step for step in flow.steps() if isinstance(step, Verify)).exits["else" if against else "then"]
    while isinstance(step, Choose):
        step = step.exits[step.work(movement)]
    return {
        "against": sorted({finding["clause"] for finding in against}),
        "warns": sorted({finding["clause"] for finding in findings if finding["warns"]}),
        "to": step.name,
    }


def expected(line: Line) -> dict[str, Any]:
    """What the line says."""
    return {"against": sorted(line.against), "warns": sorted(line.warns), "to": line.to}


def years_before(day: date, years: int, days: int = 0) -> date:
    """So many years and days before a day."""
    return date.fromordinal(day.replace(year=day.year - years).toordinal() - days)
