"""Lock first, read second: a case is read only after its lock is held, in a statement of its own."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.events import Actor, write_event
from journal.refusals import Conflict, NotFound
from movements.models import CaseItem, Movement, State, Turn
from permissions.models import Institute, Person

MOVEMENT_PARTS = ("student__person", "student__faculty", "student__programme", "student__group", "applicant", "unit")


def lock_case(movement_id: int) -> None:
    """Hold the case until the transaction ends. What was read before the lock could be stale: read afterwards.

    Raises:
        NotFound: there is no such case.
    """
    # Without an order, which would cost as much as the lock: it is one row.
    if not Movement.objects.select_for_update().filter(pk=movement_id).order_by().values_list("pk"):
        raise NotFound(_("There is no such case."))


def read_case(movement_id: int) -> Movement:
    """The locked case with all that an act needs, in one statement."""
    week = Subquery(Institute.objects.values("working_days_a_week")[:1])
    movement = Movement.objects.select_related(*MOVEMENT_PARTS).annotate(week=week).get(pk=movement_id)
    movement.days_a_week = movement.week or 6
    return movement


def read_turn(movement_id: int) -> Turn | None:
    """The open turn of the locked case with all that an act needs, in one statement."""
    found: Any = (
        Turn.objects.select_related("process", "holder", *(f"movement__{part}" for part in MOVEMENT_PARTS))
        .annotate(
            week=Subquery(Institute.objects.values("working_days_a_week")[:1]),
            in_order=Exists(CaseItem.objects.filter(movement=OuterRef("movement"))),
        )
        .filter(movement_id=movement_id, finished__isnull=True)
        .order_by()[:1]
    )
    if not found:
        return None
    (turn,) = found
    turn.movement.days_a_week, turn.movement.was_in_order = turn.week or 6, turn.in_order
    return cast(Turn, turn)


def require_turn(movement_id: int) -> Turn:
    """The open turn of the locked case.

    Raises:
        Conflict: the case waits for nobody.
    """
    turn = read_turn(movement_id)
    if turn is None:
        raise Conflict(_("The case waits for nobody."))
    return turn


def own_case(actor: Person, movement: Movement) -> None:
    """Only the applicant goes on; for everybody else the case does not exist here.

    Raises:
        NotFound: the case is somebody else's.
    """
    if movement.applicant_id != actor.pk:
        raise NotFound(_("There is no such case."))


def must_be(movement: Movement, *states: State) -> None:
    """Refuse when the case has moved on meanwhile.

    Raises:
        Conflict: with the state the case has now.
    """
    if movement.state not in states:
        now = State(movement.state).label
        raise Conflict(
            _("The case has moved on: it is now “%(state)s”. Open it again to see what can be done.") % {"state": now},
            facts={"state": str(movement.state)},
        )


def as_applicant(actor: Person) -> Actor:
    """The applicant acts by nobody's appointment but in their own case."""
    return Actor(actor.pk, actor.full_name, "student")


def record(
    movement: Movement, *, actor: Actor, act: str, clause: str = "", payload: dict[str, Any], turn: Turn | None = None
) -> None:
    """Write the event and the case together, and plan the notices that follow from it."""
    movement.changed_at = clock.now()
    ids = {"movement": movement.pk, "student": movement.student_id, "turn": turn.pk if turn else None}
    event = write_event(movement, actor=actor, act=act, clause=clause, payload=payload, ids=ids)
    movement.save()
    jobs.enqueue(
        "movements.notify",
        key=f"notify:{movement.pk}:{event.seq}",
        args={"movement": movement.pk, "seq": event.seq, "act": act, "actor": actor.person_id},
    )
