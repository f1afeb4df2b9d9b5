"""The chain of events: every act is one row that carries the hash of the row before it.

What the act said lies beside the event and may be erased once by a retention act: the event keeps only the SHA-256 of
salt and payload, so the chain verifies with and without it. Each case, order, register and unit has its own chain, and
the row it belongs to keeps the head: whoever writes already holds that row's lock. Every day is sealed once it is over.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from journal import clock, jobs
from journal.chain import canonical, day_hash, event_hash, heads_hash, sha256
from journal.models import Chained, DayRecord, Event, EventPayload
from journal.verification import end_of, verify_all
from journal.writes import Insert, Write, write

__all__ = ["MACHINE", "Actor", "canonical", "of", "seal_day", "seal_days", "sha256", "verify_all", "write_event"]

acts_log = logging.getLogger("harakat.acts")

# An act that began before midnight has long been committed by then.
SETTLED = timedelta(seconds=30)


@dataclass(frozen=True)
class Actor:
    """Who acted, in which office and by which power (``own`` or delegated, with its basis)."""

    person_id: int | None
    name: str
    office: str = ""
    power: str = "own"


MACHINE = Actor(person_id=None, name="Harakat", power="")


def write_event(
    row: Chained,
    *,
    actor: Actor,
    act: str,
    payload: Mapping[str, Any],
    clause: str = "",
    ids: Mapping[str, Any] | None = None,
    beside: Sequence[Write] = (),
) -> Event:
    """Add one event to the chain of ``row`` and move its head; the caller holds the row's lock and saves the row.

    Args:
        act: the act's name, for instance ``case.decide``.
        payload: grounds and facts as plain values; may be erased later.
        clause: the clause the act rests on, for instance ``344/2021:3``.
        ids: numbers of the rows concerned; these are never erased, so no personal data belong here.
        beside: what else is written in the same statement, most often the row itself with its new head.
    """
    event, written = prepared_event(row, actor=actor, act=act, payload=payload, clause=clause, ids=ids)
    write(*written, *beside)
    return event


def prepared_event(
    row: Chained,
    *,
    actor: Actor,
    act: str,
    payload: Mapping[str, Any],
    clause: str = "",
    ids: Mapping[str, Any] | None = None,
) -> tuple[Event, tuple[Write, Write]]:
    """The event as ``write_event`` writes it, for whoever writes those of several chains together."""
    salt, body = secrets.token_hex(16), canonical(payload)
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
    said = EventPayload(event=event, salt=salt, body=json.loads(body))
    row.chain_length, row.chain_head = event.seq, event.hash
    transaction.on_commit(partial(_log, event), robust=True)
    return event, (Insert(event), Insert(said, after={"event_id": event}))


def _log(event: Event) -> None:
    """One line of what is committed, by the event's name: who acted, the chain says."""
    acts_log.info("%s", event, extra={"facts": {"chain": event.chain, "seq": event.seq, "act": event.act}})


def of(row: Chained | str) -> QuerySet[Event]:
    """The events of a row, or of a chain by its name, oldest first, with what they said."""
    chain = row if isinstance(row, str) else row.chain
    return Event.objects.filter(chain=chain).select_related("payload").order_by("seq")


@transaction.atomic
def seal_day(day: date) -> DayRecord:
    """Write down the heads of all chains at the end of ``day``; a day that is sealed already stays as it is.

    Days are sealed in their order. Raises ValueError for a day that is not over, or older than the newest seal.
    """
    sealed = DayRecord.objects.filter(day=day).first()
    if sealed is not None:
        return sealed
    newest = DayRecord.objects.order_by("-day").first()
    if clock.now() < end_of(day) + SETTLED or (newest is not None and day < newest.day):
        raise ValueError(f"{day} cannot be sealed now")
    before = Event.objects.filter(at__lt=end_of(day))
    last_event = before.order_by("-pk").values_list("pk", flat=True).first() or 0
    covered = before.filter(pk__lte=last_event)
    later = covered.filter(chain=OuterRef("chain"), seq__gt=OuterRef("seq"))
    heads = list(covered.filter(~Exists(later)).values_list("chain", "seq", "hash"))
    record = DayRecord(day=day, at=clock.now(), chains=len(heads), last_event=last_event, heads_hash=heads_hash(heads))
    record.previous = newest.hash if newest else ""
    record.hash = day_hash(record)
    record.save(force_insert=True)
    return record


@jobs.daily
def seal_days() -> None:
    """Seal every day that is over since the newest seal, or since the first event."""
    newest = DayRecord.objects.order_by("-day").values_list("day", flat=True).first()
    first = Event.objects.order_by("at").values_list("at", flat=True).first()
    if newest is not None:
        day = newest + timedelta(days=1)
    elif first is not None:
        day = first.astimezone(clock.zone).date()
    else:
        return
    while clock.now() >= end_of(day) + SETTLED:
        seal_day(day)
        day += timedelta(days=1)
