"""Cases as rows of a list, at the same price for one and for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from journal import clock
from movements.clearances import rows
from movements.flow import kinds
from movements.models import CaseItem, Movement, State, Turn
from orders.models import OrderState
from permissions.models import Person
from permissions.roles import Role
from students.models import Student


@dataclass(frozen=True)
class CaseRow:
    """One case in a list. ``yours`` says that its reader is asked to act."""

    pk: int
    number: str
    title: str
    applicant: str
    place: str
    state: str
    state_label: str
    step: str
    waiting: str
    holder: str
    due_at: datetime | None
    overdue: bool
    yours: bool
    changed_at: datetime
    unit: str
    by_office: bool


def case_rows(cases: Sequence[Movement], *, reader: Person) -> list[CaseRow]:
    """The cases with whose turn it is; one statement for all turns."""
    open_turns = Turn.objects.select_related("unit", "holder").filter(movement__in=cases, finished__isnull=True)
    turns = {turn.movement_id: turn for turn in open_turns}
    rows.load(turns.values())
    labels = _signed_labels(cases)
    return [_row(movement, turns.get(movement.pk), reader, labels.get(movement.pk, "")) for movement in cases]


def turn_rows(turns: Sequence[Turn], *, reader: Person) -> list[CaseRow]:
    """The cases of these turns; no statement."""
    return [_row(turn.movement, turn, reader) for turn in turns if turn.movement is not None]


def _signed_labels(cases: Sequence[Movement]) -> dict[int, str]:
    """What is said of cases whose order is signed and waits for its day; one statement, or none."""
    ordered = [movement.pk for movement in cases if movement.state == State.ORDERED]
    if not ordered:
        return {}
    links = CaseItem.objects.select_related("item").filter(
        movement__in=ordered, item__order__state__in=(OrderState.SIGNED, OrderState.IN_FORCE)
    )
    return {link.movement_id: signed_label(link.item.effective_on) for link in links.order_by("pk")}


def signed_label(day: date) -> str:
    """That an order is signed, and from which day it works."""
    return _("signed, in force from %(day)s") % {"day": day.strftime("%d.%m.%Y")}


def _row(movement: Movement, turn: Turn | None, reader: Person, label: str = "") -> CaseRow:
    now = clock.now()
    due_at = turn.due_at if turn else None
    held = bool(turn and turn.holder and turn.held_until and turn.held_until > now)
    return CaseRow(
        pk=movement.pk,
        number=movement.number or "",
        title=kind_title(movement.kind),
        applicant=movement.applicant.full_name,
        place=place_of(movement, turn),
        state=str(movement.state),
        state_label=label or str(State(movement.state).label),
        step=step_title(movement.kind, turn.step if turn else movement.step),
        waiting=waiting_for(movement, turn),
        holder=turn.holder.short_name if turn and turn.holder and held else "",
        due_at=due_at,
        overdue=bool(due_at and due_at < now),
        yours=movement.applicant_id == reader.pk and (_is_open_to(movement, turn) or owes(turn)),
        changed_at=movement.changed_at,
        unit=turn.unit.name if turn and turn.unit else "",
        by_office=movement.filed_by_id is not None,
    )


def _is_open_to(movement: Movement, turn: Turn | None) -> bool:
    return (turn is None or turn.office == Role.STUDENT) and is_open(movement)


def owes(turn: Turn | None) -> bool:
    """Whether an office waits for the applicant to settle what is owed."""
    return turn is not None and any(row.state == rows.State.OWED for row in rows.of(turn))


def is_open(movement: Movement) -> bool:
    """Whether the applicant is asked to go on."""
    return movement.state in (State.DRAFT, State.RETURNED)


def kind_title(kind: str) -> str:
    """The kind in words; its code where the flow is gone."""
    flow = kinds().get(kind)
    return str(flow.called) if flow else kind


def step_title(kind: str, step: str) -> str:
    """A step in words; its name where the flow is gone."""
    flow = kinds().get(kind)
    found = next((one for one in flow.steps() if one.name == step), None) if flow else None
    return str(found.called) if found else step


def waiting_for(movement: Movement, turn: Turn | None) -> str:
    """The office that is asked now."""
    if turn is None:
        return _("the applicant") if movement.state == State.DRAFT else ""
    if not turn.office:
        return rows.in_words(rows.still_open(turn))
    office = Role(turn.office)
    if office is Role.STUDENT:
        return _("the applicant")
    return f"{office.label}, {turn.unit.name}" if office is Role.DEAN and turn.unit else str(office.label)


def place_of(movement: Movement, turn: Turn | None) -> str:
    """Group and faculty, where they came with the row."""
    student: Student | None = movement.student
    group = student.group.name if student and "group" in student._state.fields_cache and student.group else ""
    unit = turn.unit.name if turn and turn.unit else movement.unit.name
    return " · ".join(part for part in (group, unit) if part)
