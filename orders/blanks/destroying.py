"""Acts of destruction: drawn by the keeper of the ledger, confirmed by another person, and only then done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict, Invalid
from orders.blank_kinds import EntryAct
from orders.blank_models import Blank, BlankDestruction, DestructionState
from orders.blanks import ledger, notifying, papers, queries
from orders.blanks.ledger import Book
from orders.blanks.serials import Range, listed, ranges_of, read_serials
from permissions.models import Person
from permissions.roles import Act


@transaction.atomic
def draw_destruction(
    *, actor: Person, serials: str, basis: str, members: Sequence[Mapping[str, str]]
) -> BlankDestruction:
    """Draw the act: these spoiled blanks shall be destroyed. Nothing happens to them yet.

    Args:
        serials: serials and ranges, one a line.
        basis: the order that named the commission.
        members: ``{name, post}`` of at least three; the first presides.

    Raises:
        NotFound: the actor may not see the ledger.
        Conflict: the actor may not keep it, a blank is not spoiled, or it stands in another act.
        Invalid: a serial is unknown, the commission too small, the basis missing.
    """
    book = ledger.open_book(actor, Act.BLANK_KEEP)
    blanks = _spoiled(read_serials(serials))
    ground = ledger.demanded(basis, "basis", most=300, sentence=_("Name the order that appointed the commission."))
    commission = ledger.read_members(members)
    year = clock.today().year
    last = BlankDestruction.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    act = BlankDestruction.objects.create(
        number=last + 1,
        year=year,
        drawn_on=clock.today(),
        basis=ground,
        members=commission,
        drawn_by=actor,
        drawn_at=book.at,
    )
    act.blanks.add(*blanks)
    said = {"number": str(act), "serials": [str(one) for one in queries.as_ranges(blanks)], "basis": ground}
    book.write("blanks.draw_destruction", {**said, "members": commission}, ids={"destruction": act.pk})
    notifying.tell_of(act)
    return act


@transaction.atomic
def confirm_destruction(*, actor: Person, destruction_id: int) -> BlankDestruction:
    """Confirm the act: its blanks are destroyed.

    Raises:
        NotFound: the actor may not see the ledger, or there is no such act.
        Conflict: the actor may not confirm, drew it, it is settled already, or a blank is no longer spoiled.
    """
    book = ledger.open_book(actor, Act.BLANK_CONFIRM)
    act = _drawn(destruction_id)
    if act.drawn_by_id == actor.pk:
        raise Conflict(_("You drew this act: another person confirms it."))
    blanks = blanks_of(act)
    entries = [book.follow(blank, EntryAct.DESTROYED, destruction=act) for blank in blanks]
    _settle(act, DestructionState.CONFIRMED, book)
    said = {"number": str(act), "serials": [str(one) for one in queries.as_ranges(blanks)]}
    book.write("blanks.destroy", said, ids={"destruction": act.pk}, entries=entries)
    papers.plan_destruction(act, blanks)
    return act


@transaction.atomic
def put_destruction_aside(*, actor: Person, destruction_id: int, words: str) -> BlankDestruction:
    """Put an act aside that is not to be confirmed; it keeps its number, and its blanks stay spoiled.

    Raises NotFound, Conflict where it is settled already or another office's, Invalid without words.
    """
    book = ledger.open_book(actor, Act.BLANK_KEEP, Act.BLANK_CONFIRM)
    act = _drawn(destruction_id)
    act.words = ledger.demanded(words, "words", most=1000, sentence=_("Say why the act is put aside."))
    _settle(act, DestructionState.DISCARDED, book)
    said = {"number": str(act), "words": act.words}
    book.write("blanks.put_destruction_aside", said, ids={"destruction": act.pk})
    notifying.tell_of(act)
    return act


def blanks_of(act: BlankDestruction) -> list[Blank]:
    """The blanks of an act, in the order of their serials, each with its last entry."""
    listed_in = queries.standing().filter(blank__destructions=act)
    return queries.with_standing(listed_in.order_by("blank__series", "blank__number"))


def waiting_ranges() -> list[Range]:
    """The spoiled serials that stand in no act that waits to be confirmed."""
    spoiled = queries.standing().filter(act=EntryAct.SPOILED)
    waiting = spoiled.exclude(blank__destructions__state=DestructionState.DRAWN)
    return queries.as_ranges(queries.with_standing(waiting))


def _drawn(destruction_id: int) -> BlankDestruction:
    act = queries.get_destruction(destruction_id)
    if act.state != DestructionState.DRAWN:
        state = DestructionState(act.state).label
        raise Conflict(_("Act No. %(number)s: “%(state)s” already.") % {"number": act, "state": state})
    return act


def _settle(act: BlankDestruction, state: DestructionState, book: Book) -> None:
    act.state, act.decided_by, act.decided_at = state, book.actor, book.at
    act.save(update_fields=["state", "decided_by", "decided_at", "words"])


def _spoiled(ranges: Sequence[Range]) -> list[Blank]:
    """The blanks of these ranges, each spoiled and in no other act. Raises Conflict, Invalid."""
    blanks = queries.in_ranges(ranges)
    known = {(one.series, one.number) for one in blanks}
    every = ((one.series, number, one.digits) for one in ranges for number in range(one.first, one.last + 1))
    unknown = ranges_of(serial for serial in every if serial[:2] not in known)
    if unknown:
        raise _wrong(Invalid, _("The ledger does not know these serials: %(serials)s."), unknown)
    other = [one for one in blanks if one.standing is None or one.standing.act != EntryAct.SPOILED]
    if other:
        raise _wrong(
            Conflict, _("Only spoiled blanks are destroyed; these are not: %(serials)s."), queries.as_ranges(other)
        )
    waiting = Blank.objects.filter(destructions__state=DestructionState.DRAWN)
    taken = [one for one in waiting if (one.series, one.number) in known]
    if taken:
        raise _wrong(
            Conflict,
            _("These serials stand in an act that waits to be confirmed: %(serials)s."),
            queries.as_ranges(taken),
        )
    return blanks


def _wrong(kind: type[Conflict] | type[Invalid], sentence: str, ranges: Sequence[Range]) -> Conflict | Invalid:
    told = sentence % {"serials": listed(ranges)}
    return kind(told, fields={"serials": [told]})
