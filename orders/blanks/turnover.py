"""The stock register of a period: what lay in the safe, what came and went, what lies there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from journal.refusals import Invalid
from journal.verification import end_of
from orders.blank_kinds import IN_THE_SAFE, PLACE_AFTER, BlankKind, EntryAct, Place
from orders.blank_models import BlankEntry

LONGEST = timedelta(days=3 * 366)


@dataclass
class Row:
    """One kind. ``opening`` + received + returned + found - issued - destroyed - missed = ``closing``."""

    kind: BlankKind
    opening: int = 0
    received: int = 0
    returned: int = 0
    found: int = 0
    issued: int = 0
    destroyed: int = 0
    missed: int = 0
    spoiled: int = 0
    closing: int = 0
    places: dict[Place, int] = field(default_factory=lambda: dict.fromkeys(IN_THE_SAFE, 0))


def turnover(first: date, last: date) -> list[Row]:
    """The register from the first to the last day; kinds that never had a blank are left out.

    Days are those on which the office made the entry: a figure that was given once comes out the same later.

    Raises:
        Invalid: the days stand the wrong way round, or are too far apart.
    """
    if not first <= last or last - first > LONGEST:
        sentence = _("Choose a period of at most three years, its first day before its last.")
        raise Invalid(sentence, fields={"last": [sentence]})
    begin, end = end_of(first - timedelta(days=1)), end_of(last)
    rows: dict[BlankKind, Row] = {}
    for within, moved in ((False, _moved(None, begin)), (True, _moved(begin, end))):
        for kind, was, act, count in moved:
            row = rows.setdefault(BlankKind(kind), Row(BlankKind(kind)))
            _enter(row, was, EntryAct(act), count, within=within)
    for row in rows.values():
        row.closing = sum(row.places.values())
    return [rows[kind] for kind in BlankKind if kind in rows]


def _moved(begin: object, end: object) -> list[tuple[str, str, str, int]]:
    found = BlankEntry.objects.filter(at__lt=end)
    if begin is not None:
        found = found.filter(at__gte=begin)
    return list(found.order_by().values_list("blank__kind", "was", "act").annotate(count=Count("pk")))


def _enter(row: Row, was: str, act: EntryAct, count: int, *, within: bool) -> None:
    left = PLACE_AFTER[EntryAct(was)] if was else None
    came = PLACE_AFTER[act]
    if left in row.places:
        row.places[left] -= count
    if came in row.places:
        row.places[came] += count
    gained = (came in IN_THE_SAFE) - (left in IN_THE_SAFE)
    if not within:
        row.opening += gained * count
        return
    if act == EntryAct.SPOILED:
        row.spoiled += count
    column = _column(act, gained)
    if column:
        setattr(row, column, getattr(row, column) + count)


def _column(act: EntryAct, gained: int) -> str:
    """The column in which what came or went is counted; none where it stayed in the safe."""
    if gained == 0:
        return ""
    return {
        EntryAct.RECEIVED: "received",
        EntryAct.SPOILED: "returned",
        EntryAct.FOUND: "found",
        EntryAct.ISSUED: "issued",
        EntryAct.DESTROYED: "destroyed",
        EntryAct.MISSED: "missed",
    }[act]
