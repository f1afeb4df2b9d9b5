"""A changed calendar and the terms that run: a new day off prolongs them. None is ever shortened once it was told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from journal import clock, jobs
from journal.events import MACHINE
from journal.models import Job
from movements.actions.drafts import ENDED
from movements.actions.locked import lock_case, read_case, read_turn, record
from movements.clear_step import earliest, wind_row
from movements.clearances import rows
from movements.clocks import TURN_CLOCKS, service_ends, wind
from movements.flow import flow_of
from movements.models import Clearance, Movement, State, Turn

ROW_CLOCKS = ("due_at", "remind_at")
SAID_EVERY = 20


@jobs.handler("movements.recount")
def recount(job: Job) -> None:
    """Count the terms of every open case anew, case by case; a run that was cut short goes over them again."""
    open_cases = Movement.objects.exclude(state__in=(State.DRAFT, *ENDED)).order_by("pk")
    found = list(open_cases.values_list("pk", flat=True))
    for number, pk in enumerate(found):
        if number % SAID_EVERY == 0:
            jobs.progress(job, number, len(found))
        recount_case(movement_id=pk)


@transaction.atomic
def recount_case(*, movement_id: int) -> bool:
    """Prolong the terms of one case which the calendar of now ends later; returns whether any was."""
    lock_case(movement_id)
    turn = read_turn(movement_id)
    movement = turn.movement if turn else read_case(movement_id)
    if movement.state in ENDED:
        return False
    moved = (_prolong_turn(turn) if turn.office else _prolong_rows(turn)) if turn else {}
    ends = service_ends(movement, flow_of(movement.kind).service)
    if ends and movement.service_due_at and ends > movement.service_due_at:
        moved["service_due_at"] = ends
        movement.service_due_at = ends
    if moved:
        payload = {name: moment.isoformat() for name, moment in moved.items()}
        record(movement, actor=MACHINE, act="recount", payload=payload, turn=turn)
    return bool(moved)


def _prolong_turn(turn: Turn) -> dict[str, datetime]:
    """Wind a turn's clocks as if it arrived with the calendar of now, and keep what ends later."""
    if turn.due_at is None or turn.due_at < clock.now():
        return {}
    fresh = Turn(created=turn.created, data=turn.data, movement=turn.movement)
    wind(fresh, turn.flow_task)
    later = {name: getattr(fresh, name) for name in TURN_CLOCKS if _is_later(getattr(fresh, name), getattr(turn, name))}
    for name, moment in later.items():
        setattr(turn, name, moment)
    if later:
        turn.save(update_fields=list(later))
    return later


def _prolong_rows(turn: Turn) -> dict[str, datetime]:
    """The same for each office that is asked beside others; the case is overdue by the first of them."""
    moved: dict[str, datetime] = {}
    for row in rows.of(turn):
        if row.state != Clearance.State.ASKED or row.due_at is None or row.due_at < clock.now():
            continue
        fresh = Clearance(asked_at=row.asked_at, movement=turn.movement)
        wind_row(fresh, turn.flow_task.of(row.office))
        later = {
            name: getattr(fresh, name) for name in ROW_CLOCKS if _is_later(getattr(fresh, name), getattr(row, name))
        }
        for name, moment in later.items():
            setattr(row, name, moment)
            moved[f"{row.office}.{name}"] = moment
        if later:
            row.save(update_fields=list(later))
    if moved:
        turn.due_at = earliest(rows.of(turn))
        turn.save(update_fields=["due_at"])
    return moved


def _is_later(fresh: datetime | None, told: datetime | None) -> bool:
    return fresh is not None and told is not None and fresh - told > timedelta()
