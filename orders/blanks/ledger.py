"""How every act on the ledger begins (lock the book, ask policy) and how it ends (the event, the entries).

The book is locked as the last thing an act locks: orders and cases come before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from journal import clock, events
from journal.reading import one_line, words
from journal.refusals import Conflict, Invalid, NotFound
from orders.blank_kinds import NEXT, BlankKind, EntryAct
from orders.blank_models import Blank, BlankEntry, BlankLedger
from permissions import policy
from permissions.models import Institute, Person, Unit
from permissions.policy import Power
from permissions.roles import Act

Given = TypeVar("Given")

# Entries of a statement; their columns stay below what a database takes at once.
AT_ONCE = 1000
LEAST_MEMBERS = 3
MOST_MEMBERS = 15


@dataclass(frozen=True)
class Book:
    """The locked ledger, and who writes in it by which power."""

    ledger: BlankLedger
    power: Power
    at: datetime

    @property
    def actor(self) -> Person:
        """Who writes."""
        return self.power.person

    def follow(self, blank: Blank, act: EntryAct, **said: Any) -> BlankEntry:
        """The entry that follows the blank's last one. Raises Conflict where it may not."""
        before = blank.standing
        if before is not None and act not in NEXT[EntryAct(before.act)]:
            raise Conflict(refused(blank, before))
        nth, was = (before.nth + 1, before.act) if before else (1, "")
        blank.standing = BlankEntry(blank=blank, nth=nth, was=was, act=act, by=self.actor, at=self.at, **said)
        return blank.standing

    def write(
        self, act: str, payload: Mapping[str, Any], *, ids: Mapping[str, Any], entries: Sequence[BlankEntry] = ()
    ) -> None:
        """Write the event, the entries that came with it, and the head of the chain."""
        event = events.write_event(self.ledger, actor=self.power.actor, act=act, payload=payload, ids=ids)
        self.ledger.save(update_fields=["chain_length", "chain_head"])
        for entry in entries:
            entry.seq = event.seq
        BlankEntry.objects.bulk_create(entries, batch_size=AT_ONCE)


def open_book(actor: Person, *acts: Act) -> Book:
    """Lock the ledger for one of the acts the actor may do.

    Raises:
        NotFound: the actor may not see the ledger.
        Conflict: the actor sees it, but the act is another office's.
    """
    held = _powers(actor)
    ledger = BlankLedger.objects.select_for_update(no_key=True).first() or _first_book()
    for act in acts:
        for power in held:
            if policy.allow([power], act, own=False):
                return Book(ledger, power, clock.now())
    raise Conflict(_("This is not yours to do: no appointment of yours allows it today."))


def may(actor: Person) -> frozenset[Act]:
    """What the actor may do with the ledger today. Raises NotFound for whoever may not see it."""
    held = _powers(actor)
    acts = (Act.BLANK_READ, Act.BLANK_KEEP, Act.BLANK_CONFIRM)
    return frozenset(act for act in acts if policy.allow(held, act, own=False))


def _powers(actor: Person) -> list[Power]:
    held = policy.powers_over(actor, unit=Unit.objects.get(parent=None), on=clock.today())
    if not policy.allow(held, Act.BLANK_READ, own=False):
        raise NotFound("")
    return held


def _first_book() -> BlankLedger:
    """The book is opened by its first act; the institute's row lets one of several in."""
    Institute.objects.select_for_update().get()
    return BlankLedger.objects.select_for_update(no_key=True).first() or BlankLedger.objects.create()


def refused(blank: Blank, standing: BlankEntry) -> str:
    """Why an entry may not follow: what the serial is now, and for whom."""
    facts = {"serial": blank.serial, "place": standing.place.label, "holder": standing.holder or standing.about}
    if facts["holder"]:
        return _("%(serial)s stands in the ledger as “%(place)s” (%(holder)s): this cannot be done with it.") % facts
    return _("%(serial)s stands in the ledger as “%(place)s”: this cannot be done with it.") % facts


def read_kind(typed: str) -> BlankKind:
    """The kind of that name. Raises Invalid."""
    if typed not in BlankKind.values:
        sentence = _("There is no such kind of blank.")
        raise Invalid(sentence, fields={"kind": [sentence]})
    return BlankKind(typed)


def read_members(members: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The commission as it is kept: at least three people, each named once, with their posts; the first presides.

    Raises:
        Invalid: there are fewer, one has no name or stands twice.
    """
    kept = [{"name": said(one.get("name", "")), "post": said(one.get("post", ""))} for one in members]
    kept = [one for one in kept if one["name"] or one["post"]]
    names = {one["name"].casefold() for one in kept if one["name"]}
    if len(names) < LEAST_MEMBERS or len(names) != len(kept) or len(kept) > MOST_MEMBERS:
        sentence = _("A commission has at least three members (at most %(most)d), each with a name and named once.") % {
            "most": MOST_MEMBERS
        }
        raise Invalid(sentence, fields={"members": [sentence]})
    return kept


def said(text: str) -> str:
    """One line of at most 200 characters. Raises Invalid."""
    return words(one_line(text), field="members", most=200)


def demanded(text: str, field: str, *, most: int, sentence: str) -> str:
    """The text as it is kept. Raises Invalid with the sentence where there is none."""
    kept = words(text if most > 300 else one_line(text), field=field, most=most)
    if not kept:
        raise Invalid(sentence, fields={field: [_("This must be said.")]})
    return kept


def not_future(day: date, field: str) -> date:
    """The day, if it has come. Raises Invalid."""
    if day > clock.today():
        sentence = _("This day has not come yet.")
        raise Invalid(sentence, fields={field: [sentence]})
    return day


def needed(value: Given | None, field: str) -> Given:
    """A value an act needs. Raises Invalid where it was not sent."""
    if value is None:
        raise Invalid(_("This must be said."), fields={field: [_("This must be said.")]})
    return value
