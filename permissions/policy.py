"""The only place that answers who may do what, where, on which day.

Two things must agree, and one statement asks both: an appointment whose dates include the day, and guardian's row for
that office over that unit. An appointment without the row grants nothing, and neither does a row without appointment.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from journal.asked import Asked
from journal.events import Actor
from journal.refusals import Conflict
from permissions.models import Appointment, Person, Unit, UnitUserObjectPermission
from permissions.roles import Act, Role, offices_for

# Nobody judges in their own case: not as the office that decides, endorses, or says what is paid.
NEVER_IN_OWN_CASE = frozenset({Act.CASE_DECIDE, Act.ORDER_ENDORSE, Act.FEE_KEEP})


@dataclass(frozen=True)
class Power:
    """Why somebody may act: the office held, where, and the appointment it rests on.

    ``on_behalf_of`` is the person whose office it is when it is held by delegation, else empty.
    """

    person: Person
    office: Role
    unit_id: int
    title: str
    basis: str
    on_behalf_of: Person | None = None

    @property
    def actor(self) -> Actor:
        """As an event keeps it."""
        kind = "delegated" if self.on_behalf_of else "own"
        power = f"{kind}: {self.basis}" if self.basis else kind
        return Actor(self.person.pk, self.person.full_name, self.office.value, power)


def lasting(on: date) -> Q:
    """Appointments that have not ended before that day; some may begin only later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=on)


def in_office(on: date) -> Q:
    """Appointments whose first and last day include that day."""
    return Q(valid_from__lte=on) & lasting(on)


def ancestors(unit: Unit) -> list[int]:
    """Ids from the root down to the unit itself, read from its path."""
    return [int(part) for part in unit.path.strip("/").split("/")]


def _rows(account_id: int | None) -> QuerySet[UnitUserObjectPermission]:
    """Guardian's rows of this account for the office of the appointment asked about, while the account is open."""
    codename = Concat(Value("hold_"), OuterRef("office"), output_field=CharField())
    return UnitUserObjectPermission.objects.filter(
        user_id=account_id, user__is_active=True, permission__codename=codename
    )


def _held_over(
    person_id: int, account_id: int | None, offices: list[Role], unit_id: int, above: list[int], on: date
) -> QuerySet[Appointment]:
    held = Appointment.objects.filter(in_office(on), person_id=person_id, office__in=offices, unit_id__in=above)
    return held.filter(Exists(_rows(account_id).filter(content_object=unit_id))).order_by("id")


def _held(person_id: int, account_id: int | None, on: date) -> QuerySet[Appointment]:
    rows = _rows(account_id).filter(content_object=OuterRef("unit"))
    held = Appointment.objects.filter(in_office(on), Exists(rows), person_id=person_id)
    return held.order_by("unit__path", "id")


def _units(person_id: int, account_id: int | None, offices: list[Role], on: date) -> QuerySet[Any, tuple[int]]:
    appointed = Appointment.objects.filter(in_office(on), person_id=person_id, office__in=offices).annotate(
        codename=Concat(Value("hold_"), "office", output_field=CharField()),
        reached=ExpressionWrapper(OuterRef("content_object__path"), CharField()),
    )
    covering = appointed.filter(codename=OuterRef("permission__codename"), reached__startswith=F("unit__path"))
    rows = UnitUserObjectPermission.objects.filter(Exists(covering), user_id=account_id, user__is_active=True)
    return rows.values_list("content_object_id")


held_over, held_by, units_of = Asked(_held_over), Asked(_held), Asked(_units)


def _power(actor: Person, appointment: Appointment) -> Power:
    return Power(actor, Role(appointment.office), appointment.unit_id, appointment.title, appointment.basis)


def power(
    actor: Person, act: Act, *, unit: Unit, subject_id: int | None, on: date, office: Role | None = None
) -> Power | None:
    """Why ``actor`` may do ``act`` on that day, or None.

    Args:
        unit: where the act happens; an appointment there or in any unit above reaches it.
        subject_id: the person it is about; empty where it is about nobody.
        office: demand this very office; ``STUDENT`` asks for the applicant's own power, which needs no appointment.
    """
    if office is Role.STUDENT:
        own = subject_id is not None and subject_id == actor.pk
        return Power(actor, Role.STUDENT, unit.pk, "", "") if own else None
    if subject_id == actor.pk and act in NEVER_IN_OWN_CASE:
        return None
    offices = offices_for(act) if office is None else offices_for(act) & {office}
    if not offices:
        return None
    above = ancestors(unit)
    found = held_over(
        person_id=actor.pk,
        account_id=actor.account_id,
        offices=sorted(offices),
        unit_id=unit.pk,
        above=above,
        on=on,
    )
    # The nearest office speaks first.
    nearest = max(found, key=lambda appointment: above.index(appointment.unit_id), default=None)
    return _power(actor, nearest) if nearest else None


