"""Who has a case on the desk. Taking it is a lease that ends by itself: an opened case locks nobody out for good."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.reading import words
from journal.refusals import Conflict, Invalid, NotFound
from movements.access import can_see
from movements.actions.deciding import power_over
from movements.actions.locked import lock_case, read_case, read_turn, record
from movements.models import Movement, Turn
from permissions import policy
from permissions.models import Person
from permissions.roles import Act, Role

LEASE = timedelta(minutes=30)


@transaction.atomic
def take(*, actor: Person, movement_id: int) -> Movement:
    """Put a case on the actor's desk for half an hour; colleagues see who has it.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: not the actor's turn, or a colleague has it.
    """
    turn = _open_turn(actor, movement_id)
    power = power_over(actor, turn)
    movement: Movement = turn.movement
    turn.holder, turn.held_until = actor, clock.now() + LEASE
    turn.save(update_fields=["holder", "held_until"])
    record(movement, actor=power.actor, act="take", payload={"step": turn.step}, turn=turn)
    return movement


@transaction.atomic
def release(*, actor: Person, movement_id: int) -> Movement:
    """Put a case back before the lease ends.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: the actor does not have it.
    """
    turn = _open_turn(actor, movement_id)
    power = power_over(actor, turn)
    if turn.holder_id != actor.pk:
        raise Conflict(_("You do not have this case on your desk."))
    movement: Movement = turn.movement
    turn.holder, turn.held_until = None, None
    turn.save(update_fields=["holder", "held_until"])
    record(movement, actor=power.actor, act="release", payload={"step": turn.step}, turn=turn)
    return movement


@transaction.atomic
def reassign(*, actor: Person, movement_id: int, to: Person, grounds: str) -> Movement:
    """Give the step to one holder of the office by name; a lease on it ends.

    Args:
        actor: who may reassign over the case's unit.
        movement_id: the case.
        to: somebody who may decide this step today.
        grounds: why; kept in the event.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: the actor may not reassign.
        Invalid: the person may not decide this step, or grounds are missing.
    """
    turn = _open_turn(actor, movement_id)
    power = power_over(actor, turn, Act.CASE_REASSIGN)
    movement: Movement = turn.movement
    grounds = words(grounds, field="grounds")
    if not grounds:
        raise Invalid(_("Say why the case changes hands."), fields={"grounds": [_("required")]})
    theirs = turn.office != Role.STUDENT and policy.power(
        to,
        Act.CASE_DECIDE,
        unit=turn.unit or movement.unit,
        subject_id=movement.applicant_id,
        on=clock.today(),
        office=Role(turn.office),
    )
    if not theirs or to.pk == movement.filed_by_id:
        raise Invalid(
            _("%(name)s may not decide this step today.") % {"name": to.full_name}, fields={"to": [_("may not decide")]}
        )
    turn.person, turn.holder, turn.held_until = to, None, None
    turn.save(update_fields=["person", "holder", "held_until"])
    record(
        movement,
        actor=power.actor,
        act="reassign",
        payload={"step": turn.step, "to": to.pk, "grounds": grounds},
        turn=turn,
    )
    return movement


def _open_turn(actor: Person, movement_id: int) -> Turn:
    lock_case(movement_id)
    turn = read_turn(movement_id)
    if turn is None:
        movement = read_case(movement_id)
        if not can_see(actor, movement):
            raise NotFound(_("There is no such case."))
        raise Conflict(_("The case waits for nobody."), facts={"state": str(movement.state)})
    return turn
