"""From an empty database to a working office: the institute, its units, registers, first people and appointments.

Afterwards every further unit and appointment is somebody's act; only this first hour has nobody who could act.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from journal import clock
from journal.events import MACHINE, write_event
from journal.refusals import Conflict
from movements.calendar.actions import open_years_ahead
from orders.models import Register, RegisterYear
from orders.signing.certificate import make_certificate
from permissions.actions import appoint, create_person, open_account, open_unit
from permissions.models import Account, Institute, Person, Unit
from workflow_site.opening_plan import InstitutePlan, PersonPlan, RegisterPlan

# No letter or digit that could be read as another one: passwords are copied from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass
class Opened:
    """What was opened: units by code, people and one-time passwords by login."""

    institute: Institute
    units: dict[str, Unit]
    people: dict[str, Person] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def open_institute(plan: InstitutePlan, *, is_demo: bool = False) -> Opened:
    """Open the institute of an empty database: all of it or nothing.

    Args:
        plan: what it is opened with.
        is_demo: an invented institute; its people get no passwords here.

    Raises:
        Conflict: there is an institute, or people, already.
    """
    if Institute.objects.exists() or Person.objects.exists() or Account.objects.exists():
        raise Conflict("This database is not empty: an institute is opened once, in a new database.")
    root = open_unit(actor=None, code=plan.code, kind=Unit.Kind.INSTITUTE, parent=None, names=plan.names)
    opened = Opened(_institute(plan, root, is_demo), {plan.code: root, "": root})
    for unit in plan.units:
        parent = opened.units[unit.parent]
        opened.units[unit.code] = open_unit(actor=None, code=unit.code, kind=unit.kind, parent=parent, names=unit.names)
    for register in plan.registers:
        open_register(register)
    for person in plan.people:
        _take_in(person, opened, with_password=not is_demo)
    open_years_ahead()
    return opened


def _institute(plan: InstitutePlan, root: Unit, is_demo: bool) -> Institute:
    institute = Institute.objects.create(
        unit=root,
        ministry=plan.ministry,
        city=plan.city,
        letterhead=plan.letterhead,
        hemis_code=plan.hemis_code,
        working_days_a_week=plan.working_days_a_week,
        is_demo=is_demo,
    )
    payload = {"ministry": plan.ministry, "city": plan.city, "is_demo": is_demo}
    write_event(root, actor=MACHINE, act="institute.open", payload=payload, ids={"unit": root.pk})
    root.save(update_fields=["chain_length", "chain_head"])
    return institute


@transaction.atomic
def open_register(plan: RegisterPlan) -> Register:
    """Open a register of orders whose first number of this year is the plan's."""
    register = Register.objects.create(
        code=plan.code, title=plan.title, kinds=plan.kinds, pattern=plan.pattern, numbering=plan.numbering
    )
    year = clock.today().year
    RegisterYear.objects.create(register=register, year=year, next_number=plan.next_number)
    payload = {"pattern": plan.pattern, "numbering": plan.numbering, "year": year, "next_number": plan.next_number}
    write_event(register, actor=MACHINE, act="register.open", payload=payload)
    register.save(update_fields=["chain_length", "chain_head"])
    return register


def _take_in(plan: PersonPlan, opened: Opened, *, with_password: bool) -> None:
    person = create_person(**plan.data)
    password = one_time_password() if with_password else None
    open_account(person=person, login=plan.login, password=password, must_change_password=with_password)
    for post in plan.posts:
        appoint(
            actor=None,
            person=person,
            office=post.office,
            unit=opened.units[post.unit],
            valid_from=post.valid_from,
            valid_to=post.valid_to,
            title=post.title,
            basis=post.basis,
        )
    opened.people[plan.login] = person
    if password:
        opened.passwords[plan.login] = password


def one_time_password() -> str:
    """Fifteen letters in three groups: some 74 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(5)) for _group in range(3))


def put_seal(institute: Institute, *, valid_from: datetime) -> bool:
    """Put a self-made certificate where ``HARAKAT_SEAL`` points, if nothing is there; returns whether it was made.

    It proves that a file has not changed; that the institute issued it is proved only by a certificate somebody vouches
    for, which the office puts in its place.
    """
    path = Path(settings.HARAKAT_SEAL)
    if path.exists():
        return False
    make_certificate(path, settings.HARAKAT_SEAL_PASSPHRASE, institute_name=institute.unit.name_uz, at=valid_from)
    return True
