"""What an institute is opened with, and how a TOML file says it.

Every wrong value gets a sentence that begins with its key; all are told at once. ``docs/institute.example.toml`` shows
every key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from journal import clock
from journal.refusals import Conflict, Invalid
from movements.flow import kinds
from orders.models import Register
from orders.numbering import fill
from permissions.actions import PersonData
from permissions.models import Unit
from permissions.roles import COMMISSION, Role
from workflow_site.toml_table import Table

OFFICES = [role.value for role in Role if role is not Role.STUDENT]


@dataclass(frozen=True, kw_only=True)
class UnitPlan:
    """A faculty or an office; ``parent`` is the code of the unit above, empty for the institute itself."""

    code: str
    kind: Unit.Kind
    names: Mapping[str, str]
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterPlan:
    """A series of orders; ``next_number`` is the first one it gives this year."""

    code: str
    title: str
    kinds: list[str] = field(default_factory=list)
    pattern: str = "{number}-T"
    numbering: str = Register.Numbering.OWN
    next_number: int = 1


@dataclass(frozen=True, kw_only=True)
class Post:
    """An appointment; ``unit`` is a code, empty for the institute itself."""

    office: Role
    title: str
    basis: str
    valid_from: date
    valid_to: date | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonPlan:
    """Somebody who signs in, and the offices they hold."""

    login: str
    data: PersonData
    posts: list[Post]


@dataclass(frozen=True, kw_only=True)
class InstitutePlan:
    """An institute at its first hour. ``names`` by language: ``uz`` and, where there are, ``ru`` and ``en``."""

    code: str
    names: Mapping[str, str]
    ministry: str
    city: str
    letterhead: str = ""
    hemis_code: str = ""
    working_days_a_week: int = 6
    units: list[UnitPlan]
    registers: list[RegisterPlan]
    people: list[PersonPlan]

    def vacant(self) -> list[Role]:
        """Offices nobody holds: what needs them must wait until somebody is appointed. Commissions are opened later."""
        held = {post.office for person in self.people for post in person.posts}
        return [role for role in Role if role not in (Role.STUDENT, *COMMISSION) and role not in held]


def read_plan(text: str) -> InstitutePlan:
    """Read a TOML file.

    Raises:
        Invalid: with one sentence a line, each beginning with its key.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"The file is not TOML: {error}.") from None
    flaws: list[str] = []
    top = Table(raw, flaws)
    plan = _institute(top.table("institute"), top)
    top.refuse_others()
    flaws += [] if flaws else _contradictions(plan)
    if flaws:
        raise Invalid("\n".join(flaws))
    return plan


def _institute(table: Table, top: Table) -> InstitutePlan:
    plan = InstitutePlan(
        code=table.text("code", 32),
        names=_names(table),
        ministry=table.text("ministry", 300),
        city=table.text("city", 100),
        letterhead=table.text("letterhead", 2000, required=False, lines=True),
        hemis_code=table.text("hemis_code", 8, required=False),
        working_days_a_week=table.number("working_days_a_week", 5, 6, default=6),
        units=[_unit(one) for one in top.tables("units", required=False)],
        registers=[_register(one) for one in top.tables("registers")],
        people=[_person(one) for one in top.tables("people")],
    )
    table.refuse_others()
    return plan


def _names(table: Table) -> dict[str, str]:
    translated = {language: table.text(f"name_{language}", 200, required=False) for language in ("ru", "en")}
    return {"uz": table.text("name", 200), **{language: name for language, name in translated.items() if name}}


def _unit(table: Table) -> UnitPlan:
    kind = table.choice("kind", [Unit.Kind.FACULTY.value, Unit.Kind.OFFICE.value])
    unit = UnitPlan(
        code=table.text("code", 32),
        kind=Unit.Kind(kind or Unit.Kind.OFFICE),
        names=_names(table),
        parent=table.text("parent", 32, required=False),
    )
    table.refuse_others()
    return unit


