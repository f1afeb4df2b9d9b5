"""The act: what visas and signature cover. Canonical JSON without number and date, and its SHA-256.

Whoever endorses or signs binds themself to this hash. Number and date come after; they stand on the sheet around the
act and never inside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from journal import events
from orders.models import Order, OrderItem

FORMAT = 1


def describe(order: Order, items: Sequence[OrderItem], *, body: str) -> dict[str, Any]:
    """The act of an order as plain data.

    Args:
        items: the items that will be printed, in the order of their points, with student and person loaded.
        body: the frozen text, as ``orders.render.render_act`` gave it.
    """
    return {
        "format": FORMAT,
        "kind": order.kind,
        "title": order.title,
        "register": order.register.code,
        "unit": order.unit.name_uz,
        "visas": order.visas_required,
        "signs": order.signs,
        "items": [_item(item) for item in items],
        "body": body,
    }


def _item(item: OrderItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "student": item.student.number if item.student else None,
        "name": item.person.full_name,
        "effect": item.effect,
        "effective_on": item.effective_on.isoformat(),
        "sequence": item.sequence,
        "values": item.values,
        "basis": item.basis,
        "facts": item.facts,
        "difference": item.difference,
        "sentence": item.sentence,
    }


def canonical(act: Mapping[str, Any]) -> bytes:
    """One act, one sequence of bytes: sorted names, no spaces, UTF-8. This is what the PDF carries inside."""
    return events.canonical(act).encode()


def fingerprint(act: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, as hexadecimal digits."""
    return hashlib.sha256(canonical(act)).hexdigest()
