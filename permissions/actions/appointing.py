"""Offices and units. The only writer of guardian's rows.

Guardian's rows follow the appointments: over every unit that a present or coming appointment reaches stands one row.
Lock order, everywhere: the person, then units from the root down.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.events import MACHINE, Actor, write_event
from journal.refusals import Conflict, Invalid
from permissions import policy
from permissions.models import Appointment, Person, Unit, UnitUserObjectPermission
from permissions.roles import Act, Role


def _power(actor: Person | None, unit: Unit) -> Actor:
    """Whose act it is; without an actor the institute is being opened and the machine acts for its founder."""
    if actor is None:
        return MACHINE
    return policy.demand(actor, Act.APPOINT, unit=unit, subject_id=None, on=clock.today()).actor


def lock_person(person_id: int) -> Person:
    """Lock first, read second."""
    Person.objects.select_for_update().get(pk=person_id)
    return Person.objects.get(pk=person_id)


def _lock_unit(unit_id: int) -> Unit:
    Unit.objects.select_for_update().get(pk=unit_id)
    return Unit.objects.get(pk=unit_id)


@transaction.atomic
def appoint(
    *,
    actor: Person | None,
    person: Person,
    office: Role,
    unit: Unit,
    valid_from: date,
    valid_to: date | None = None,
    title: str = "",
    basis: str,
) -> Appointment:
    """Give a person an office in a unit and in all units below it.

    Args:
        actor: who appoints; empty when the institute is opened.
        valid_to: last day included; empty while it lasts.
        title: the post as the visa sheet prints it.
        basis: the order of appointment.
    """
    if office is Role.STUDENT:
        raise Invalid(_("Nobody is appointed an applicant: that is everybody's own right."))
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(_("An appointment cannot end before it begins."), fields={"valid_to": [_("too early")]})
    if not basis.strip():
        raise Invalid(_("Name the order of appointment."), fields={"basis": [_("is empty")]})
    person, unit = lock_person(person.pk), _lock_unit(unit.pk)
    by = _power(actor, unit)
    same = Appointment.objects.filter(policy.lasting(valid_from), person=person, office=office, unit=unit)
    if (same if valid_to is None else same.filter(valid_from__lte=valid_to)).exists():
        raise Conflict(_("This person already holds this office in this unit in those days."))
    appointment = Appointment.objects.create(
        person=person,
        office=office,
        unit=unit,
        valid_from=valid_from,
        valid_to=valid_to,
        title=title,
        basis=basis,
        made_by=actor,
        made_at=clock.now(),
    )
    follow(person, office)
    _write(unit, by, "appointment.make", appointment)
    return appointment


@transaction.atomic
def end_appointment(*, actor: Person | None, appointment: Appointment, last_day: date) -> Appointment:
    """Let an appointment end with ``last_day`` (included); from the day after it grants nothing."""
    person, unit = lock_person(appointment.person_id), _lock_unit(appointment.unit_id)
    appointment = Appointment.objects.get(pk=appointment.pk)
    by = _power(actor, unit)
    if appointment.ended_at is not None or (appointment.valid_to and appointment.valid_to < last_day):
        raise Conflict(_("This appointment has already ended."))
    if last_day < appointment.valid_from:
        raise Invalid(_("An appointment cannot end before it begins."), fields={"last_day": [_("too early")]})
    appointment.valid_to, appointment.ended_at = last_day, clock.now()
    appointment.save(update_fields=["valid_to", "ended_at"])
    follow(person, Role(appointment.office))
    _write(unit, by, "appointment.end", appointment)
    return appointment


def _write(unit: Unit, by: Actor, act: str, appointment: Appointment) -> None:
    payload: dict[str, Any] = {
        "office": appointment.office,
        "valid_from": appointment.valid_from,
        "valid_to": appointment.valid_to,
        "title": appointment.title,
        "basis": appointment.basis,
    }
    ids = {"unit": unit.pk, "person": appointment.person_id, "appointment": appointment.pk}
    write_event(unit, actor=by, act=act, payload=payload, ids=ids)
    unit.save(update_fields=["chain_length", "chain_head"])


def follow(person: Person, office: Role) -> None:
    """Make guardian's rows of one office of one person exactly those that present and coming appointments reach.

    The caller holds the person's lock. A person without account has no rows until one is opened.
    """
    if person.account_id is None:
        return
    permission = _permission(office)
    lasting = Appointment.objects.filter(policy.lasting(clock.today()), person=person, office=office)
    reached = Q(pk__in=[])
    for path in lasting.values_list("unit__path", flat=True):
        reached |= Q(path__startswith=path)
    wanted = set(Unit.objects.filter(reached).values_list("pk", flat=True))
    rows = UnitUserObjectPermission.objects.filter(user_id=person.account_id, permission=permission)
    standing = set(rows.values_list("content_object_id", flat=True))
    rows.filter(content_object_id__in=standing - wanted).delete()
    _grant(permission, [(person.account_id, unit_id) for unit_id in sorted(wanted - standing)])


def _permission(office: Role) -> Permission:
    codename = f"hold_{office.value}"
    return Permission.objects.get(content_type__app_label="permissions", content_type__model="unit", codename=codename)


def _grant(permission: Permission, pairs: list[tuple[int, int]]) -> None:
    """One row for each account and unit. Guardian's own bulk call leaves out superusers, whom we treat like anybody."""
    UnitUserObjectPermission.objects.bulk_create(
        [UnitUserObjectPermission(user_id=user, permission=permission, content_object_id=unit) for user, unit in pairs],
        ignore_conflicts=True,
    )


