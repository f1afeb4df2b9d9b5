"""Numbers of orders: one counter a register and year, taken as the last thing before the commit.

A number is taken inside the transaction of the signature: if that fails, the number was never taken. A number that no
order bears has a record that says why. A later number never has an earlier date.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock, events
from journal.asked import Asked
from journal.refusals import Conflict, Invalid
from journal.writes import Update, Write
from orders.models import Order, Register, RegisterYear, VoidNumber
from permissions import policy
from permissions.models import Institute, Person
from permissions.roles import Act

# Letters that look alike in both alphabets: on paper 417-Т and 417-T are the same number.
CYRILLIC, LATIN = "АВЕКМНОРСТУХасеорхуі", "ABEKMHOPCTYXaceopxyi"
LONGEST = 16  # HEMIS keeps sixteen characters of an order's number


registers_all: Asked[Register] = Asked(lambda: Register.objects.order_by("pk"))


def register_for(kind: str) -> Register:
    """The register that names the kind, else the one for every kind not named elsewhere. Raises Conflict."""
    registers = registers_all()
    for register in registers:
        if kind in register.kinds:
            return register
    for register in registers:
        if not register.kinds:
            return register
    raise Conflict(_("No register of orders takes this kind. Ask the registrar's office to open one."))


def give_number(order: Order, *, actor: events.Actor, on: date) -> list[Write]:
    """Give the order the next number of its register with the date ``on``; the caller writes the order and the rest.

    Locks the register and its year, in this order, until the transaction ends: call it last. Raises Conflict where
    the newest number of the year already bears a later date, or where the filled pattern is too long.
    """
    register, year = _lock(order.register_id, on)
    order.sequence, order.year, order.date = year.next_number, year.year, on
    order.number = fill(register.pattern, number=year.next_number, year=year.year)
    year.next_number += 1
    return _close(register, year, order, actor=actor)


def enter_number(order: Order, number: str, *, actor: events.Actor, on: date) -> list[Write]:
    """Give the order the number the chancellery or Ijro gave it on that day; the caller writes it and the rest.

    Same lock and same rules as ``give_number``. Raises Conflict where the register has that number in that year.
    """
    register, year = _lock(order.register_id, on)
    if Order.objects.filter(register=register, year=year.year, number__in=look_alikes(number)).exists():
        raise Conflict(
            _("The register already has the number %(number)s in %(year)s.") % {"number": number, "year": year.year}
        )
    order.number, order.year, order.date = number, year.year, on
    return _close(register, year, order, actor=actor)


def look_alikes(number: str) -> set[str]:
    """The number as typed, and as it would be typed on the other keyboard."""
    latin = number.translate(str.maketrans(CYRILLIC, LATIN))
    return {number, latin, latin.translate(str.maketrans(LATIN, CYRILLIC))}


def fill(pattern: str, *, number: int, year: int) -> str:
    """The number as it is written: ``417-T``. Raises Conflict for a pattern that names anything else or is too long."""
    try:
        filled = pattern.format(number=number, year=year)
    except (KeyError, IndexError, ValueError) as error:
        raise Conflict(_("The register's pattern “%(pattern)s” cannot be filled.") % {"pattern": pattern}) from error
    if not 0 < len(filled) <= LONGEST:
        raise Conflict(
            _("“%(number)s” is longer than %(longest)s characters: correct the register's pattern.")
            % {"number": filled, "longest": LONGEST}
        )
    return filled


@transaction.atomic
def void_next_number(*, actor: Person, register_id: int, reason: str) -> VoidNumber:
    """Record that the register's next number of this year is borne by no order, and why.

    Args:
        reason: what happened to it, for instance that it stands on a paper order of that day.

    Raises Conflict, Invalid.
    """
    today = clock.today()
    institute = Institute.objects.select_related("unit").get().unit
    power = policy.demand(actor, Act.ORDER_REGISTER, unit=institute, subject_id=None, on=today)
    if not reason.strip():
        raise Invalid(_("Say why the number is void."), fields={"reason": [_("This must be said.")]})
    register, year = _lock(register_id, today)
    if register.numbering != Register.Numbering.OWN:
        raise Conflict(_("This register is numbered elsewhere."))
    void = VoidNumber.objects.create(
        register=register, year=year.year, number=year.next_number, reason=reason.strip(), by=actor, at=clock.now()
    )
    year.next_number += 1
    year.last_date = today
    year.save(update_fields=["next_number", "last_date"])
    payload = {"number": void.number, "year": year.year, "reason": void.reason}
    events.write_event(register, actor=power.actor, act="register.void", payload=payload)
    register.save(update_fields=["chain_length", "chain_head"])
    return void


register_of: Asked[Register] = Asked(
    lambda register_id: Register.objects.select_for_update(no_key=True).filter(pk=register_id).order_by()
)
year_of: Asked[RegisterYear] = Asked(
    lambda register_id, year: RegisterYear.objects.select_for_update(no_key=True).filter(
        register_id=register_id, year=year
    )
)


def _lock(register_id: int, on: date) -> tuple[Register, RegisterYear]:
    # NO KEY: orders that are being composed point at this row and need not wait for a signature.
    (register,) = register_of(register_id=register_id)
    # Whoever opens a new year holds the register's lock: nobody else can open it too.
    opened = year_of(register_id=register_id, year=on.year)
    year = opened[0] if opened else RegisterYear.objects.create(register=register, year=on.year)
    if year.last_date is not None and on < year.last_date:
        raise Conflict(
            _("The newest number of this register is dated %(newest)s; an order of %(date)s would come before it.")
            % {"newest": year.last_date.isoformat(), "date": on.isoformat()}
        )
    return register, year


def _close(register: Register, year: RegisterYear, order: Order, *, actor: events.Actor) -> list[Write]:
    year.last_date = order.date
    _event, written = events.prepared_event(
        register,
        actor=actor,
        act="register.number",
        payload={"number": order.number, "date": str(order.date), "act_sha256": order.act_sha256},
        ids={"order": order.pk},
    )
    return [
        Update(year, ("next_number", "last_date")),
        Update(register, ("chain_length", "chain_head")),
        *written,
    ]
