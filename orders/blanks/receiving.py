"""A batch comes: counted on arrival, entered as one range."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from journal.refusals import Conflict, Invalid
from orders.blank_kinds import EntryAct
from orders.blank_models import Blank, BlankBatch
from orders.blanks import ledger, queries
from orders.blanks.ledger import AT_ONCE, Book
from orders.blanks.serials import Range, listed, read_range
from permissions.models import Person
from permissions.roles import Act


@transaction.atomic
def receive_batch(
    *,
    actor: Person,
    kind: str,
    series: str,
    first: str,
    last: str,
    counted: int,
    received_on: date,
    supplier: str,
    waybill: str,
) -> BlankBatch:
    """Enter the serials of a range as free.

    Args:
        series: in letters; ``first`` and ``last`` as they are printed, with their zeros.
        counted: pieces counted on arrival; what the waybill names and did not come is not entered.
        supplier: from whom they came.

    Raises:
        NotFound: the actor may not see the ledger.
        Conflict: the actor may not keep it, or a serial of the range is known already.
        Invalid: kind, range, count, day, supplier or waybill are wrong.
    """
    book = ledger.open_book(actor, Act.BLANK_KEEP)
    chosen, found = ledger.read_kind(kind), read_range(series, first, last)
    if counted != found.count:
        sentence = _(
            "The range has %(count)d serials and %(counted)d were counted. Enter the ranges that have really come, "
            "each with its count."
        ) % {"count": found.count, "counted": counted}
        raise Invalid(sentence, fields={"counted": [sentence]})
    _refuse_known(found)
    batch = BlankBatch.objects.create(
        kind=chosen,
        series=found.series,
        first=found.first,
        last=found.last,
        digits=found.digits,
        received_on=ledger.not_future(received_on, "received_on"),
        supplier=ledger.demanded(supplier, "supplier", most=200, sentence=_("Say from whom the blanks came.")),
        waybill=ledger.demanded(waybill, "waybill", most=100, sentence=_("Name the waybill.")),
        counted=counted,
        received_by=actor,
        at=book.at,
    )
    _enter(book, batch, found)
    return batch


def _refuse_known(found: Range) -> None:
    """Raise Conflict where the ledger knows a serial of the range, whatever its kind."""
    known = list(queries.known(found).order_by("number")[: found.count])
    if known:
        sentence = _("These serials stand in the ledger already: %(serials)s.") % {
            "serials": listed(queries.as_ranges(known))
        }
        raise Conflict(sentence, fields={"first": [sentence]})


def _enter(book: Book, batch: BlankBatch, found: Range) -> None:
    blanks = [
        Blank(kind=batch.kind, series=found.series, number=number, serial=found.serial(number), batch=batch)
        for number in range(found.first, found.last + 1)
    ]
    Blank.objects.bulk_create(blanks, batch_size=AT_ONCE)
    entries = [book.follow(blank, EntryAct.RECEIVED) for blank in blanks]
    said = {"serials": str(found), "count": found.count, "supplier": batch.supplier, "waybill": batch.waybill}
    payload = {"kind": batch.kind, "received_on": batch.received_on.isoformat(), **said}
    book.write("blanks.receive", payload, ids={"batch": batch.pk}, entries=entries)
