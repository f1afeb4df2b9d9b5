"""Stocktaking: a commission counts, the ledger goes on, and nothing is closed while a difference has no act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from journal import clock
from journal.models import Event
from journal.refusals import Conflict, Invalid, NotFound
from journal.verification import end_of
from orders.blank_kinds import BlankKind
from orders.blanks import comparing, ledger, queries
from orders.blanks.ledger import AT_ONCE, Book
from orders.blanks.serials import Range, listed, read_serials
from orders.stocktaking_models import CountedRange, DifferenceAct, Stocktaking, StocktakingState
from permissions.models import Person
from permissions.roles import Act


@transaction.atomic
def open_stocktaking(
    *, actor: Person, as_of: date, basis: str, members: Sequence[Mapping[str, str]], kind: str = ""
) -> Stocktaking:
    """Open a stocktaking of one kind, or of all; the ledger goes on meanwhile.

    Args:
        as_of: today: the ledger as it stands now; an earlier day: as it stood when that day ended.
        basis: the order that named the commission.
        members: ``{name, post}`` of at least three; the first presides.

    Raises:
        NotFound: the actor may not see the ledger.
        Conflict: the actor may not keep it, or a kind of these is being counted already.
        Invalid: day, basis, kind or commission are wrong.
    """
    book = ledger.open_book(actor, Act.BLANK_KEEP)
    chosen = ledger.read_kind(kind).value if kind else ""
    ground = ledger.demanded(basis, "basis", most=300, sentence=_("Name the order that appointed the commission."))
    commission, day = ledger.read_members(members), ledger.not_future(as_of, "as_of")
    same = Q(kind="") | Q(kind=chosen) if chosen else Q()
    running = Stocktaking.objects.filter(same, state=StocktakingState.OPEN).first()
    if running is not None:
        raise Conflict(_("Stocktaking No. %(number)s counts these blanks: close it first.") % {"number": running})
    year = clock.today().year
    last = Stocktaking.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    row = Stocktaking.objects.create(
        number=last + 1, year=year, kind=chosen, as_of=day, upto=_moment(book, day), basis=ground,
        members=commission, opened_by=actor, opened_at=book.at,
    )  # fmt: skip
    payload = {"number": str(row), "kind": chosen, "as_of": str(day), "basis": ground, "members": commission}
    book.write("blanks.open_stocktaking", payload, ids={"stocktaking": row.pk, "upto": row.upto})
    return row


@transaction.atomic
def count_blanks(
    *, actor: Person, stocktaking_id: int, kind: str, serials: str, condition: str = CountedRange.Condition.CLEAN
) -> list[CountedRange]:
    """Enter serials the commission has in its hands.

    Args:
        serials: serials and ranges, one a line, typed or scanned.
        condition: ``clean`` or ``spoiled``.

    Raises:
        NotFound, Conflict: not to be counted by this actor, or the stocktaking is over.
        Invalid: a serial is none, was counted already, or is of another kind.
    """
    book, row = opened(actor, stocktaking_id)
    chosen, ranges = ledger.read_kind(kind), read_serials(serials)
    if row.kind and chosen != row.kind:
        raise _wrong(_("This stocktaking counts another kind of blank."), "kind")
    if condition not in CountedRange.Condition.values:
        raise _wrong(_("A blank is found clean or spoiled."), "condition")
    twice = _counted_twice([*ranges, *map(comparing.as_range, row.counted.all())])
    if twice:
        raise _wrong(_("These serials were counted already: %(serials)s.") % {"serials": listed(twice)}, "serials")
    other = [one for one in queries.in_ranges(ranges) if one.kind != chosen]
    if other:
        facts = {"serials": listed(queries.as_ranges(other)), "kind": BlankKind(other[0].kind).label}
        raise _wrong(_("In the ledger these serials are of the kind “%(kind)s”: %(serials)s.") % facts, "serials")
    rows = [
        CountedRange(
            stocktaking=row, kind=chosen, series=one.series, first=one.first, last=one.last, digits=one.digits,
            condition=condition, counted_by=actor, counted_at=book.at,
        ) for one in ranges
    ]  # fmt: skip
    CountedRange.objects.bulk_create(rows, batch_size=AT_ONCE)
    payload = {"kind": chosen.value, "condition": condition, "serials": [str(one) for one in ranges]}
    book.write("blanks.count", payload, ids={"stocktaking": row.pk})
    return rows


@transaction.atomic
def uncount(*, actor: Person, stocktaking_id: int, range_id: int) -> None:
    """Take a counted range back: it was entered by mistake. Raises NotFound, Conflict."""
    book, row = opened(actor, stocktaking_id)
    counted = row.counted.filter(pk=range_id).first()
    if counted is None:
        raise NotFound("")
    payload = {"kind": counted.kind, "condition": counted.condition, "serials": str(comparing.as_range(counted))}
    counted.delete()
    book.write("blanks.uncount", payload, ids={"stocktaking": row.pk})


@transaction.atomic
def explain(
    *, actor: Person, stocktaking_id: int, serials: str, number: str, on: date, words: str
) -> list[DifferenceAct]:
    """Enter the act that explains the differences of these serials.

    Args:
        number: of the act; ``on`` is its day.
        words: what it says: how the difference came about, and what follows.

    Raises:
        NotFound, Conflict: not for this actor, or the stocktaking is over.
        Invalid: number, day or words are missing, or a range holds no difference.
    """
    book, row = opened(actor, stocktaking_id)
    ranges = read_serials(serials)
    said = {
        "number": ledger.demanded(number, "number", most=32, sentence=_("Give the number of the act.")),
        "date": ledger.not_future(on, "on"),
        "words": ledger.demanded(words, "words", most=1000, sentence=_("Say what the act says.")),
    }
    differing = {(one.series, one.number) for one in comparing.compare(row).differences}
    idle = [one for one in ranges if differing.isdisjoint((one.series, n) for n in range(one.first, one.last + 1))]
    if idle:
        sentence = _("Nothing differs there, so no act is needed: %(serials)s.")
        raise _wrong(sentence % {"serials": listed(idle)}, "serials")
    rows = [
        DifferenceAct(stocktaking=row, series=one.series, first=one.first, last=one.last, by=actor, at=book.at, **said)
        for one in ranges
    ]
    DifferenceAct.objects.bulk_create(rows, batch_size=AT_ONCE)
    payload = {**said, "serials": [str(one) for one in ranges]}
    book.write("blanks.explain", payload, ids={"stocktaking": row.pk})
    return rows


@transaction.atomic
def drop_stocktaking(*, actor: Person, stocktaking_id: int, words: str) -> Stocktaking:
    """End a stocktaking that is not to be carried through; nothing of it enters the ledger. Raises as ``explain``."""
    book, row = opened(actor, stocktaking_id)
    row.words = ledger.demanded(words, "words", most=1000, sentence=_("Say why the stocktaking is dropped."))
    row.state, row.ended_by, row.ended_at = StocktakingState.DROPPED, actor, book.at
    row.save(update_fields=["state", "ended_by", "ended_at", "words"])
    book.write("blanks.drop_stocktaking", {"words": row.words}, ids={"stocktaking": row.pk})
    return row


def opened(actor: Person, stocktaking_id: int) -> tuple[Book, Stocktaking]:
    """The locked ledger and an open stocktaking. Raises NotFound, Conflict."""
    book = ledger.open_book(actor, Act.BLANK_KEEP)
    row = queries.get_stocktaking(stocktaking_id)
    if row.state != StocktakingState.OPEN:
        facts = {"number": row, "state": StocktakingState(row.state).label}
        raise Conflict(_("Stocktaking No. %(number)s is over: it is “%(state)s”.") % facts)
    return book, row


def _moment(book: Book, day: date) -> int:
    """The last event of the ledger by then."""
    if day == clock.today():
        return book.ledger.chain_length
    by_then = Event.objects.filter(chain=book.ledger.chain, at__lt=end_of(day))
    return int(by_then.aggregate(last=Max("seq"))["last"] or 0)


def _counted_twice(ranges: list[Range]) -> list[Range]:
    """Where neighbours share serials."""
    pairs = pairwise(sorted(ranges))
    return [Range(b.series, b.first, min(a.last, b.last), b.digits) for a, b in pairs if a.overlaps(b)]


def _wrong(sentence: str, field: str) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
