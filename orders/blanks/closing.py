"""Closing a stocktaking: what was found is frozen, and the ledger says it from then on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from journal.refusals import Conflict
from orders.blank_kinds import EntryAct
from orders.blank_models import Blank, BlankEntry
from orders.blanks import comparing, papers, queries
from orders.blanks.comparing import Difference, What
from orders.blanks.ledger import AT_ONCE, Book
from orders.blanks.serials import Range, listed, ranges_of
from orders.blanks.stocktaking import opened
from orders.stocktaking_models import Stocktaking, StocktakingState
from permissions.models import Person


@transaction.atomic
def close_stocktaking(*, actor: Person, stocktaking_id: int) -> Stocktaking:
    """Close it: a serial that was not found is missing, one that was found is there as it was found.

    A serial with which the ledger has gone on since the moment of the stocktaking stays where that put it.

    Raises:
        NotFound: the actor may not see the ledger, or there is no such stocktaking.
        Conflict: the actor may not keep it, it is over, or a difference has no act.
    """
    book, row = opened(actor, stocktaking_id)
    comparison = comparing.compare(row)
    open_ones = ranges_of((one.series, one.number, one.digits) for one in comparison.unexplained)
    if open_ones:
        sentence = _("No act explains these differences: %(serials)s. Enter the act of each, then close.")
        raise Conflict(sentence % {"serials": listed(open_ones)})
    row.result = comparing.told(comparison, row)
    row.state, row.ended_by, row.ended_at = StocktakingState.CLOSED, actor, book.at
    row.save(update_fields=["state", "ended_by", "ended_at", "result"])
    entries = _entries(book, row, [one for one in comparison.differences if not one.moved])
    payload = {"number": str(row), "kinds": row.result["kinds"], "differences": row.result["differences"]}
    book.write("blanks.close_stocktaking", payload, ids={"stocktaking": row.pk}, entries=entries)
    papers.plan_stocktaking(row)
    return row


def _entries(book: Book, row: Stocktaking, differences: Sequence[Difference]) -> list[BlankEntry]:
    """What the ledger says from now on of the serials that differ."""
    blanks = _blanks(differences)
    entries = []
    for one in differences:
        blank = blanks[one.series, one.number]
        said = {"stocktaking": row, "words": f"{one.act.number}, {one.act.date:%d.%m.%Y}" if one.act else ""}
        if one.what == What.MISSING:
            entries.append(book.follow(blank, EntryAct.MISSED, **_held(blank), **said))
            continue
        if one.what == What.SURPLUS or one.found == comparing.Clean:
            entries.append(book.follow(blank, EntryAct.FOUND, **said))
        if one.found == comparing.Spoiled:
            entries.append(book.follow(blank, EntryAct.SPOILED, **_held(blank), **said))
    return entries


def _held(blank: Blank) -> dict[str, str]:
    """For whom it was until then."""
    return {"about": blank.standing.about, "holder": blank.standing.holder} if blank.standing else {}


def _blanks(differences: Sequence[Difference]) -> dict[tuple[str, int], Blank]:
    """The blanks of the differences; those the ledger did not know are entered now."""
    ranges = ranges_of((one.series, one.number, one.digits) for one in differences)
    found = {(one.series, one.number): one for one in queries.in_ranges(ranges)}
    new = [
        Blank(
            kind=one.kind,
            series=one.series,
            number=one.number,
            serial=Range(one.series, one.number, one.number, one.digits).serial(one.number),
        )
        for one in differences
        if (one.series, one.number) not in found
    ]
    Blank.objects.bulk_create(new, batch_size=AT_ONCE)
    return found | {(one.series, one.number): one for one in new}
