"""The plain facts of a case that rules may look at, on the dates the law names."""

from __future__ import annotations

from datetime import date
from typing import Any

from journal import clock
from journal.asked import Asked
from movements.clauses import Case
from movements.models import Attachment, Movement
from students.models import Student

attachments_of: Asked[Attachment] = Asked(
    lambda movement_id: Attachment.objects.filter(movement_id=movement_id, removed_at=None)
)


def facts_of(movement: Movement) -> Case:
    """Gather what rules may ask of a filed or drafted case (one statement, for the papers)."""
    return gather(
        movement.kind,
        movement.stated,
        movement.student,
        papers=frozenset(paper.kind for paper in papers_of(movement)),
        filed_on=filed_on(movement),
        movement=movement,
    )


def papers_of(movement: Movement) -> list[Attachment]:
    """The papers of a case, read once an act: whoever adds or removes one holds the lock of the case."""
    if movement.papers is None:
        movement.papers = attachments_of(movement_id=movement.pk)
    return movement.papers


def filed_on(movement: Movement) -> date:
    """The day of filing in Asia/Tashkent; of a draft, today."""
    return movement.filed_at.astimezone(clock.zone).date() if movement.filed_at else clock.today()


def gather(
    kind: str,
    stated: dict[str, Any],
    student: Student | None,
    *,
    papers: frozenset[str],
    filed_on: date,
    movement: Movement | None = None,
) -> Case:
    """The same facts for an application that is only rehearsed.

    Args:
        kind: the kind of movement.
        stated: plain values of the form.
        student: whose application it is.
        papers: kinds of the papers at hand.
        filed_on: the day by which dated numbers of filing are chosen.
        movement: the case, where there is one already.
    """
    from movements.flow import flow_of  # a flow is made of steps, and a step asks for facts

    flow = flow_of(kind)
    event = stated.get(flow.event_date, "")
    try:
        event_on = date.fromisoformat(event)
    except (TypeError, ValueError):
        event_on = filed_on
    asked = [paper for paper in flow.papers() if paper.is_asked(stated) and not paper.optional]
    missing = tuple(str(paper.title) for paper in asked if paper.kind not in papers)
    study = flow.study_facts(stated, student, filed_on, movement)
    return Case(kind, stated, student, filed_on, event_on, clock.today(), papers, missing, study, movement)
