"""What pages, calls and acts ask about commissions and their sittings; nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from journal import clock
from movements.commission_step import Commission
from movements.flow import kinds
from movements.models import AgendaCase, Body, Movement, Sitting, SittingState, Turn
from movements.sittings.access import has_interest, seen_by
from permissions import policy
from permissions.models import Person
from permissions.roles import COMMISSION, Act

PAGE = 25
MOST_OFFERED = 200  # cases offered for a new agenda at once


def body_codes() -> list[str]:
    """The commissions which flows name."""
    named = {step.body for flow in kinds().values() for step in flow.steps() if isinstance(step, Commission)}
    return sorted(named)


def steps_of(code: str) -> list[tuple[str, str]]:
    """Kind and step of every step that waits for the commission."""
    return [
        (kind, step.name)
        for kind, flow in sorted(kinds().items())
        for step in flow.steps()
        if isinstance(step, Commission) and step.body == code
    ]


def waiting_for(code: str) -> Q:
    """The open turns that wait for the commission."""
    found = Q(pk__in=[])
    for kind, step in steps_of(code):
        found |= Q(movement__kind=kind, step=step)
    return found & Q(finished__isnull=True)


def body_id_of(code: str) -> int:
    """The id of a commission by its code, 0 where there is none; who may use it is asked by the act."""
    return Body.objects.filter(code=code).values_list("pk", flat=True).first() or 0


def bodies_for(person: Person, act: Act) -> list[Body]:
    """The commissions in which the person may do the act today."""
    units = policy.units(person, act, on=clock.today())
    return list(Body.objects.select_related("unit").filter(unit__in=units).order_by("unit__path"))


def seats_of(bodies: Sequence[Body]) -> list[dict[str, Any]]:
    """The commissions with who sits in them today, in one statement more."""
    units = [body.unit for body in bodies]
    held = policy.seats_of_units(units, COMMISSION, on=clock.today())
    return [{"body": body, "seats": held[body.unit_id]} for body in bodies]


def soon(person: Person) -> list[Sitting]:
    """The sittings that are called or wait for signatures, the next first, as the desk shows them to a commission."""
    open_states = (SittingState.CALLED, SittingState.HELD)
    units = policy.units(person, Act.SITTING_READ, on=clock.today(), among=frozenset(COMMISSION))
    found = seen_by(person).filter(state__in=open_states, body__unit__in=units)
    return list(found.annotate(on_agenda=Count("cases", filter=Q(cases__open=True))).order_by("meets_at")[:10])


def waiting_turns(person: Person, body: Body) -> QuerySet[Turn]:
    """The cases that wait for the commission and stand on no agenda, the longest waiting first."""
    parts = Movement.objects.filter(pk=OuterRef("movement")).filter(has_interest(person))
    on_agenda = AgendaCase.objects.filter(movement=OuterRef("movement"), open=True)
    turns: QuerySet[Turn] = Turn.objects.select_related("movement__applicant", "movement__student__group", "unit")
    return (
        turns.filter(waiting_for(body.code), unit=body.unit)
        .exclude(Exists(parts))
        .exclude(Exists(on_agenda))
        .order_by("pk")
    )


def sittings_for(person: Person, *, state: str = "", text: str = "", after: int | None = None) -> list[Sitting]:
    """The sittings the person may see, newest first: one page and one more row, which says whether a page follows."""
    found = seen_by(person).annotate(on_agenda=Count("cases", filter=Q(cases__open=True) | ~Q(cases__outcome="")))
    if state:
        found = found.filter(state=state)
    if text:
        named = Q(number=text) | Q(place__icontains=text) | Q(body__unit__name_uz__icontains=text)
        found = found.filter(named | Q(body__unit__name_ru__icontains=text) | Q(body__unit__name_en__icontains=text))
    if after:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[: PAGE + 1])


def sitting_of(movement: Movement) -> AgendaCase | None:
    """Where the case stands on an agenda now, or stood when it was last decided."""
    shown = Q(open=True, sitting__state__in=(SittingState.CALLED, SittingState.HELD)) | Q(
        sitting__state=SittingState.SIGNED, outcome__gt=""
    )
    return movement.agenda.select_related("sitting__body__unit").filter(shown).order_by("pk").last()
