"""Who sees which sitting, and which cases a seat in a commission opens. Whoever has an interest sees nothing of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from movements.models import AgendaCase, Interest, Movement, Sitting, SittingState, Turn
from permissions import policy
from permissions.models import Person
from permissions.roles import COMMISSION, Act, Role

PREPARES = frozenset({Role.COMMISSION_CHAIR, Role.COMMISSION_SECRETARY})


def opened_by_a_seat(actor: Person) -> Q:
    """The cases that a seat opens: to chair and secretary those that wait, to members those on a called agenda."""
    today = clock.today()
    waiting = Turn.objects.filter(
        movement=OuterRef("pk"),
        finished__isnull=True,
        office=Role.COMMISSION_SECRETARY,
        unit__in=policy.units(actor, Act.SITTING_READ, on=today, among=PREPARES),
    )
    called = AgendaCase.objects.filter(
        Q(open=True) | Q(carried_at__isnull=False),
        movement=OuterRef("pk"),
        sitting__state__in=(SittingState.CALLED, SittingState.HELD, SittingState.SIGNED),
        sitting__body__unit__in=policy.units(actor, Act.SITTING_READ, on=today, among=frozenset(COMMISSION)),
    )
    return (Q(Exists(waiting)) | Q(Exists(called))) & ~has_interest(actor)


def has_interest(actor: Person) -> Q:
    """The cases in which the person has no part: the own ones, declared ones, and those of declared relatives."""
    declared = Interest.objects.filter(
        Q(movement=OuterRef("pk")) | Q(ground=Interest.Ground.RELATIVE, movement__applicant=OuterRef("applicant")),
        person=actor,
    )
    return Q(applicant=actor) | Q(Exists(declared))


def seat_over(actor: Person, movement: Movement) -> list[Role]:
    """The offices of a commission by which the actor sees the case; none for who has an interest."""
    if not Movement.objects.filter(opened_by_a_seat(actor), pk=movement.pk).exists():
        return []
    return [power.office for power in policy.powers(actor, on=clock.today()) if power.office in COMMISSION]


def seen_by(actor: Person) -> QuerySet[Sitting]:
    """The sittings a person may see; one that is being prepared only chair and secretary."""
    today = clock.today()
    prepares = policy.units(actor, Act.SITTING_READ, on=today, among=PREPARES)
    reads = policy.units(actor, Act.SITTING_READ, on=today)
    return Sitting.objects.select_related("body__unit").filter(
        Q(body__unit__in=prepares) | Q(~Q(state=SittingState.DRAFT), body__unit__in=reads)
    )


def get_sitting_for(actor: Person, pk: int) -> Sitting:
    """A sitting the actor may see.

    Raises:
        NotFound: absent or forbidden alike.
    """
    found = seen_by(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such sitting."))
    return found
