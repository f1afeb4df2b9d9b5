"""Entering applied items into HEMIS: opened with the change of the record, ticked off by the registrar's office.

HEMIS offers no call that writes, so whoever enters an order there says so here. The next roster proves it
(``orders.hemis_roster``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journal import clock, events
from journal.refusals import Conflict, Invalid, NotFound
from orders.item_models import HemisState
from orders.models import HemisEntry, Order, OrderItem
from permissions import policy
from permissions.models import Person
from permissions.roles import Act

MOST = 200


def resulting(item: OrderItem) -> dict[str, Any]:
    """The student's facts once the item is applied, with codes and ids as ``effects.as_json`` writes them."""
    return {**item.facts, **{line["field"]: line["after"] for line in item.difference}}


def open_entry(item: OrderItem) -> HemisEntry:
    """Put the item on the list, in the transaction that applies it."""
    return HemisEntry.objects.create(item=item, faculty_id=resulting(item)["faculty_id"], opened_at=clock.now())


def seen_by(actor: Person) -> QuerySet[HemisEntry]:
    """The entries of the faculties for which the person may enter orders into HEMIS."""
    units = policy.unit_ids(actor, Act.HEMIS_ENTER, on=clock.today())
    return HemisEntry.objects.filter(faculty_id__in=units)


@transaction.atomic
def mark_entered(*, actor: Person, entry_ids: Iterable[int]) -> int:
    """Tick entries off: the actor has entered them into HEMIS. Returns how many.

    Raises:
        Invalid: none is named, or more than ``MOST``.
        NotFound: one is not the actor's to see.
        Conflict: one is ticked off already; nobody's tick is written over.
    """
    entries = _locked(actor, entry_ids)
    for entry in entries:
        if entry.state != HemisState.OPEN:
            raise Conflict(_done_already(entry))
        entry.state, entry.entered_at, entry.entered_by = HemisState.ENTERED, clock.now(), actor
    HemisEntry.objects.bulk_update(entries, ["state", "entered_at", "entered_by"])
    _record(actor, entries, "order.enter_hemis")
    return len(entries)


@transaction.atomic
def take_back(*, actor: Person, entry_id: int) -> None:
    """Say that an entry was ticked off by mistake: it is to be entered again.

    Raises:
        NotFound: it is not the actor's to see.
        Conflict: it is open, or a roster has shown it meanwhile.
    """
    entries = _locked(actor, [entry_id])
    for entry in entries:
        if entry.state != HemisState.ENTERED:
            raise Conflict(_("Only an entry that was ticked off here can be taken back."))
        entry.state, entry.entered_at, entry.entered_by = HemisState.OPEN, None, None
    HemisEntry.objects.bulk_update(entries, ["state", "entered_at", "entered_by"])
    _record(actor, entries, "order.reopen_hemis")


def _locked(actor: Person, entry_ids: Iterable[int]) -> list[HemisEntry]:
    """The entries, their orders locked first as every act does; in the order of orders and points."""
    ids = set(entry_ids)
    if not 0 < len(ids) <= MOST:
        sentence = _("Tick at least one entry, and at most %(most)d at once.") % {"most": MOST}
        raise Invalid(sentence, fields={"entry": [sentence]})
    orders = seen_by(actor).filter(pk__in=ids).values("item__order")
    list(Order.objects.select_for_update(no_key=True).filter(pk__in=orders).order_by("pk").values_list("pk"))
    list(HemisEntry.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    loaded = seen_by(actor).select_related("item__order", "item__person", "entered_by", "faculty")
    entries = list(loaded.filter(pk__in=ids).order_by("item__order", "item__position"))
    if len(entries) != len(ids):
        raise NotFound("")
    return entries


def _done_already(entry: HemisEntry) -> str:
    words = {"name": entry.item.person.full_name, "number": entry.item.order.number}
    if entry.entered_by is None:
        return _("%(name)s, order %(number)s: HEMIS shows it already.") % words
    words["by"] = entry.entered_by.full_name
    return _("%(name)s, order %(number)s: %(by)s has ticked it off already.") % words


def _record(actor: Person, entries: Sequence[HemisEntry], act: str) -> None:
    """One event an order, on the order's own chain."""
    power = policy.demand(actor, Act.HEMIS_ENTER, unit=entries[0].faculty, subject_id=None, on=clock.today())
    for order_id, own in groupby(entries, lambda entry: entry.item.order_id):
        order = Order.objects.get(pk=order_id)
        ids = {"order": order_id, "items": [entry.item_id for entry in own]}
        events.write_event(order, actor=power.actor, act=act, payload={}, ids=ids)
        order.save(update_fields=["chain_length", "chain_head"])