def powers_over(actor: Person, *, unit: Unit, on: date) -> list[Power]:
    """Every power that reaches the unit on that day, in one statement: to tell which of many acts are open."""
    found = held_over(
        person_id=actor.pk,
        account_id=actor.account_id,
        offices=sorted(Role),
        unit_id=unit.pk,
        above=ancestors(unit),
        on=on,
    )
    return [_power(actor, appointment) for appointment in found]


def allow(held: Sequence[Power], act: Act, *, own: bool, office: Role | None = None) -> bool:
    """Whether one of these powers, as ``powers_over`` gave them, allows the act; ``own``: it is about the actor."""
    if own and act in NEVER_IN_OWN_CASE:
        return False
    return any(power.office in offices_for(act) and office in (None, power.office) for power in held)


def demand(
    actor: Person, act: Act, *, unit: Unit, subject_id: int | None, on: date, office: Role | None = None
) -> Power:
    """The power as ``power`` finds it; without one the act is refused (409: visible, but not this person's act)."""
    found = power(actor, act, unit=unit, subject_id=subject_id, on=on, office=office)
    if found is None:
        raise Conflict(_("This is not yours to do: no appointment of yours allows it today."))
    return found


def powers(actor: Person, *, on: date) -> list[Power]:
    """Every power the person holds on that day, one an appointment."""
    held = held_by(person_id=actor.pk, account_id=actor.account_id, on=on)
    return [_power(actor, appointment) for appointment in held]


def offices(actor: Person, *, on: date) -> frozenset[Role]:
    """The offices held on that day, wherever."""
    return frozenset(held.office for held in powers(actor, on=on))


def units(actor: Person, act: Act, *, on: date, among: frozenset[Role] | None = None) -> QuerySet[Any, int]:
    """Ids of the units in which the person may do the act on that day, as a part of the statement that asks.

    Args:
        among: only by these offices; by any that may do the act, if empty.
    """
    allowed = offices_for(act) if among is None else offices_for(act) & among
    appointed = Appointment.objects.filter(in_office(on), person=actor, office__in=allowed).annotate(
        codename=Concat(Value("hold_"), "office", output_field=CharField()),
        reached=ExpressionWrapper(OuterRef("content_object__path"), CharField()),
    )
    covering = appointed.filter(codename=OuterRef("permission__codename"), reached__startswith=F("unit__path"))
    rows = UnitUserObjectPermission.objects.filter(Exists(covering), user_id=actor.account_id, user__is_active=True)
    return rows.values_list("content_object_id", flat=True)


def unit_ids(actor: Person, act: Act, *, on: date) -> frozenset[int]:
    """The units in which the person may do the act on that day: those of the appointments and all below them."""
    found = units_of(person_id=actor.pk, account_id=actor.account_id, offices=sorted(offices_for(act)), on=on)
    return frozenset(unit_id for (unit_id,) in found)


def holders(office: Role, *, unit: Unit, on: date) -> list[Person]:
    """The people who hold the office over the unit on that day: appointed there or in a unit above."""
    appointed = Appointment.objects.filter(in_office(on), office=office, unit_id__in=ancestors(unit))
    return list(Person.objects.filter(Exists(appointed.filter(person=OuterRef("pk")))).order_by("id"))


def seats_in(unit: Unit, offices: Collection[Role], *, on: date) -> list[Power]:
    """Who holds one of the offices over the unit on that day, one an appointment: how a commission is composed."""
    appointed = Appointment.objects.filter(in_office(on), office__in=offices, unit_id__in=ancestors(unit))
    return [_power(held.person, held) for held in appointed.select_related("person").order_by("person", "office")]


def seats_of_units(units: Collection[Unit], offices: Collection[Role], *, on: date) -> dict[int, list[Power]]:
    """Who is appointed to these very units on that day, by unit; one statement however many they are."""
    found: dict[int, list[Power]] = {unit.pk: [] for unit in units}
    appointed = Appointment.objects.filter(in_office(on), office__in=offices, unit__in=found)
    for held in appointed.select_related("person").order_by("person", "office"):
        found[held.unit_id].append(_power(held.person, held))
    return found
