"""Where the law lets a case end because nobody acted or paid: first the notice, then its whole time, then the end.

Both are done by a job, once a day. A run that comes late gives the notice late, and the case lapses later by as much.
Whoever holds the case first wins: an act that came before leaves no turn to lapse, and one that comes after is refused.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction

from journal import clock, jobs
from journal.events import MACHINE
from journal.models import Job, Notice
from movements.actions.locked import lock_case, read_turn, record
from movements.activations import walk
from movements.clocks import Span
from movements.fees.telling import unpaid_sentence
from movements.models import Movement, State, Turn
from movements.notifying import lapse_sentence, tell_person
from movements.steps import MayLapse

WAITING = (State.RETURNED, State.APPROVED, State.REVIEW)
SENTENCES = {"lapse": lapse_sentence, "unpaid": unpaid_sentence}
"""What the applicant is told before the end, by how the step says that it ends."""


@jobs.daily
def lapse_what_is_due() -> None:
    """Plan the notices and the ends that are due today; what was planned already stays as it is."""
    now, day = clock.now(), clock.today().isoformat()
    waiting = Turn.objects.filter(finished__isnull=True, lapse_notice_at__lte=now, movement__state__in=WAITING)
    found = waiting.order_by("pk").values_list("pk", "movement", "lapse_told_at", "lapses_at")
    for pk, movement, told_at, lapses_at in found.iterator():
        args = {"turn": pk, "movement": movement}
        if told_at is None:
            jobs.enqueue("movements.lapse_notice", key=f"lapse-notice:{pk}:{day}", args=args)
        elif lapses_at < now:
            jobs.enqueue("movements.lapse", key=f"lapse:{pk}:{day}", args=args)


@jobs.handler("movements.lapse_notice")
@jobs.together
def _give_notice(job: Job) -> None:
    give_notice(movement_id=job.args["movement"], turn_id=job.args["turn"])


@jobs.handler("movements.lapse")
@jobs.together
def _lapse(job: Job) -> None:
    lapse(movement_id=job.args["movement"], turn_id=job.args["turn"])


@transaction.atomic
def give_notice(*, movement_id: int, turn_id: int) -> bool:
    """Tell the applicant that the case will lapse, and until when it can be saved; returns whether it was told now.

    The day told is the day meant: a notice that comes late moves the end of the term.
    """
    turn = _waiting(movement_id, turn_id)
    if turn is None or turn.lapses_at is None or turn.lapse_told_at is not None:
        return False
    movement: Movement = turn.movement
    until = max(turn.lapses_at, _told_before(turn).after(clock.now(), movement.working_days))
    turn.due_at = until if turn.due_at == turn.lapses_at else turn.due_at
    turn.lapses_at, turn.lapse_told_at = until, clock.now()
    given = tell_person(movement.applicant, movement, SENTENCES[turn.flow_task.ends_as](until))
    turn.data["lapse_notices"] = [notice.pk for notice in given]
    turn.save(update_fields=["due_at", "lapses_at", "lapse_told_at", "data"])
    payload = {"step": turn.step, "until": until.isoformat()}
    record(movement, actor=MACHINE, act="lapse_notice", clause=turn.flow_task.clause, payload=payload, turn=turn)
    return True


@transaction.atomic
def lapse(*, movement_id: int, turn_id: int) -> bool:
    """End a case whose term and whose notice's term have passed; returns whether it was ended now."""
    turn = _waiting(movement_id, turn_id)
    told_at = _given_at(turn) if turn else None
    if turn is None or turn.lapses_at is None or told_at is None:
        return False
    movement: Movement = turn.movement
    ends = max(turn.lapses_at, _told_before(turn).after(told_at, movement.working_days))
    if clock.now() <= ends:
        return False
    walk(turn, "lapse")
    payload = {"step": turn.step, "told_at": told_at.isoformat(), "ended_at": ends.isoformat()}
    step = turn.flow_task
    record(movement, actor=MACHINE, act=step.ends_as, clause=step.clause, payload=payload, turn=turn)
    return True


def _waiting(movement_id: int, turn_id: int) -> Turn | None:
    """The turn, read under the case's lock, if the case still waits there and may lapse."""
    lock_case(movement_id)
    turn = read_turn(movement_id)
    if turn is None or turn.pk != turn_id or turn.movement.state not in WAITING:
        return None
    step = turn.flow_task
    if not isinstance(step, MayLapse) or "lapse" not in step.exits or not turn.lapse_notice_at:
        return None
    return None if step.is_spared(turn.movement) else turn


def _told_before(turn: Turn) -> Span:
    """How long the applicant must have known, by the version of the day on which the turn began."""
    return cast(Span, turn.flow_task.told_before.on(turn.created.astimezone(clock.zone).date()))


def _given_at(turn: Turn) -> datetime | None:
    """When the applicant really had the notice: in the product, or, without an account, by a message that was sent."""
    account = turn.movement.applicant.account_id
    channels = [Notice.Channel.IN_APP] if account else [Notice.Channel.EMAIL, Notice.Channel.SMS]
    given = Notice.objects.filter(
        pk__in=turn.data.get("lapse_notices", ()), channel__in=channels, state=Notice.State.SENT
    )
    return given.values_list("sent_at", flat=True).first()
