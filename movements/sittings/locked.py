"""How every act on a sitting begins (lock its row, read it, ask policy) and how it ends (the event, the row)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.events import Actor, write_event
from journal.reading import words
from journal.refusals import Conflict, Invalid, NotFound
from movements.actions.locked import MOVEMENT_PARTS
from movements.actions.locked import record as record_case
from movements.models import AgendaCase, Movement, Sitting, SittingState
from movements.sittings.access import get_sitting_for, has_interest
from movements.sittings.board import day_of
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act, Role


def lock_for(actor: Person, sitting_id: int) -> Sitting:
    """Lock and read the sitting, if the actor may see it. Raises NotFound for absent and forbidden alike."""
    if not Sitting.objects.select_for_update(no_key=True).filter(pk=sitting_id).order_by().values_list("pk"):
        raise NotFound(_("There is no such sitting."))
    return get_sitting_for(actor, sitting_id)


def demand(actor: Person, act: Act, sitting: Sitting, *, office: Role | None = None) -> Power:
    """The actor's power for this act today. Raises Conflict."""
    return policy.demand(actor, act, unit=sitting.body.unit, subject_id=None, on=clock.today(), office=office)


def power(actor: Person, act: Act, sitting: Sitting) -> Power | None:
    """The actor's power for this act today, if there is one."""
    return policy.power(actor, act, unit=sitting.body.unit, subject_id=None, on=clock.today())


def require_state(sitting: Sitting, *states: SittingState) -> None:
    """Raise Conflict unless the sitting stands in one of the states."""
    if sitting.state not in states:
        label = SittingState(sitting.state).label
        raise Conflict(
            _("The sitting has moved on: it is now “%(state)s”. Open it again to see what can be done.")
            % {"state": label},
            facts={"state": str(sitting.state)},
        )


def require_day(sitting: Sitting) -> None:
    """Nobody attends or votes before the day."""
    if clock.today() < day_of(sitting):
        raise Conflict(
            _("The sitting is on %(day)s: attendance and votes are recorded from that day.")
            % {"day": day_of(sitting).strftime("%d.%m.%Y")}
        )


def require_words(text: str, *, field: str = "grounds") -> str:
    """The grounds as they are kept. Raises Invalid where there are none."""
    kept = words(text, field=field)
    if not kept:
        raise Invalid(_("Give the grounds."), fields={field: [_("This must be said.")]})
    return kept


def case_on(sitting: Sitting, actor: Person, movement_id: int) -> AgendaCase:
    """The open case of the agenda; for who has an interest in it there is none.

    Raises:
        NotFound: it is not on this agenda, or not for this actor.
    """
    part = Movement.objects.filter(pk=movement_id).exclude(has_interest(actor))
    found = sitting.cases.select_related("movement", "turn").filter(open=True, movement__in=part).first()
    if found is None:
        raise NotFound(_("There is no such case on this agenda."))
    return found


def record(sitting: Sitting, power: Power, act: str, payload: dict[str, Any], **ids: Any) -> Sitting:
    """Write the event and the sitting together."""
    write_event(sitting, actor=power.actor, act=act, payload=payload, ids={"sitting": sitting.pk, **ids})
    sitting.save()
    return sitting


def lock_cases(movement_ids: Sequence[int]) -> list[Movement]:
    """Lock the cases in the order of their ids, then read them: two secretaries never wait crosswise."""
    ids = sorted(set(movement_ids))
    list(Movement.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return list(Movement.objects.select_related(*MOVEMENT_PARTS).filter(pk__in=ids).order_by("pk"))


def tell_cases(sitting: Sitting, movement_ids: Sequence[int], *, actor: Actor, act: str, words: str = "") -> None:
    """Write into each case that it stands on the agenda, or that it waits again."""
    moment = sitting.meets_at.astimezone(clock.zone)
    payload = {"sitting": sitting.pk, "meets_at": moment.isoformat(timespec="minutes"), "words": words}
    for movement in lock_cases(movement_ids):
        record_case(movement, actor=actor, act=act, payload=payload)
