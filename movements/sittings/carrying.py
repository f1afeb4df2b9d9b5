"""After the signature each case of the agenda goes along its exit: one transaction a case, resumable, never twice."""

from __future__ import annotations

from django.db import transaction

from journal import clock, jobs
from journal.events import Actor
from journal.models import Job
from movements.actions.locked import lock_case, read_turn, record
from movements.activations import walk
from movements.models import AgendaCase, Decision, MinutesSignature, Turn
from movements.sittings.minutes import basis_of
from permissions.roles import Role


@jobs.handler("sitting.carry")
def carry(job: Job) -> None:
    """Carry every case of the signed sitting ``job.args["sitting"]`` that has not gone yet.

    A case that fails stops no other: the job is tried again for what is left. Raises the last failure.
    """
    of_sitting = AgendaCase.objects.filter(sitting=job.args["sitting"])
    total = of_sitting.exclude(outcome="").count()
    left = list(of_sitting.filter(open=True).order_by("position").values_list("pk", "movement_id"))
    failure: Exception | None = None
    for number, (pk, movement_id) in enumerate(left, total - len(left) + 1):
        try:
            _carry_one(pk, movement_id)
        except Exception as error:
            failure = error
        jobs.progress(job, number, total)
    if failure is not None:
        raise failure


@transaction.atomic
def _carry_one(pk: int, movement_id: int) -> None:
    lock_case(movement_id)
    case = AgendaCase.objects.select_related("sitting__body__unit").get(pk=pk)
    if not case.open:
        return  # another worker was first
    turn = read_turn(movement_id)
    if turn is None or turn.pk != case.turn_id:
        # Taken back between the vote and the signature: what was voted stands in the minutes and moves nothing.
        case.open = False
        case.save(update_fields=["open"])
        return
    _go_on(case, turn)
    case.open, case.carried_at = False, clock.now()
    case.save(update_fields=["open", "carried_at"])


def _go_on(case: AgendaCase, turn: Turn) -> None:
    sitting, movement = case.sitting, turn.movement
    chair = MinutesSignature.objects.select_related("by").get(sitting=sitting, office=Role.COMMISSION_CHAIR)
    told = {"number": sitting.number, "date": str(sitting.date), "verdict": case.outcome}
    movement.decided = {**movement.decided, turn.step: {**movement.decided.get(turn.step, {}), "minutes": told}}
    walk(turn, case.outcome)
    basis = basis_of(sitting)
    Decision.objects.create(
        movement=movement,
        step=turn.step,
        verdict=case.outcome,
        by=chair.by,
        office=chair.office,
        basis=basis[:300],
        ground=case.ground,
        words=case.words,
        stated={"fields": movement.stated},
        added={"minutes": told},
        at=clock.now(),
    )
    record(
        movement,
        actor=Actor(chair.by_id, chair.by.full_name, chair.office, f"own: {basis}"),
        act=case.outcome,
        clause=turn.flow_task.clause,
        payload={"step": turn.step, "ground": case.ground, "words": case.words, "minutes": told},
        turn=turn,
    )
