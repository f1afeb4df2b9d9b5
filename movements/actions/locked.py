"""Lock first, read second: a case is read only after its lock is held, in a statement of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.asked import Asked
from journal.events import Actor, prepared_event
from journal.models import Job
from journal.refusals import Conflict, NotFound
from journal.writes import Update, Write, write
from movements.calendar.days import USUAL, stamp_now, week_now
from movements.models import CaseItem, Movement, State, Turn
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act, Role

# Ten tables joined take PostgreSQL longer to plan than all else takes; what few steps look at is read when they do.
MOVEMENT_PARTS = ("student", "applicant", "unit")


def _locked(movement_id: int) -> QuerySet[Movement, Any]:
    # Without an order, which would cost as much as the lock: it is one row.
    return Movement.objects.select_for_update().filter(pk=movement_id).order_by().values_list("pk")


def _case(movement_id: int) -> QuerySet[Movement]:
    found = Movement.objects.select_related(*MOVEMENT_PARTS).annotate(week=week_now(), calendar=stamp_now())
    return found.filter(pk=movement_id).order_by()


def _open_turn(movement_id: int) -> QuerySet[Turn]:
    found: Any = Turn.objects.select_related(*(f"movement__{part}" for part in MOVEMENT_PARTS)).annotate(
        week=week_now(),
        calendar=stamp_now(),
        in_order=Exists(CaseItem.objects.filter(movement=OuterRef("movement"))),
    )
    turns: QuerySet[Turn] = found.filter(movement_id=movement_id, finished__isnull=True).order_by()[:1]
    return turns


lock_of, case_of, open_turn_of = Asked(_locked), Asked(_case), Asked(_open_turn)


def lock_case(movement_id: int) -> None:
    """Hold the case until the transaction ends. What was read before the lock could be stale: read afterwards.

    Raises:
        NotFound: there is no such case.
    """
    if not lock_of(movement_id=movement_id):
        raise NotFound(_("There is no such case."))


def read_case(movement_id: int) -> Movement:
    """The locked case with all that an act needs, in one statement."""
    (movement,) = cast(list[Any], case_of(movement_id=movement_id))
    return _as_read(movement, movement.week, movement.calendar)


def read_turn(movement_id: int) -> Turn | None:
    """The open turn of the locked case with all that an act needs, in one statement."""
    for turn in cast(list[Any], open_turn_of(movement_id=movement_id)):
        _as_read(turn.movement, turn.week, turn.calendar).was_in_order = turn.in_order
        return cast(Turn, turn)
    return None


def _as_read(movement: Movement, week: int | None, calendar: int | None) -> Movement:
    movement.days_a_week, movement.calendar_stamp = week or USUAL, calendar
    return as_read(movement)


def as_read(movement: Movement) -> Movement:
    """A case as it was read: its student and applicant are mostly one person; its findings stand in the database."""
    movement.findings_read = movement.findings
    if movement.student is not None and movement.student.person_id == movement.applicant_id:
        movement.student.person = movement.applicant
    return movement


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


def as_party(actor: Person, movement: Movement) -> Power:
    """By which power somebody goes on with a draft or a returned case: its applicant, or the office that files it.

    Raises:
        NotFound: the case is somebody else's, or no longer the office's to write.
        Conflict: the actor's appointment allows it no more.
    """
    if movement.applicant_id == actor.pk:
        return Power(actor, Role.STUDENT, movement.unit_id, "", "")
    if movement.filed_by_id != actor.pk or movement.state not in (State.DRAFT, State.RETURNED):
        raise NotFound(_("There is no such case."))
    subject = movement.applicant_id
    return policy.demand(actor, Act.CASE_FILE_FOR, unit=movement.unit, subject_id=subject, on=clock.today())


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


@dataclass(frozen=True)
class Record:
    """What an act leaves behind in one case, not written yet."""

    writes: tuple[Write, ...]
    jobs: tuple[Job, ...]


def prepared_record(
    movement: Movement,
    *,
    actor: Actor,
    act: str,
    clause: str = "",
    payload: dict[str, Any],
    turn: Turn | None = None,
    beside: Sequence[Write] = (),
) -> Record:
    """The event, the case, and the notices that follow from them, for whoever writes those of many cases together.

    Args:
        beside: rows of the act that are written in the same statement, such as its decision.
    """
    movement.changed_at = clock.now()
    ids = {"movement": movement.pk, "student": movement.student_id, "turn": turn.pk if turn else None}
    event, written = prepared_event(movement, actor=actor, act=act, clause=clause, payload=payload, ids=ids)
    told = {"movement": movement.pk, "seq": event.seq, "act": act, "actor": actor.person_id}
    planned = [jobs.prepared("movements.notify", key=f"notify:{movement.pk}:{event.seq}", args=told)]
    if movement.state in (State.REFUSED, State.LAPSED):
        planned += [jobs.prepared("movements.letter", key=f"letter:{movement.pk}", args={"movement": movement.pk})]
    # A check is frozen: its long findings are written when they were made, and not at every act.
    but = ("findings",) if movement.findings is movement.findings_read else ()
    enqueued = [insert for _job, insert in planned]
    return Record((*written, *beside, Update(movement, but=but), *enqueued), tuple(job for job, _insert in planned))


def write_records(records: Sequence[Record]) -> None:
    """Write what an act leaves behind in these cases, and have told whom it concerns."""
    write(*(one for record in records for one in record.writes))
    for each in records:
        for job in each.jobs:
            jobs.ring_after_commit(job)


def record(movement: Movement, **said: Any) -> None:
    """Write the event and the case together, and plan the notices; takes what ``prepared_record`` takes."""
    write_records([prepared_record(movement, **said)])
