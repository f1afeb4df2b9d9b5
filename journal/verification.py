"""Reads the whole history again and says where it is not what it was."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import connection, transaction

from journal import clock
from journal.chain import day_hash, event_hash, heads_hash, payload_hash
from journal.models import Chained, DayRecord, Event, EventPayload

Head = tuple[int, str]  # length and newest hash of a chain


def end_of(day: date) -> datetime:
    """The moment the day ends in the institute's zone."""
    return datetime.combine(day + timedelta(days=1), time(), clock.zone)


def verify_all() -> list[str]:
    """Every fault found, one sentence each; an empty list means the history is whole."""
    with one_moment():
        seals = list(DayRecord.objects.order_by("day"))
        reading = _Reading(seals)
        for event in Event.objects.order_by("chain", "seq").iterator(chunk_size=2000):
            reading.read(event)
        return [*reading.faults, *_payload_faults(), *_row_faults(reading.heads), *reading.seal_faults()]


@contextmanager
def one_moment() -> Iterator[None]:
    """See the database as it was at one moment, while others go on writing."""
    own = not connection.in_atomic_block
    with transaction.atomic():
        if own and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class _Reading:
    """One pass over all events, chain by chain in the order of their numbers."""

    def __init__(self, seals: list[DayRecord]) -> None:
        self.seals = seals
        self.ends = [end_of(seal.day) for seal in seals]
        self.newest = [seal.last_event for seal in seals]
        self.heads: dict[str, Head] = {}
        self.faults: list[str] = []
        # What each seal covers that the one before it did not: the new heads of that day.
        self.covered: list[dict[str, Head]] = [{} for _seal in seals]

    def read(self, event: Event) -> None:
        """Compare an event with itself and with the one before it."""
        length, head = self.heads.get(event.chain, (0, ""))
        if event.seq != length + 1:
            self.faults.append(f"{event}: {length + 1} should come here, events are missing")
        if event.previous != head:
            self.faults.append(f"{event}: does not follow the event before it")
        if event.hash != event_hash(event):
            self.faults.append(f"{event}: was changed after it was written")
        self.heads[event.chain] = (event.seq, event.hash)
        # The first seal made after the event: its day had ended later, and it knew of the event.
        first = max(bisect_right(self.ends, event.at), bisect_left(self.newest, event.pk))
        if first < len(self.seals):
            self.covered[first][event.chain] = (event.seq, event.hash)

    def seal_faults(self) -> list[str]:
        """Compare every seal with the heads of its day and with the seal before it."""
        found: list[str] = []
        heads: dict[str, Head] = {}
        previous = ""
        for seal, covered in zip(self.seals, self.covered, strict=True):
            heads = {chain: max(head, covered.get(chain, head)) for chain, head in (covered | heads).items()}
            if seal.previous != previous:
                found.append(f"{seal}: does not follow the seal before it")
            if seal.hash != day_hash(seal):
                found.append(f"{seal}: was changed after it was written")
            listed = [(chain, length, head) for chain, (length, head) in heads.items()]
            if (seal.chains, seal.heads_hash) != (len(listed), heads_hash(listed)):
                found.append(f"{seal}: the history before it is not the one that was sealed")
            previous = seal.hash
        return found


def _payload_faults() -> list[str]:
    """Events whose payload is not the one they were written with; an erased one is no fault."""
    missing = Event.objects.filter(payload__isnull=True).order_by("pk")
    found = [f"{event}: what it said is missing" for event in missing]
    payloads = EventPayload.objects.select_related("event").order_by("pk")
    for payload in payloads.iterator(chunk_size=2000):
        erased = payload.body is None and payload.erased_on is not None
        if not erased and payload.event.payload_hash != payload_hash(payload.salt, payload.body):
            found.append(f"{payload.event}: what it said was changed")
    return found


def _row_faults(heads: dict[str, Head]) -> list[str]:
    """Rows whose head is not the newest event of their chain, and chains whose row is gone."""
    found: list[str] = []
    rowless = set(heads)
    for model in (model for model in apps.get_models() if issubclass(model, Chained)):
        rows = model._default_manager.values_list("pk", "chain_length", "chain_head").order_by("pk")
        for pk, length, head in rows.iterator(chunk_size=2000):
            chain = f"{model._meta.model_name}:{pk}"
            rowless.discard(chain)
            if heads.get(chain, (0, "")) != (length, head):
                found.append(f"{chain}: its newest event is not the one its row names")
    return [*found, *(f"{chain}: its row is gone" for chain in sorted(rowless))]
