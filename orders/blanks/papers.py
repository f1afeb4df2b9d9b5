"""The papers of the ledger, in Uzbek: act of destruction, sheet of a stocktaking, stock register of a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from orders import sheets
from orders.blank_kinds import BlankKind, Place
from orders.blank_models import Blank, BlankDestruction
from orders.blanks import ledger, queries
from orders.blanks.comparing import What
from orders.blanks.ledger import Book
from orders.blanks.turnover import Row, turnover
from orders.blanks.uzbek_numbers import in_uzbek
from orders.sheet_models import Sheet
from orders.sheets import Form, Hand, Table
from orders.stocktaking_models import CountedRange, Stocktaking
from permissions.models import Person
from permissions.roles import Act

LANGUAGE = "uz"
ABOUT_LEDGER, ABOUT_DESTRUCTION, ABOUT_STOCKTAKING = "blankledger", "blankdestruction", "stocktaking"


def may_open(person: Person, _pk: int) -> bool:
    """Whether the person may open the papers of the ledger: whoever reads it."""
    try:
        return Act.BLANK_READ in ledger.may(person)
    except NotFound:
        return False


def plan_destruction(act: BlankDestruction, blanks: Sequence[Blank]) -> Sheet:
    """The act of destruction, planned when it is confirmed."""
    with translation.override(LANGUAGE):
        return sheets.plan(
            kind="act_of_destruction",
            about=f"{ABOUT_DESTRUCTION}:{act.pk}",
            key=f"destruction:{act.pk}",
            number=str(act),
            title=_("Act on the destruction of strict-account blanks"),
            says=_destruction(act, blanks),
        )


def plan_stocktaking(row: Stocktaking) -> Sheet:
    """The sheet of a stocktaking, planned when it is closed."""
    with translation.override(LANGUAGE):
        return sheets.plan(
            kind="stocktaking_sheet",
            about=f"{ABOUT_STOCKTAKING}:{row.pk}",
            key=f"stocktaking:{row.pk}",
            number=str(row),
            title=_("Sheet of the stocktaking of strict-account blanks"),
            says=_stocktaking(row, row.result or {}),
        )


@transaction.atomic
def draw_register(*, actor: Person, first: date, last: date) -> Sheet:
    """Have the stock register of a period drawn, as the ledger stands now; the same asked again is the same paper.

    Raises:
        NotFound: the actor may not see the ledger.
        Invalid: the period is upside down, too long, or not over.
    """
    book = ledger.open_book(actor, Act.BLANK_READ)
    rows = turnover(first, ledger.not_future(last, "last"))
    with translation.override(LANGUAGE):
        return sheets.plan(
            kind="blanks_register",
            about=f"{ABOUT_LEDGER}:{book.ledger.pk}",
            key=f"register:{first}:{last}:{book.ledger.chain_length}:{actor.pk}",
            title=_("Stock register of strict-account blanks"),
            says=_register(book, rows, first, last),
        )


def _destruction(act: BlankDestruction, blanks: Sequence[Blank]) -> Form:
    by_kind = {kind: [one for one in blanks if one.kind == kind] for kind in BlankKind}
    rows = [
        [str(place), str(kind.label), str(found), str(found.count)]
        for place, (kind, found) in enumerate(
            ((kind, one) for kind, held in by_kind.items() for one in queries.as_ranges(held)), start=1
        )
    ]
    total = len(blanks)
    confirmed = act.decided_at.astimezone(clock.zone).date() if act.decided_at else act.drawn_on
    return Form(
        opening=[
            _("The commission appointed by “%(basis)s” has destroyed the following spoiled blanks.")
            % {"basis": act.basis}
        ],
        facts=[
            (_("Act drawn"), f"{act.drawn_on:%d.%m.%Y}, {act.drawn_by.full_name}"),
            (_("Confirmed"), f"{confirmed:%d.%m.%Y}, {act.decided_by.full_name if act.decided_by else ''}"),
        ],
        tables=[
            Table(
                head=["№", _("Kind of blank"), _("Serials"), _("Pieces")],
                rows=rows,
                foot=["", _("Altogether"), "", str(total)],
                numbers=[3],
            )
        ],
        closing=[
            _("Altogether %(count)d (%(words)s) blanks. The blanks were destroyed in the presence of the commission.")
            % {"count": total, "words": in_uzbek(total)}
        ],
        hands=_hands(act.members),
    )


def _stocktaking(row: Stocktaking, result: dict[str, Any]) -> Form:
    condition, what = dict(CountedRange.Condition.choices), dict(What.choices)
    kinds = [
        [str(BlankKind(one["kind"]).label), str(one["recorded"]), str(one["counted"]), str(one["matching"])]
        for one in result["kinds"]
    ]
    sums = [str(sum(one[name] for one in result["kinds"])) for name in ("recorded", "counted", "matching")]
    found = [
        [str(BlankKind(one["kind"]).label), one["serials"], str(condition[one["condition"]]), str(one["count"])]
        for one in result["ranges"]
    ]
    differences = [
        [one["serials"], str(one["count"]), str(what[one["what"]]), _as_recorded(one["recorded"]), _explained(one)]
        for one in result["differences"]
    ]
    tables = [
        Table(
            caption=_("Recorded and found"),
            head=[_("Kind of blank"), _("Recorded"), _("Found"), _("Matching")],
            rows=kinds,
            foot=[_("Altogether"), *sums],
            numbers=[1, 2, 3],
        ),
        Table(
            caption=_("What the commission counted"),
            head=[_("Kind of blank"), _("Serials"), _("Condition"), _("Pieces")],
            rows=found,
            numbers=[3],
        ),
    ]
    if differences:
        head = [_("Serials"), _("Pieces"), _("Difference"), _("As recorded"), _("Explained by")]
        tables.append(Table(caption=_("Differences"), head=head, rows=differences, numbers=[1]))
    total = int(sums[1])
    return Form(
        opening=[
            _("The commission appointed by “%(basis)s” has counted the strict-account blanks in the safe.")
            % {"basis": row.basis}
        ],
        facts=[
            (_("As of"), f"{row.as_of:%d.%m.%Y}"),
            (_("Blanks"), str(BlankKind(row.kind).label) if row.kind else _("of every kind")),
        ],
        tables=tables,
        closing=[
            _("Found altogether: %(count)d (%(words)s) blanks.") % {"count": total, "words": in_uzbek(total)},
            *([] if differences else [_("Nothing differs from the ledger.")]),
        ],
        hands=_hands(row.members),
    )


def _register(book: Book, rows: Sequence[Row], first: date, last: date) -> Form:
    names = ("opening", "received", "returned", "found", "issued", "destroyed", "missed", "closing")
    head = [
        _("Kind of blank"), _("At the beginning"), _("Received"), _("Returned"), _("Found"), _("Issued"),
        _("Destroyed"), _("Missing"), _("At the end"),
    ]  # fmt: skip
    table = [[str(row.kind.label), *(str(getattr(row, name)) for name in names)] for row in rows]
    sums = [str(sum(getattr(row, name) for row in rows)) for name in names]
    lying = [[str(row.kind.label), *(str(row.places[place]) for place in (Place.FREE, Place.ASSIGNED, Place.SPOILED))]
             for row in rows]  # fmt: skip
    return Form(
        facts=[(_("Period"), f"{first:%d.%m.%Y}–{last:%d.%m.%Y}")],
        tables=[
            Table(
                caption=_("Movement of the blanks"), head=head, rows=table, foot=[_("Altogether"), *sums],
                numbers=range(1, 9),
            ),
            Table(
                caption=_("What lies in the safe at the end"),
                head=[_("Kind of blank"), _("Free"), _("Assigned"), _("Spoiled")],
                rows=lying,
                numbers=[1, 2, 3],
            ),
        ],
        hands=[Hand(book.power.title or str(book.power.office.label), book.actor.full_name)],
    )  # fmt: skip


def in_words(difference: dict[str, Any]) -> dict[str, str]:
    """How a serial differs, was recorded and was found, in the active language."""
    found = difference["found"]
    return {
        "kind": str(BlankKind(difference["kind"]).label),
        "what": str(What(difference["what"]).label),
        "recorded": _as_recorded(difference["recorded"]),
        "found": str(CountedRange.Condition(found).label) if found else _("not found"),
    }


def _as_recorded(place: str) -> str:
    return str(Place(place).label) if place else _("not in the ledger")


def _explained(difference: dict[str, Any]) -> str:
    act = difference["act"]
    if act is None:
        return ""
    return _("act No. %(number)s of %(day)s: %(words)s") % {
        "number": act["number"],
        "day": f"{date.fromisoformat(act['date']):%d.%m.%Y}",
        "words": act["words"],
    }


def _hands(members: Sequence[dict[str, str]]) -> list[Hand]:
    """Lines to sign: whoever presides, then the members."""
    first = _("Chair of the commission")
    return [
        Hand(", ".join(filter(None, (first if place == 0 else _("Member"), one["post"]))), one["name"])
        for place, one in enumerate(members)
    ]
