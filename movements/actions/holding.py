"""Who has a case on the desk. Taking it is a lease that ends by itself: an opened case locks nobody out for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.reading import words
from journal.refusals import Conflict, Invalid, NotFound
from movements.access import can_see
from movements.actions.deciding import power_over
from movements.actions.locked import lock_case, read_case, read_turn, record
from movements.clear_step import Clear
from movements.clearances import rows
from movements.clearances.choosing import choose, say_which
from movements.models import Clearance, Movement, Turn
from permissions import policy
from permissions.models import Person
from permissions.roles import Act, Role

LEASE = timedelta(minutes=30)


@transaction.atomic
def take(*, actor: Person, movement_id: int, office: str = "") -> Movement:
    """Put a case on the actor's desk for half an hour; colleagues see who has it.

    Args:
        actor: who takes it.
        movement_id: the case.
        office: for which office, where several are asked at once and the actor holds more than one of them.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: not the actor's turn, or a colleague has it.
    """
    turn = _open_turn(actor, movement_id)
    asked = _asked(actor, turn, office)
    power = power_over(actor, turn, asked=asked)
    movement: Movement = turn.movement
    asked.holder, asked.held_until = actor, clock.now() + LEASE
    asked.save(update_fields=["holder", "held_until"])
    record(movement, actor=power.actor, act="take", payload=_where(turn, asked), turn=turn)
    return movement


@transaction.atomic
def release(*, actor: Person, movement_id: int, office: str = "") -> Movement:
    """Put a case back before the lease ends.

    Args: those of ``take``.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: the actor does not have it.
    """
    turn = _open_turn(actor, movement_id)
    asked = _asked(actor, turn, office)
    power = power_over(actor, turn, asked=asked)
    if asked.holder_id != actor.pk:
        raise Conflict(_("You do not have this case on your desk."))
    movement: Movement = turn.movement
    asked.holder, asked.held_until = None, None
    asked.save(update_fields=["holder", "held_until"])
    record(movement, actor=power.actor, act="release", payload=_where(turn, asked), turn=turn)
    return movement


@transaction.atomic
def reassign(*, actor: Person, movement_id: int, to: Person, grounds: str, office: str = "") -> Movement:
    """Give the step to one holder of the office by name; a lease on it ends.

    Args:
        actor: who may reassign over the case's unit.
        movement_id: the case.
        to: somebody who may decide this step today.
        grounds: why; kept in the event.
        office: whose answer it is, where several offices are asked at once.

    Raises:
        NotFound: the actor may not see the case.
        Conflict: the actor may not reassign.
        Invalid: the person may not decide this step, grounds are missing, or of several offices none is named.
    """
    turn = _open_turn(actor, movement_id)
    asked = _asked_of_all(turn, office)
    power = power_over(actor, turn, Act.CASE_REASSIGN, asked=asked)
    movement: Movement = turn.movement
    grounds = words(grounds, field="grounds")
    if not grounds:
        raise Invalid(_("Say why the case changes hands."), fields={"grounds": [_("required")]})
    theirs = asked.office != Role.STUDENT and policy.power(
        to,
        Act.CASE_DECIDE,
        unit=asked.unit or movement.unit,
        subject_id=movement.applicant_id,
        on=clock.today(),
        office=Role(asked.office),
    )
    if not theirs or to.pk == movement.filed_by_id:
        raise Invalid(
            _("%(name)s may not decide this step today.") % {"name": to.full_name}, fields={"to": [_("may not decide")]}
        )
    asked.person, asked.holder, asked.held_until = to, None, None
    asked.save(update_fields=["person", "holder", "held_until"])
    record(
        movement,
        actor=power.actor,
        act="reassign",
        payload={**_where(turn, asked), "to": to.pk, "grounds": grounds},
        turn=turn,
    )
    return movement


def _asked(actor: Person, turn: Turn, office: str) -> Turn | Clearance:
    """Whose answer the actor means: the turn's, or of several offices the actor's own."""
    return choose(actor, turn, office) if isinstance(turn.flow_task, Clear) else turn


def _asked_of_all(turn: Turn, office: str) -> Turn | Clearance:
    """The same for who gives it to another: of several offices any, by its name."""
    if not isinstance(turn.flow_task, Clear):
        return turn
    waiting = rows.still_open(turn)
    found = [row for row in waiting if row.office == office] if office else waiting
    if len(found) != 1:
        raise say_which(waiting)
    return found[0]


def _where(turn: Turn, asked: Turn | Clearance) -> dict[str, Any]:
    return {"step": turn.step} if asked is turn else {"step": turn.step, "office": asked.office}


def _open_turn(actor: Person, movement_id: int) -> Turn:
    lock_case(movement_id)
    turn = read_turn(movement_id)
    if turn is None:
        movement = read_case(movement_id)
        if not can_see(actor, movement):
            raise NotFound(_("There is no such case."))
        raise Conflict(_("The case waits for nobody."), facts={"state": str(movement.state)})
    return turn
