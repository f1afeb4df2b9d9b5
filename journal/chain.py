"""How hashes are made: one spelling of plain values, and what exactly each hash covers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from journal.models import DayRecord, Event


def canonical(value: Any) -> str:
    """One spelling of plain values: keys sorted, no spaces, dates as ISO texts. Equal values give equal text.

    A number with a point is refused, because databases do not agree on its digits; Decimals become texts.
    """
    return json.dumps(
        _without_floats(value), cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("no number with a point can be hashed: write it as a text")
    if isinstance(value, Mapping):
        return {str(key): _without_floats(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_floats(inner) for inner in value]
    return value


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def moment(at: datetime) -> str:
    """A point in time, the same whatever zone a database hands it back in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def payload_hash(salt: str, body: Any) -> str:
    """What an event keeps of its payload. The salt is erased with the body, so a short ground cannot be guessed."""
    return sha256(salt + canonical(body))


def event_hash(event: Event) -> str:
    """What ``event.hash`` must be: over every other column of the row, the previous hash among them."""
    columns = [
        event.chain,
        event.seq,
        moment(event.at),
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


def heads_hash(heads: Iterable[tuple[str, int, str]]) -> str:
    """Over the heads of all chains: name, length and newest hash of each, in the order of names."""
    return sha256(canonical(sorted(heads)))


def day_hash(record: DayRecord) -> str:
    """What ``record.hash`` must be: over every other column of the row."""
    columns = [record.day, moment(record.at), record.chains, record.last_event, record.heads_hash, record.previous]
    return sha256(canonical(columns))
