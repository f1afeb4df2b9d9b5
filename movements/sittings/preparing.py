"""Preparing a sitting: opening a commission, the agenda of the cases that wait for it, the call, and voiding it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.events import Actor
from journal.reading import one_line
from journal.refusals import Conflict, Invalid, NotFound
from journal.transactions import whole_act
from movements.models import AgendaCase, Body, Movement, Sitting, SittingState, Turn
from movements.sittings import locked
from movements.sittings.access import has_interest
from movements.sittings.queries import steps_of, waiting_for, waiting_turns
from permissions import policy
from permissions.actions import open_unit
from permissions.models import Institute, Person, Unit
from permissions.policy import Power
from permissions.roles import Act

MOST_CASES = 200
BEFORE_SIGNATURE = (SittingState.DRAFT, SittingState.CALLED)


@transaction.atomic
def open_body(*, actor: Person | None, code: str, names: Mapping[str, str]) -> Body:
    """Open a commission which flows name; members are then appointed to its unit.

    Args:
        actor: who may appoint in the institute; empty when the institute is opened.
        code: as the flows name it.
        names: the name by language: ``uz`` and, where there are, ``ru`` and ``en``.

    Raises:
        Invalid: no flow names such a commission, or the Uzbek name is missing.
        Conflict: it is open already, or the actor may not appoint.
    """
    if not steps_of(code):
        raise Invalid(_("No movement goes before such a commission."), fields={"code": [_("unknown")]})
    names = {language: one_line(name) for language, name in names.items()}
    if not names.get("uz"):
        raise Invalid(_("The commission needs a name in Uzbek."), fields={"uz": [_("This must be said.")]})
    root = Institute.objects.select_related("unit").get().unit
    if Body.objects.filter(code=code).exists():
        raise Conflict(_("This commission is open already."))
    unit = open_unit(actor=actor, code=f"commission-{code}", kind=Unit.Kind.COMMISSION, parent=root, names=names)
    body = Body.objects.create(code=code, unit=unit)
    # Cases that came before the commission was opened wait in their faculty; from now on they wait here.
    Turn.objects.filter(waiting_for(code), unit__body__isnull=True).update(unit=unit)
    return body


@whole_act
def prepare(*, actor: Person, body_id: int, meets_at: datetime, place: str, movement_ids: Iterable[int]) -> Sitting:
    """Begin a sitting of a commission with the first cases of its agenda.

    Args:
        actor: the commission's secretary.
        meets_at: day and time; not before today.
        place: where it meets.
        movement_ids: cases that wait for this commission; may be added later.

    Raises:
        NotFound: no such commission for this actor, or a case does not wait for it.
        Invalid: the day or the place cannot be accepted.
    """
    units = policy.units(actor, Act.SITTING_PREPARE, on=clock.today())
    body = Body.objects.select_related("unit").filter(pk=body_id, unit__in=units).first()
    if body is None:
        raise NotFound(_("There is no such commission."))
    power = policy.demand(actor, Act.SITTING_PREPARE, unit=body.unit, subject_id=None, on=clock.today())
    place = one_line(place)
    _check(meets_at, place)
    sitting = Sitting(body=body, meets_at=meets_at, place=place, made_by=actor, made_at=clock.now())
    sitting.save(force_insert=True)
    added = _add(sitting, power, movement_ids)
    return locked.record(sitting, power, "sitting.prepare", {"place": place, "cases": added})


def _check(meets_at: datetime, place: str) -> None:
    fields = {}
    if meets_at.tzinfo is None:
        fields["meets_at"] = [_("Say the offset, for instance +05:00.")]
    elif meets_at.astimezone(clock.zone).date() < clock.today():
        fields["meets_at"] = [_("The day is over already.")]
    if not 0 < len(place) <= 200:
        fields["place"] = [_("From 1 to %(longest)s characters.") % {"longest": 200}]
    if fields:
        raise Invalid(_("Say when and where the commission meets."), fields=fields)


@whole_act
def put_on(*, actor: Person, sitting_id: int, movement_ids: Iterable[int]) -> Sitting:
    """Put more cases on the agenda, while nothing is closed.

    Raises:
        NotFound: no such sitting for this actor, or a case does not wait for its commission.
        Conflict: the sitting has moved on, the act is not the actor's, or a case stands on another agenda.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    locked.require_state(sitting, *BEFORE_SIGNATURE)
    added = _add(sitting, power, movement_ids)
    if sitting.state == SittingState.CALLED:
        locked.tell_cases(sitting, added, actor=power.actor, act="agenda")
    return locked.record(sitting, power, "sitting.add", {"cases": added})


