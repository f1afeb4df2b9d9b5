"""Every write of the register of diplomas: an entry is made once, ends by an order, and is replaced by a later one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.events import Actor, write_event
from journal.refusals import Conflict, Invalid
from permissions import policy
from permissions.models import Person, Unit
from permissions.names import in_one_script
from permissions.phones import mobile
from permissions.roles import Act
from students.diploma_models import Diploma, DiplomaEnd, DiplomaYear, Part

# Letters of a series look alike in both scripts, and registers mix them.
_look_alike = str.maketrans("АВЕКМНОРСТХУ", "ABEKMHOPCTXY")
_sign = re.compile(r"№|N[oO°]\.?\s")


def key_of(number: str) -> str:
    """A number of a diploma as it is compared: letters and digits alone, series in Latin capitals, no № between."""
    return "".join(sign for sign in _sign.sub("", number).upper().translate(_look_alike) if sign.isalnum())


def contact_of(typed: str) -> str:
    """An e-mail address or a telephone as codes are sent there; empty where it is neither."""
    number, address = mobile(typed), typed.strip().lower()
    if number:
        return number
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def institute() -> Unit:
    """The institute, whose register it is and in whose chain its events stand."""
    return Unit.objects.get(parent=None)


@transaction.atomic
def enter_from_paper(*, actor: Person, values: dict[str, Any]) -> Diploma:
    """Enter one diploma from the paper register.

    Args:
        actor: of an office that keeps the register.
        values: as ``diploma_forms.EntryForm`` or ``diploma_rows.read_diploma`` gives them.

    Raises:
        Conflict: the actor may not, or the number is entered already.
    """
    root = institute()
    power = policy.demand(actor, Act.DIPLOMA_KEEP, unit=root, subject_id=None, on=clock.today())
    return enter(by=power.actor, values={**values, "source": "paper", "entered_by": actor})


@transaction.atomic
def enter(*, by: Actor, values: dict[str, Any]) -> Diploma:
    """Add an entry; keys and the search text are made here. Raises Conflict where the number is entered already."""
    root = Unit.objects.select_for_update().get(pk=institute().pk)
    document, key = values.get("document", Part.DIPLOMA), key_of(values["number"])
    taken = Diploma.objects.filter(document=document, key=key).first()
    if taken is not None:
        sentence = _("This number stands in the register already: %(name)s, %(year)d.") % {
            "name": taken.name, "year": taken.graduated_in,
        }  # fmt: skip
        raise Conflict(sentence, fields={"number": [sentence]}, facts={"diploma": taken.pk})
    names = f"{values['name']} {values.get('other_name', '')}"
    made = {
        "key": key,
        "supplement_key": key_of(values.get("supplement", "")),
        "search": in_one_script(names)[:510],
        "entered_at": clock.now(),
    }
    diploma: Diploma = Diploma.objects.create(**{**values, **made})
    payload = {"number": diploma.number, "kind": diploma.kind, "source": diploma.source}
    write_event(root, actor=by, act="diploma.enter", payload=payload, ids={"diploma": diploma.pk})
    root.save(update_fields=["chain_length", "chain_head"])
    return diploma


def end(
    *, diploma_id: int, parts: list[str], since: date, ground: str, order_number: str, order_date: date, source: str
) -> None:
    """Say that these documents of an entry hold no more. The caller writes the event of the order that says so.

    Raises:
        Conflict: one of them was ended by another order before.
    """
    diploma = Diploma.objects.select_for_update(no_key=True).get(pk=diploma_id)
    ended = dict(diploma.ends.values_list("part", "source"))
    if any(ended.get(part, source) != source for part in parts):
        raise Conflict(_("%(number)s has been replaced already.") % {"number": diploma.number})
    DiplomaEnd.objects.bulk_create(
        DiplomaEnd(
            diploma=diploma, part=part, since=since, ground=ground, order_number=order_number, order_date=order_date,
            source=source, at=clock.now(),
        )
        for part in parts
        if part not in ended
    )  # fmt: skip


def next_register_number(year: int) -> str:
    """The next number of the register of duplicates; the caller's transaction keeps it or gives it back."""
    DiplomaYear.objects.get_or_create(year=year)
    counter = DiplomaYear.objects.select_for_update().get(year=year)
    number = counter.next_number
    counter.next_number = number + 1
    counter.save(update_fields=["next_number"])
    return f"D-{number}/{year}"


@transaction.atomic
def keep_contact(*, actor: Person, diploma_id: int, contact: str) -> Diploma:
    """Write where the office reaches the holder.

    Raises:
        Conflict: the actor may not.
        Invalid: no such entry.
    """
    root = institute()
    power = policy.demand(actor, Act.DIPLOMA_KEEP, unit=root, subject_id=None, on=clock.today())
    diploma = Diploma.objects.select_for_update(no_key=True).filter(pk=diploma_id).first()
    if diploma is None:
        raise Invalid(_("There is no such diploma."))
    if diploma.contact != contact:
        diploma.contact = contact
        diploma.save(update_fields=["contact"])
        root = Unit.objects.select_for_update().get(pk=root.pk)
        write_event(root, actor=power.actor, act="diploma.contact", payload={}, ids={"diploma": diploma.pk})
        root.save(update_fields=["chain_length", "chain_head"])
    return diploma


def link_holder(*, diploma: Diploma, person: Person) -> None:
    """Remember who the holder is, once an office has compared the passport; a known holder stays."""
    Diploma.objects.filter(pk=diploma.pk, holder=None).update(holder=person)
