"""What the API says of cases, filled at a constant price; the shapes are in ``answer_shapes``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from journal import events
from journal.models import Event
from movements import access, queries, waiting
from movements.actions.drafts import ENDED
from movements.clauses import shown
from movements.clearances import rows
from movements.clearances.answers import waiting_for
from movements.flow import MovementFlow, flow_of, papers_for
from movements.models import Attachment, CaseItem, Decision, Movement, State, Turn
from movements.papers import Paper, may_see
from movements.seats import seats
from orders import sheets
from orders.sheet_screens import sheet_json
from permissions.models import Person


def movements_json(movements: Sequence[Movement], turns: Mapping[int, Turn] | None = None) -> list[dict[str, Any]]:
    """The cases, at two or three statements however many they are.

    Args:
        movements: with applicant, student and unit loaded.
        turns: their open turns by case, where the caller has them already.
    """
    ids = [movement.pk for movement in movements]
    open_turns = waiting.open_turns(ids) if turns is None else turns
    places = seats(open_turns.values())
    beside = seats([row for turn in open_turns.values() for row in rows.of(turn)])
    carried = _carried([movement.pk for movement in movements if movement.was_in_order])
    filers = {movement.filed_by_id for movement in movements if movement.filed_by_id}
    names = {pk: person.full_name for pk, person in Person.objects.in_bulk(filers).items()} if filers else {}
    return [
        {
            **_movement(movement, carried[movement.pk]),
            "waiting_for": waiting_for(open_turns.get(movement.pk), places, beside),
            "filed_by": names.get(movement.filed_by_id or 0),
        }
        for movement in movements
    ]


def movement_json(movement: Movement) -> dict[str, Any]:
    """The case as an act has left it; whose turn it is now the act itself knows."""
    if movement.state in (State.DRAFT, *ENDED):
        return movements_json([movement], {})[0]
    turn = movement.turn or queries.open_turn(movement)
    return movements_json([movement], {movement.pk: turn} if turn else {})[0]


def _carried(ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if not ids:
        return found
    for link in CaseItem.objects.select_related("item").filter(movement_id__in=ids):
        found[link.movement_id].append(
            {"id": link.item.order_id, "step": link.step, "item_state": str(link.item.state)}
        )
    return found


def _movement(movement: Movement, orders: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": movement.pk,
        "number": movement.number,
        "kind": movement.kind,
        "student": movement.student.number if movement.student else None,
        "applicant": movement.applicant.full_name,
        "state": str(movement.state),
        "step": movement.step,
        "filed_at": movement.filed_at,
        "service_due_at": movement.service_due_at,
        "findings": [shown(finding) for finding in movement.findings],
        "orders": orders,
    }


def tasks_json(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Open turns as tasks."""
    cases = movements_json([turn.movement for turn in turns], {turn.movement_id: turn for turn in turns})
    return [
        {
            "id": turn.pk,
            "step": turn.step,
            "title": str(flow_of(turn.movement.kind).step(turn.step).called),
            "since": turn.created,
            "overdue": waiting.is_overdue(turn),
            "holder": waiting.held_by(turn),
            "movement": case,
        }
        for turn, case in zip(turns, cases, strict=True)
    ]


def case_json(person: Person, movement: Movement) -> dict[str, Any]:
    """A case with its history, for a person who may see it."""
    turn = queries.open_turn(movement)
    decisions = movement.decisions.select_related("by", "on_behalf_of")
    return {
        **movements_json([movement], {movement.pk: turn} if turn else {})[0],
        "stated": movement.stated,
        "decided": movement.decided,
        "insisted": movement.insisted,
        "papers": papers_json(person, movement, movement.attachments.filter(removed_at=None)),
        "events": [_event(event) for event in events.of(movement)],
        "decisions": [_decision(decision) for decision in decisions],
        "sheets": [sheet_json(sheet) for sheet in sheets.about(f"movement:{movement.pk}")],
        "may": queries.may(person, movement, turn),
    }


def papers_json(person: Person, movement: Movement, attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """The papers of a case. What a file is called may say too much: only those who may open it are told."""
    flow = flow_of(movement.kind)
    asked = {paper.kind: paper for paper in papers_for(movement)}
    offices = access.offices_over(person, movement)
    own = movement.applicant_id == person.pk
    return [
        paper_json(
            one,
            asked.get(one.kind),
            readable=_readable(flow, asked.get(one.kind), offices, own or one.added_by_id == person.pk),
        )
        for one in attachments
    ]


def _readable(flow: type[MovementFlow], paper: Paper | None, offices: Iterable[Any], own: bool) -> bool:
    return paper is not None and may_see(paper, offices=offices, sees=flow.sees(), is_applicant=own)


def paper_json(attachment: Attachment, paper: Paper | None, *, readable: bool) -> dict[str, Any]:
    """One paper; ``readable`` says whether the reader may open it."""
    names = ("kind", "content_type", "size", "sha256", "added_at")
    return {
        "id": attachment.pk,
        "title": str(paper.title) if paper else attachment.kind,
        "name": attachment.name if readable else None,
        **{name: getattr(attachment, name) for name in names},
    }


def _event(event: Event) -> dict[str, Any]:
    said = event.payload.body or {}
    names = ("seq", "at", "act", "office", "power", "clause", "hash")
    words = said.get("words") or said.get("grounds") or said.get("insisted") or ""
    return {**{name: getattr(event, name) for name in names}, "by": event.actor_name, "words": words}


def _decision(decision: Decision) -> dict[str, Any]:
    names = ("step", "verdict", "office", "basis", "ground", "words", "added", "at")
    return {
        **{name: getattr(decision, name) for name in names},
        "by": decision.by.full_name,
        "on_behalf_of": decision.on_behalf_of.full_name if decision.on_behalf_of else None,
    }