def _add(sitting: Sitting, power: Power, movement_ids: Iterable[int]) -> list[int]:
    ids = sorted(set(movement_ids))
    if len(ids) > MOST_CASES:
        raise Invalid(_("At most %(most)d cases at once.") % {"most": MOST_CASES}, fields={"cases": [_("too many")]})
    locked.lock_cases(ids)
    part = Movement.objects.filter(pk__in=ids).exclude(has_interest(power.person))
    if AgendaCase.objects.filter(movement__in=part, open=True, sitting__body=sitting.body_id).exists():
        raise Conflict(_("One of the cases stands on an agenda already. Open the page again."))
    turns = {turn.movement_id: turn for turn in waiting_turns(power.person, sitting.body).filter(movement_id__in=ids)}
    if len(turns) != len(ids):
        raise NotFound(_("There is no such case."))
    place = sitting.cases.count()
    AgendaCase.objects.bulk_create(
        AgendaCase(sitting=sitting, movement_id=pk, turn=turns[pk], position=position)
        for position, pk in enumerate(ids, place + 1)
    )
    return ids


@whole_act
def call(*, actor: Person, sitting_id: int) -> Sitting:
    """Call the members; they and the applicants are told when the commission meets.

    Raises:
        NotFound: no such sitting for this actor.
        Conflict: the sitting has moved on, has no case, or the act is not the actor's.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    locked.require_state(sitting, SittingState.DRAFT)
    ids = list(sitting.cases.filter(open=True).values_list("movement_id", flat=True))
    if not ids:
        raise Conflict(_("The agenda is empty: put a case on it first."))
    sitting.call()
    locked.tell_cases(sitting, ids, actor=power.actor, act="agenda")
    jobs.enqueue("sitting.called", key=f"sitting.called:{sitting.pk}", args={"sitting": sitting.pk})
    return locked.record(sitting, power, "sitting.call", {"cases": ids})


@whole_act
def leave_over(*, actor: Person, sitting_id: int, movement_id: int, grounds: str) -> Sitting:
    """Leave one case to another sitting: it waits again.

    Raises:
        NotFound: no such sitting or case for this actor.
        Conflict: the sitting has moved on, or the act is not the actor's.
        Invalid: grounds are missing.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    locked.require_state(sitting, *BEFORE_SIGNATURE)
    grounds = locked.require_words(grounds)
    case = locked.case_on(sitting, actor, movement_id)
    _release(sitting, [case.movement_id], grounds, power.actor)
    return locked.record(sitting, power, "sitting.leave", {"words": grounds}, movement=movement_id)


@whole_act
def void(*, actor: Person, sitting_id: int, grounds: str) -> Sitting:
    """Declare an unsigned sitting void: its votes count for nothing and its cases wait again.

    Raises:
        NotFound: no such sitting for this actor.
        Conflict: its minutes are signed, or the act is not the actor's.
        Invalid: grounds are missing.
    """
    sitting = locked.lock_for(actor, sitting_id)
    power = locked.demand(actor, Act.SITTING_PREPARE, sitting)
    locked.require_state(sitting, *BEFORE_SIGNATURE, SittingState.HELD)
    grounds = locked.require_words(grounds)
    ids = list(sitting.cases.filter(open=True).values_list("movement_id", flat=True))
    _release(sitting, ids, grounds, power.actor)
    sitting.void()
    sitting.void_grounds = grounds
    return locked.record(sitting, power, "sitting.void", {"words": grounds, "cases": ids})


def _release(sitting: Sitting, movement_ids: list[int], grounds: str, actor: Actor) -> None:
    if sitting.state != SittingState.DRAFT:
        locked.tell_cases(sitting, movement_ids, actor=actor, act="agenda_left", words=grounds)
    sitting.cases.filter(open=True, movement_id__in=movement_ids).update(open=False, left_because=grounds, outcome="")