@transaction.atomic
def open_unit(
    *, actor: Person | None, code: str, kind: Unit.Kind, parent: Unit | None, names: Mapping[str, str]
) -> Unit:
    """Open a part of the institute; whoever holds an office above holds it here too.

    Args:
        parent: the unit above; empty for the institute itself.
        names: the name by language: ``uz`` and, where there are, ``ru`` and ``en``.
    """
    above = [_lock_unit(unit_id) for unit_id in policy.ancestors(parent)] if parent else []
    if actor is not None and not above:
        raise Invalid(_("Only the opening of an institute makes a unit without one above it."))
    by = _power(actor, above[-1]) if above else MACHINE
    if Unit.objects.filter(code=code).exists():
        raise Conflict(_("There is already a unit with this code."), fields={"code": [code]})
    unit = Unit.objects.create(
        code=code,
        kind=kind,
        parent=parent,
        path="",
        name_uz=names["uz"],
        name_ru=names.get("ru", ""),
        name_en=names.get("en", ""),
    )
    unit.path = f"{above[-1].path if above else '/'}{unit.pk}/"
    write_event(unit, actor=by, act="unit.open", payload={"names": dict(names)}, ids={"unit": unit.pk, "code": code})
    unit.save(update_fields=["path", "chain_length", "chain_head"])
    _inherit(unit, above)
    return unit


def _inherit(unit: Unit, above: list[Unit]) -> None:
    """Give the new unit the rows of every present and coming appointment above it."""
    lasting = Appointment.objects.filter(policy.lasting(clock.today()), unit__in=above)
    holders = lasting.filter(person__account__isnull=False).values_list("office", "person__account").distinct()
    by_office: dict[str, list[tuple[int, int]]] = {}
    for office, account_id in holders:
        by_office.setdefault(office, []).append((account_id, unit.pk))
    for office, pairs in sorted(by_office.items()):
        _grant(_permission(Role(office)), pairs)


@jobs.daily
def remove_outlived_rows() -> None:
    """Take away guardian's rows whose last appointment has ended since; they granted nothing any more."""
    ended = Appointment.objects.filter(valid_to__lt=clock.today(), person__account__isnull=False)
    for person_id, office in ended.order_by("person_id").values_list("person_id", "office").distinct():
        with transaction.atomic():
            follow(lock_person(person_id), Role(office))
