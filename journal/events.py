"""The chain of events: every act is one row that carries the hash of the row before it.

What the act said lies beside the event and may be erased once by a retention act: the event keeps only the SHA-256 of
salt and payload, so the chain verifies with and without it. Each case, order, register and unit has its own chain, and
the row it belongs to keeps the head: whoever writes already holds that row's lock.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from journal import clock
from journal.models import Chained, Event, EventPayload


@dataclass(frozen=True)
class Actor:
    """Who acted, in which office and by which power (``own`` or delegated, with its basis)."""

    person_id: int | None
    name: str
    office: str = ""
    power: str = "own"


MACHINE = Actor(person_id=None, name="Harakat", power="")


def canonical(value: Any) -> str:
    """One spelling of plain values: keys sorted, no spaces, dates as ISO texts. Equal values give equal text.

    A number with a point is refused: databases do not agree on its digits. Decimals become texts.
    """
    return json.dumps(
        _without_floats(value), cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("an event keeps no number with a point: write it as a text")
    if isinstance(value, Mapping):
        return {str(key): _without_floats(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_floats(inner) for inner in value]
    return value


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def event_hash(event: Event) -> str:
    """What ``event.hash`` must be: the SHA-256 over every other column of the row, the previous hash among them."""
    columns = [
        event.chain,
        event.seq,
        _moment(event.at),
        event.actor_id,
        event.actor_name,
        event.office,
        event.power,
        event.act,
        event.clause,
        event.ids,
        event.payload_hash,
        event.previous,
    ]
    return sha256(canonical(columns))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def write_event(
    row: Chained,
    *,
    actor: Actor,
    act: str,
    payload: Mapping[str, Any],
    clause: str = "",
    ids: Mapping[str, Any] | None = None,
) -> Event:
    """Add one event to the chain of ``row`` and move its head; the caller holds the row's lock and saves the row.

    Args:
        act: the act's name, for instance ``case.decide``.
        payload: grounds and facts as plain values; may be erased later.
        clause: the clause the act rests on, for instance ``344/2021:3``.
        ids: numbers of the rows concerned; these are never erased, so no personal data belong here.
    """
    salt = secrets.token_hex(16)
    body = canonical(payload)
    event = Event(
        chain=row.chain,
        seq=row.chain_length + 1,
        at=clock.now(),
        actor_id=actor.person_id,
        actor_name=actor.name[:200],
        office=actor.office,
        power=actor.power[:200],
        act=act,
        clause=clause,
        ids=json.loads(canonical(ids or {})),
        payload_hash=sha256(salt + body),
        previous=row.chain_head,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    EventPayload(event=event, salt=salt, body=json.loads(body)).save(force_insert=True)
    row.chain_length, row.chain_head = event.seq, event.hash
    return event


def of(row: Chained | str) -> QuerySet[Event]:
    """The events of a row, or of a chain by its name, oldest first, with what they said."""
    chain = row if isinstance(row, str) else row.chain
    return Event.objects.filter(chain=chain).select_related("payload").order_by("seq")
