"""The signature: it binds the signer to the act, gives number and date. And the entry of a number given elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.reading import one_line
from journal.refusals import Conflict, Invalid
from journal.transactions import whole_act
from journal.writes import Write
from orders import acts, numbering, preview
from orders.locking import demand, lock_for, not_now, record, require_state
from orders.models import Order, OrderState, Register
from orders.queries import awaits_number, missing_visas, signing_power
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act

Asker = Callable[[Order], None]
_askers: list[Asker] = []


def ask_before(asker: Asker) -> None:
    """Have this asked before every signature; what it raises keeps the order unsigned. Call once, at the start."""
    _askers.append(asker)


SIGNS = " -/.№()ʻʼ"  # what numbers of Ijro and of chancelleries contain beside letters and digits


@whole_act
def sign(*, actor: Person, order_id: int) -> Order:
    """Sign an order that has all its visas; in a register numbered here it gets number and date by this very act.

    Raises Conflict where the actor does not hold the signing office today, where visas lack, where somebody else was
    first, or where a student's record changed since the preview (``facts["changed"]``); NotFound.
    """
    order = lock_for(actor, order_id)
    require_state(actor, order, OrderState.READY)
    now = clock.now()
    today = now.astimezone(clock.zone).date()
    power = signing_power(actor, order, on=today)
    if power is None:
        raise not_now(actor, order, _("Only who holds the signing office today may sign."))
    _check(actor, order)
    order.sign()
    order.signed_at, order.signed_by = now, power.person
    order.signed_title, order.signed_basis = power.title, power.basis
    payload: dict[str, Any] = {"act_sha256": order.act_sha256, "round": order.round}
    if order.register.numbering == Register.Numbering.OWN:
        order.registered_at, order.registered_by = now, power.person
        # The register's lock makes all other signers wait, so it is asked for last.
        numbered = numbering.give_number(order, actor=power.actor, on=today)
        return _numbered(order, power, "order.sign", payload | {"date": today.isoformat()}, numbered)
    return record(order, power, "order.sign", payload)


def _numbered(order: Order, power: Power, act: str, payload: dict[str, Any], numbered: Sequence[Write]) -> Order:
    """Write the act together with the number it gave, and the job of the order's document."""
    job, enqueued = jobs.prepared("order.document", key=f"order.document:{order.pk}", args={"order": order.pk})
    record(order, power, act, payload | {"number": order.number}, beside=[*numbered, enqueued])
    jobs.ring_after_commit(job)
    return order


def _check(actor: Person, order: Order) -> None:
    """Nothing is signed but the frozen act, with all visas on it and true to the record."""
    if order.act is None or acts.fingerprint(order.act) != order.act_sha256:
        words = _("The act is not the one that was endorsed. Discard the order and compose it anew.")
        raise not_now(actor, order, words)
    for asker in _askers:
        asker(order)
    if missing := missing_visas(order):
        raise not_now(actor, order, _("Visas are missing: %(offices)s.") % {"offices": ", ".join(missing)})
    changed = preview.changed_since(preview.printed(order))
    if changed:
        names = ", ".join(row["person"] for row in changed)
        raise Conflict(
            _("The record has changed since the preview: %(names)s. Decline the order; the registrar sends it anew.")
            % {"names": names},
            facts={"changed": changed},
        )


@transaction.atomic
def register(*, actor: Person, order_id: int, number: str, on: date | None = None) -> Order:
    """Enter the number and day the chancellery or Ijro gave a signed order.

    Args:
        number: at most 16 characters; once a register and year.
        on: the day it was registered, not before the signature and not in the future; today if empty.

    Raises Invalid for such a number or day, Conflict where the order awaits no number, NotFound.
    """
    order = lock_for(actor, order_id)
    if not awaits_number(order) or order.signed_at is None:
        raise not_now(actor, order, _("This order awaits no number from elsewhere."))
    power = demand(actor, Act.ORDER_REGISTER, order)
    now = clock.now()
    day = on or now.astimezone(clock.zone).date()
    number = one_line(number)
    _check_entry(number, day, signed=order.signed_at.astimezone(clock.zone).date())
    order.registered_at, order.registered_by = now, power.person
    numbered = numbering.enter_number(order, number, actor=power.actor, on=day)
    payload = {"date": day.isoformat(), "act_sha256": order.act_sha256}
    return _numbered(order, power, "order.register", payload, numbered)


def _check_entry(number: str, day: date, *, signed: date) -> None:
    if not 0 < len(number) <= numbering.LONGEST:
        words = _("From 1 to %(longest)s characters.") % {"longest": numbering.LONGEST}
        raise Invalid(words, fields={"number": [words]})
    if not all(sign.isalnum() or sign in SIGNS for sign in number):
        words = _("Letters, digits, spaces and %(signs)s only.") % {"signs": " ".join(SIGNS.strip())}
        raise Invalid(words, fields={"number": [words]})
    if not signed <= day <= clock.today():
        words = _("Not before the signature (%(signed)s) and not in the future.") % {"signed": signed.isoformat()}
        raise Invalid(words, fields={"on": [words]})
