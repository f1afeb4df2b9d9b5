"""What the ledger says: where each serial is, how many are where, how it was at an earlier moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from journal.refusals import Invalid, NotFound
from orders.blank_kinds import PLACE_AFTER, BlankKind, EntryAct, Place, acts_that_put
from orders.blank_models import Blank, BlankBatch, BlankDestruction, BlankEntry
from orders.blanks.serials import Range, ranges_of, read_serial
from orders.stocktaking_models import Stocktaking

PAGE = 25


def standing(upto: int | None = None) -> QuerySet[BlankEntry]:
    """The last entry of each serial: where it is.

    Args:
        upto: as the ledger stood after this event of it.
    """
    # The one after it is enough: a serial's entries have no gaps.
    later = BlankEntry.objects.filter(blank=OuterRef("blank"), nth=OuterRef("nth") + 1)
    if upto is None:
        return BlankEntry.objects.filter(~Exists(later))
    return BlankEntry.objects.filter(~Exists(later.filter(seq__lte=upto)), seq__lte=upto)


def with_standing(entries: QuerySet[BlankEntry]) -> list[Blank]:
    """The blanks of these last entries, each with its entry."""
    found = []
    for entry in entries.select_related("blank"):
        entry.blank.standing = entry
        found.append(entry.blank)
    return found


def get_blank(blank_id: int) -> Blank:
    """One blank with its last entry. Raises NotFound."""
    found = with_standing(BlankEntry.objects.filter(blank_id=blank_id).order_by("-nth")[:1])
    if not found:
        raise NotFound("")
    return found[0]


def named(serial: str, kind: BlankKind) -> Blank:
    """The blank of that serial. Raises Invalid where the ledger has none of this kind."""
    series, number = read_serial(serial)
    last = BlankEntry.objects.filter(blank__series=series, blank__number=number, blank__kind=kind).order_by("-nth")
    found = with_standing(last[:1])
    if not found:
        sentence = _("The ledger has no blank %(serial)s of the kind “%(kind)s”.") % {
            "serial": serial, "kind": kind.label,
        }  # fmt: skip
        raise Invalid(sentence, fields={"serial": [sentence]})
    return found[0]


def lowest_free(kind: BlankKind) -> Blank | None:
    """The free blank of this kind with the lowest serial; found in the order of serials, so that the first ends it."""
    last = BlankEntry.objects.filter(blank=OuterRef("pk")).order_by("-nth").values("act")[:1]
    found = Blank.objects.filter(kind=kind).annotate(stands=Subquery(last)).order_by("series", "number")
    first = found.filter(stands__in=acts_that_put(Place.FREE)).first()
    return get_blank(first.pk) if first else None


def assigned_to(about: str, kind: BlankKind) -> Blank | None:
    """The blank of this kind that is assigned to it and not yet handed out."""
    held = standing().filter(act=EntryAct.ASSIGNED, about=about, blank__kind=kind)
    return next(iter(with_standing(held[:1])), None)


def about(subject: str) -> list[Blank]:
    """The blanks that are, or were until they were spoiled, for ``movement:12``; each with its last entry."""
    return with_standing(standing().filter(about=subject).order_by("blank"))


def known(found: Range) -> QuerySet[Blank]:
    """The blanks of a range that the ledger knows, whatever their kind."""
    return Blank.objects.filter(series=found.series, number__range=(found.first, found.last))


def in_ranges(ranges: Sequence[Range]) -> list[Blank]:
    """The blanks of these ranges that the ledger knows, each with its last entry; one statement."""
    if not ranges:
        return []
    span = (min(one.first for one in ranges), max(one.last for one in ranges))
    near = standing().filter(blank__series__in={one.series for one in ranges}, blank__number__range=span)
    inside = {series: sorted(one for one in ranges if one.series == series) for series in {r.series for r in ranges}}
    found = with_standing(near.order_by("blank__series", "blank__number"))
    return [blank for blank in found if _within(blank.number, inside[blank.series])]


def _within(number: int, ranges: list[Range]) -> bool:
    """Whether the number is in one of these ranges of its series, which stand in their order."""
    place = bisect_right(ranges, number, key=lambda one: one.first)
    return place > 0 and number <= ranges[place - 1].last


def digits(serial: str) -> int:
    """How many digits a serial has."""
    return len(serial.rpartition(" ")[2])


def as_ranges(blanks: Collection[Blank]) -> list[Range]:
    """The fewest ranges that hold them."""
    return ranges_of((one.series, one.number, digits(one.serial)) for one in blanks)


def life_of(blank: Blank) -> list[BlankEntry]:
    """Everything that happened to it, oldest first."""
    return list(blank.entries.select_related("by", "destruction", "stocktaking").order_by("nth"))


def counts() -> dict[BlankKind, dict[Place, int]]:
    """How many serials of each kind are where, for every kind and place; one statement."""
    found = {kind: dict.fromkeys(Place, 0) for kind in BlankKind}
    rows = standing().order_by().values_list("blank__kind", "act").annotate(count=Count("pk"))
    for kind, act, count in rows:
        found[BlankKind(kind)][PLACE_AFTER[EntryAct(act)]] += count
    return found


def page_of_blanks(*, kind: str, place: str, text: str, after: int | None) -> tuple[list[Blank], int | None]:
    """One page of blanks in the order in which they came, and the key of the next page.

    Args:
        kind: a kind, or empty for all; likewise ``place``.
        text: part of a serial, or of the name of whoever it is for.
        after: the key the page before gave.
    """
    last = BlankEntry.objects.filter(blank=OuterRef("pk")).order_by("-nth")
    found = Blank.objects.order_by("pk").annotate(last=Subquery(last.values("pk")[:1]))
    if kind:
        found = found.filter(kind=kind)
    if text:
        holders = BlankEntry.objects.filter(blank=OuterRef("pk"), holder__icontains=text)
        found = found.filter(Q(serial__icontains=text) | Exists(holders))
    if place:
        found = found.annotate(stands=Subquery(last.values("act")[:1])).filter(stands__in=acts_that_put(Place(place)))
    if after is not None:
        found = found.filter(pk__gt=after)
    page: list[Any] = list(found[: PAGE + 1])
    entries = BlankEntry.objects.in_bulk([one.last for one in page])
    for one in page:
        one.standing = entries[one.last]
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def get_destruction(pk: int) -> BlankDestruction:
    """One act of destruction. Raises NotFound."""
    found = BlankDestruction.objects.select_related("drawn_by", "decided_by").filter(pk=pk).first()
    if found is None:
        raise NotFound("")
    return found


def get_stocktaking(pk: int) -> Stocktaking:
    """One stocktaking. Raises NotFound."""
    found = Stocktaking.objects.select_related("opened_by", "ended_by").filter(pk=pk).first()
    if found is None:
        raise NotFound("")
    return found


def page_of_destructions(after: int | None) -> tuple[list[BlankDestruction], int | None]:
    """One page of acts of destruction, newest first, each with how many blanks it names, and the key of the next."""
    found = BlankDestruction.objects.select_related("drawn_by", "decided_by").annotate(pieces=Count("blanks"))
    found = found.order_by("-pk") if after is None else found.order_by("-pk").filter(pk__lt=after)
    page: list[Any] = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def page_of_stocktakings(after: int | None) -> tuple[list[Stocktaking], int | None]:
    """One page of stocktakings, newest first, and the key of the next."""
    found = Stocktaking.objects.select_related("opened_by", "ended_by").order_by("-pk")
    page = list((found if after is None else found.filter(pk__lt=after))[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def page_of_batches(after: int | None) -> tuple[list[BlankBatch], int | None]:
    """One page of batches, newest first, and the key of the next."""
    found = BlankBatch.objects.select_related("received_by").order_by("-pk")
    page = list((found if after is None else found.filter(pk__lt=after))[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None