def _register(table: Table) -> RegisterPlan:
    register = RegisterPlan(
        code=table.text("code", 32),
        title=table.text("title", 200),
        kinds=table.texts("kinds"),
        pattern=table.text("pattern", 32, required=False) or "{number}-T",
        numbering=table.choice("numbering", Register.Numbering.values, default=Register.Numbering.OWN),
        next_number=table.number("next_number", 1, 999_999, default=1),
    )
    try:
        fill(register.pattern, number=register.next_number, year=clock.today().year)
    except Conflict as refusal:
        table.flaw("pattern", str(refusal))
    for kind in register.kinds:
        if kind not in _orders():
            table.flaw("kinds", f"there is no order of the kind “{kind}”; there are {', '.join(sorted(_orders()))}")
    table.refuse_others()
    return register


def _person(table: Table) -> PersonPlan:
    login, email = table.text("login", 150), table.text("email", 254, required=False)
    data: PersonData = {
        "surname": table.text("surname", 80),
        "given_name": table.text("given_name", 80),
        "patronymic": table.text("patronymic", 80, required=False),
        "email": email,
        "phone": table.text("phone", 32, required=False),
        "language": table.choice("language", ["uz", "ru", "en"], default="uz"),
    }
    if pinfl := table.text("pinfl", 14, required=False):
        data["pinfl"] = pinfl
        if len(pinfl) != 14 or not pinfl.isdecimal():
            table.flaw("pinfl", "must have exactly 14 digits")
    _valid(table, "login", UnicodeUsernameValidator(), login)
    _valid(table, "email", validate_email, email)
    posts = [_post(one) for one in table.tables("appointments")]
    table.refuse_others()
    return PersonPlan(login=login, data=data, posts=posts)


def _valid(table: Table, key: str, validator: object, value: str) -> None:
    try:
        if value and callable(validator):
            validator(value)
    except ValidationError as error:
        table.flaw(key, " ".join(error.messages))


def _post(table: Table) -> Post:
    office = table.choice("office", OFFICES)
    first, last = table.day("from"), table.day("to", required=False)
    if first and last and last < first:
        table.flaw("to", "lies before from")
    post = Post(
        office=Role(office or Role.HEAD),
        title=table.text("title", 200),
        basis=table.text("basis", 300),
        valid_from=first or date.min,
        valid_to=last,
        unit=table.text("unit", 32, required=False),
    )
    table.refuse_others()
    return post


def _orders() -> set[str]:
    """Kinds of order that any flow leads to."""
    return {step.template for flow in kinds().values() for step in flow.orders()}


def _contradictions(plan: InstitutePlan) -> list[str]:
    """What is wrong although each value alone is right."""
    codes = [plan.code, *(unit.code for unit in plan.units)]
    flaws = [f"units: the code “{code}” stands twice" for code in _twice(codes)]
    flaws += [f"registers: the code “{code}” stands twice" for code in _twice([one.code for one in plan.registers])]
    flaws += [f"people: the login “{login}” stands twice" for login in _twice([one.login for one in plan.people])]
    for place, unit in enumerate(plan.units):
        if unit.parent and unit.parent not in codes[: place + 1]:
            flaws.append(f"units[{place + 1}].parent: no unit above this one has the code “{unit.parent}”")
    for number, person in enumerate(plan.people, 1):
        for place, post in enumerate(person.posts, 1):
            if post.unit and post.unit not in codes:
                where = f"people[{number}].appointments[{place}].unit"
                flaws.append(f"{where}: no unit has the code “{post.unit}”")
    return flaws + _missing(plan)


def _missing(plan: InstitutePlan) -> list[str]:
    flaws = []
    named = {kind for register in plan.registers for kind in register.kinds}
    homeless = sorted(_orders() - named)
    if homeless and all(register.kinds for register in plan.registers):
        kinds_left = ", ".join(homeless)
        flaws.append(f"registers: none takes orders of the kind {kinds_left}; leave kinds empty in one of them")
    if Role.ADMIN in plan.vacant():
        flaws.append("people: nobody holds the office “admin”, so nobody could make further appointments")
    return flaws


def _twice(values: list[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})
