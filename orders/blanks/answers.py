"""What the API says of blanks: the shapes, and the rows as plain values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from orders import sheets
from orders.blank_kinds import HEMIS_CODES, BlankKind, EntryAct, Place
from orders.blank_models import Blank, BlankBatch, BlankDestruction, BlankEntry, DestructionState
from orders.blanks import comparing, destroying, moving, papers, queries
from orders.sheet_screens import SheetOut, sheet_json
from orders.stocktaking_models import Stocktaking, StocktakingState
from permissions.roles import Act


class HemisOut(Schema):
    """Type and category in the register of blanks of HEMIS."""

    type: str
    category: str


class BriefOut(Schema):
    """A blank in a list."""

    id: int
    serial: str
    kind: BlankKind
    place: Place
    holder: str = Field(description="for whom it is, or who received it")
    about: str = Field(description="what it is for, for instance movement:12")
    since: datetime


class EntryOut(Schema):
    """One thing that happened to it."""

    act: EntryAct
    at: datetime
    by: str
    holder: str
    about: str
    handed_on: date | None
    authority: str
    signature: str
    words: str
    destruction: int | None
    stocktaking: int | None


class BlankOut(BriefOut):
    """A blank with its life, oldest entry first."""

    hemis: HemisOut | None = Field(description="empty for kinds HEMIS keeps no register of")
    batch: int | None
    entries: list[EntryOut]
    may: list[str] = Field(description="the acts I may do now")


class BatchOut(Schema):
    """A batch that came."""

    id: int
    kind: BlankKind
    series: str
    first: int
    last: int
    digits: int
    counted: int
    received_on: date
    supplier: str
    waybill: str
    received_by: str


class MemberOut(Schema):
    """A member of a commission; the first presides."""

    name: str
    post: str


class DestructionBrief(Schema):
    """An act of destruction in a list."""

    id: int
    number: str
    state: DestructionState
    drawn_on: date
    drawn_by: str
    decided_by: str | None


class DestructionOut(DestructionBrief):
    """An act of destruction with its serials and its paper."""

    basis: str
    members: list[MemberOut]
    serials: list[str]
    count: int
    words: str
    sheets: list[SheetOut]
    may: list[str] = Field(description="the acts I may do now")


class StocktakingBrief(Schema):
    """A stocktaking in a list."""

    id: int
    number: str
    state: StocktakingState
    kind: str = Field(description="empty: every kind")
    as_of: date
    opened_by: str


class KindOut(Schema):
    """How many of a kind were recorded as being in the safe, found there, and found as recorded."""

    kind: BlankKind
    recorded: int
    counted: int
    matching: int


class RangeOut(Schema):
    """Serials the commission counted."""

    id: int
    kind: BlankKind
    serials: str
    count: int
    condition: str


class ActOut(Schema):
    """The act that explains a difference."""

    number: str
    date: date
    words: str


class DifferenceOut(Schema):
    """Neighbouring serials that differ in the same way."""

    serials: str
    count: int
    kind: BlankKind
    what: comparing.What
    recorded: str = Field(description="their place at that moment; empty where the ledger did not know them")
    found: str = Field(description="clean or spoiled; empty where they were not found")
    moved: bool = Field(description="the ledger has gone on with them since")
    act: ActOut | None


class StocktakingOut(StocktakingBrief):
    """A stocktaking; ``counted`` and ``differences`` have calls of their own."""

    basis: str
    members: list[MemberOut]
    words: str
    ended_by: str | None
    kinds: list[KindOut]
    differing: int
    unexplained: int
    sheets: list[SheetOut]
    may: list[str] = Field(description="the acts I may do now")


class TurnoverOut(Schema):
    """One kind in the stock register; opening + received + returned + found - issued - destroyed - missed = closing."""

    kind: BlankKind
    opening: int
    received: int
    returned: int
    found: int
    issued: int
    destroyed: int
    missed: int
    closing: int


def brief(one: Blank) -> dict[str, Any]:
    """A blank read with its last entry."""
    standing = _standing(one)
    facts = {"holder": standing.holder, "about": standing.about, "since": standing.at, "place": standing.place}
    return {"id": one.pk, "serial": one.serial, "kind": one.kind, **facts}


def blank_json(one: Blank, acts: frozenset[Act]) -> dict[str, Any]:
    """A blank read with its last entry, and its life."""
    codes = HEMIS_CODES.get(BlankKind(one.kind))
    return {
        **brief(one),
        "hemis": {"type": codes[0], "category": codes[1]} if codes else None,
        "batch": one.batch_id,
        "entries": [_entry(entry) for entry in queries.life_of(one)],
        "may": moving.may_do(_standing(one)) if Act.BLANK_KEEP in acts else [],
    }


def batch_json(one: BlankBatch) -> dict[str, Any]:
    """A batch."""
    names = ("kind", "series", "first", "last", "digits", "counted", "received_on", "supplier", "waybill")
    told = {name: getattr(one, name) for name in names}
    return {"id": one.pk, **told, "received_by": one.received_by.full_name}


def destruction_brief(act: BlankDestruction) -> dict[str, Any]:
    """An act of destruction in a list."""
    decided = act.decided_by.full_name if act.decided_by else None
    told = {"number": str(act), "state": act.state, "drawn_on": act.drawn_on}
    return {"id": act.pk, **told, "drawn_by": act.drawn_by.full_name, "decided_by": decided}


def destruction_json(act: BlankDestruction, acts: frozenset[Act], person_id: int) -> dict[str, Any]:
    """An act of destruction, and what this person may do with it."""
    blanks = destroying.blanks_of(act)
    drawn = act.state == DestructionState.DRAWN
    may = ["confirm"] if drawn and Act.BLANK_CONFIRM in acts and act.drawn_by_id != person_id else []
    may += ["put_aside"] if drawn and acts & {Act.BLANK_CONFIRM, Act.BLANK_KEEP} else []
    return {
        **destruction_brief(act),
        "basis": act.basis,
        "members": act.members,
        "serials": [str(one) for one in queries.as_ranges(blanks)],
        "count": len(blanks),
        "words": act.words,
        "sheets": [sheet_json(one) for one in sheets.about(f"{papers.ABOUT_DESTRUCTION}:{act.pk}")],
        "may": may,
    }


def stocktaking_brief(row: Stocktaking) -> dict[str, Any]:
    """A stocktaking in a list."""
    told = {"number": str(row), "state": row.state, "kind": row.kind, "as_of": row.as_of}
    return {"id": row.pk, **told, "opened_by": row.opened_by.full_name}


def stocktaking_json(row: Stocktaking, acts: frozenset[Act]) -> dict[str, Any]:
    """A stocktaking, and what may be done with it."""
    result = comparing.result_of(row)
    keeps = row.state == StocktakingState.OPEN and Act.BLANK_KEEP in acts
    may = ["count", "uncount", "explain", "drop", *([] if result["unexplained"] else ["close"])] if keeps else []
    return {
        **stocktaking_brief(row),
        **{name: getattr(row, name) for name in ("basis", "members", "words")},
        **{name: result[name] for name in ("kinds", "differing", "unexplained")},
        "ended_by": row.ended_by.full_name if row.ended_by else None,
        "sheets": [sheet_json(one) for one in sheets.about(f"{papers.ABOUT_STOCKTAKING}:{row.pk}")],
        "may": may,
    }


def _entry(entry: BlankEntry) -> dict[str, Any]:
    names = ("act", "at", "holder", "about", "handed_on", "authority", "signature", "words")
    told = {name: getattr(entry, name) for name in names}
    acts = {"destruction": entry.destruction_id, "stocktaking": entry.stocktaking_id}
    return {**told, **acts, "by": entry.by.full_name}


def _standing(one: Blank) -> BlankEntry:
    assert one.standing is not None  # noqa: S101 - every way of reading a blank here reads it
    return one.standing
