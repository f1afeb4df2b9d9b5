"""What happens to one blank: assigned, returned to free, issued, spoiled."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.reading import one_line, words
from journal.refusals import Conflict, Invalid
from orders.blank_kinds import EntryAct, Place
from orders.blank_models import Blank, BlankEntry
from orders.blanks import ledger, queries
from orders.blanks.ledger import Book
from permissions.models import Person
from permissions.roles import Act


@transaction.atomic
def assign(*, actor: Person, kind: str, about: str, serial: str = "", holder: str = "") -> Blank:
    """Set a free blank aside: the lowest one of its kind, unless a serial is named.

    Args:
        about: what it is for, ``movement:12``; it holds at most one blank of a kind at a time.
        serial: as it is printed.
        holder: the name that will stand on it.

    Raises:
        NotFound: the actor may not see the ledger.
        Conflict: the actor may not keep it, none is free, the named one is not, or ``about`` holds one already.
        Invalid: no such kind or serial, or nothing it is for.
    """
    book = ledger.open_book(actor, Act.BLANK_KEEP)
    chosen = ledger.read_kind(kind)
    subject = ledger.demanded(about, "about", most=64, sentence=_("Say what the blank is for."))
    held = queries.assigned_to(subject, chosen)
    if held is not None:
        sentence = _("%(serial)s is assigned to it already. Return it to free or enter it as spoiled first.")
        raise Conflict(sentence % {"serial": held.serial})
    blank = queries.named(serial, chosen) if serial.strip() else queries.lowest_free(chosen)
    if blank is None:
        sentence = _("No blank of the kind “%(kind)s” is free. Enter the batch that came, then assign one.")
        raise Conflict(sentence % {"kind": chosen.label})
    name = words(one_line(holder), field="holder", most=200)
    entry = book.follow(blank, EntryAct.ASSIGNED, about=subject, holder=name)
    return _written(book, "blanks.assign", entry, {"about": subject, "holder": name})


@transaction.atomic
def release(*, actor: Person, blank_id: int, words: str = "") -> Blank:
    """Return an assigned blank to the free ones: it is as clean as it was.

    Args:
        words: why; may be left empty.

    Raises NotFound, Conflict where it is not assigned, Invalid.
    """
    book, blank, before = _opened(actor, blank_id)
    entry = book.follow(blank, EntryAct.RELEASED, words=_line(words))
    return _written(book, "blanks.release", entry, {"about": before.about, "words": entry.words})


@transaction.atomic
def issue(*, actor: Person, blank_id: int, to: str, on: date, authority: str = "", signature: str = "") -> Blank:
    """Hand an assigned blank out; it has been signed for.

    Args:
        to: the name of whoever received it.
        on: the day; not one to come, and not before it was assigned.
        authority: by what authority another than the holder received it; empty where it is the holder.
        signature: where the receiver has signed, or the number of the post's receipt; empty: in the book of issue.

    Raises NotFound, Conflict where it is not assigned, Invalid.
    """
    book, blank, before = _opened(actor, blank_id)
    receiver = ledger.demanded(to, "to", most=200, sentence=_("Say who received the blank."))
    day = ledger.not_future(on, "on")
    if before.act == EntryAct.ASSIGNED and day < before.at.astimezone(clock.zone).date():
        sentence = _("The blank was assigned only after this day.")
        raise Invalid(sentence, fields={"on": [sentence]})
    said = {"authority": words(one_line(authority), field="authority", most=300)}
    said["signature"] = words(one_line(signature), field="signature", most=200)
    entry = book.follow(blank, EntryAct.ISSUED, about=before.about, holder=receiver, handed_on=day, **said)
    return _written(book, "blanks.issue", entry, {"about": before.about, "to": receiver, "on": str(day), **said})


@transaction.atomic
def spoil(*, actor: Person, blank_id: int, words: str) -> Blank:
    """Enter a blank as spoiled, or one that was handed out and came back; whatever it was for may get another.

    Args:
        words: how.

    Raises NotFound, Conflict where it is spoiled already, destroyed or missing, Invalid.
    """
    book, blank, before = _opened(actor, blank_id)
    how = ledger.demanded(words, "words", most=1000, sentence=_("Say how the blank was spoiled."))
    entry = book.follow(blank, EntryAct.SPOILED, about=before.about, holder=before.holder, words=how)
    return _written(book, "blanks.spoil", entry, {"about": before.about, "words": how})


def may_do(standing: BlankEntry) -> list[str]:
    """The acts that are open to a keeper for a blank with this last entry."""
    by_place = {
        Place.FREE: ["assign", "spoil"],
        Place.ASSIGNED: ["issue", "release", "spoil"],
        Place.ISSUED: ["spoil"],
    }
    return by_place.get(standing.place, [])


def _opened(actor: Person, blank_id: int) -> tuple[Book, Blank, BlankEntry]:
    book = ledger.open_book(actor, Act.BLANK_KEEP)
    blank = queries.get_blank(blank_id)
    assert blank.standing is not None  # noqa: S101 - ``get_blank`` reads both
    return book, blank, blank.standing


def _line(text: str) -> str:
    return words(one_line(text), field="words", most=1000)


def _written(book: Book, act: str, entry: BlankEntry, payload: dict[str, Any]) -> Blank:
    said = {"serial": entry.blank.serial, **payload}
    book.write(act, said, ids={"blank": entry.blank_id, "nth": entry.nth}, entries=[entry])
    return entry.blank
