"""The calls of the API that speak of blanks: the same queries and the same actions as the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from journal.reading import LONGEST, Cursor, Day, Sent
from orders import blanks
from orders.blank_kinds import BlankKind, Place
from orders.blanks import answers, ledger, papers, queries
from orders.blanks.turnover import turnover
from orders.sheet_screens import SheetOut, sheet_json
from permissions.middleware import signed_in
from permissions.roles import Act

router = Router(tags=["blanks"])


class BlankPage(Schema):
    """One page of blanks; ``next`` is the cursor of the page after it."""

    items: list[answers.BriefOut]
    next: int | None


class BatchPage(Schema):
    """One page of batches."""

    items: list[answers.BatchOut]
    next: int | None


class StockOut(Schema):
    """How many blanks of a kind are where."""

    kind: BlankKind
    places: dict[str, int]


class BlankFilter(Schema):
    """What the list may be narrowed by; ``q`` is part of a serial or of the name it is for."""

    kind: BlankKind | None = None
    place: Place | None = None
    q: str = Field("", max_length=200)
    after: Cursor | None = None


class After(Schema):
    """The cursor of a list."""

    after: Cursor | None = None


class BatchIn(Sent):
    """A batch that came: ``first`` and ``last`` as they are printed, with their zeros."""

    kind: str
    series: str = Field(max_length=100)
    first: str = Field(max_length=100)
    last: str = Field(max_length=100)
    counted: int = Field(strict=True, ge=0, le=10**12)
    received_on: Day
    supplier: str = Field(max_length=LONGEST)
    waybill: str = Field(max_length=LONGEST)


class AssignIn(Sent):
    """What a blank is set aside for; without ``serial`` the lowest free one is."""

    kind: str
    about: str = Field(max_length=LONGEST)
    holder: str = Field("", max_length=LONGEST)
    serial: str = Field("", max_length=100)


class BlankActIn(Sent):
    """``to``, ``on``, ``authority`` and ``signature`` belong to issue; ``words`` to release and spoil."""

    act: Literal["release", "issue", "spoil"]
    words: str = Field("", max_length=LONGEST)
    to: str = Field("", max_length=LONGEST)
    on: Day | None = None
    authority: str = Field("", max_length=LONGEST)
    signature: str = Field("", max_length=LONGEST)


@router.get("", response=BlankPage, summary="Blanks in the order in which they came")
def list_blanks(request: HttpRequest, given: Query[BlankFilter]) -> dict[str, Any]:
    """One page; pass ``next`` as ``after`` for the page that follows."""
    ledger.may(signed_in(request))
    wanted = {"kind": given.kind or "", "place": given.place or "", "text": given.q.strip()}
    page, following = queries.page_of_blanks(**wanted, after=given.after)
    return {"items": [answers.brief(one) for one in page], "next": following}


@router.get("/stock", response=list[StockOut], summary="How many blanks of each kind are where")
def get_stock(request: HttpRequest) -> list[dict[str, Any]]:
    """Every kind, with its count in every place."""
    ledger.may(signed_in(request))
    return [{"kind": kind, "places": dict(held)} for kind, held in queries.counts().items()]


@router.get("/register", response=list[answers.TurnoverOut], summary="The stock register of a period")
def get_register(request: HttpRequest, first: Day, last: Day) -> list[Any]:
    """What lay in the safe, what came and went, and what lies there; kinds that never had a blank are left out."""
    ledger.may(signed_in(request))
    return list(turnover(first, last))


class PeriodIn(Sent):
    """From which day to which."""

    first: Day
    last: Day


@router.post("/register", response={201: SheetOut}, summary="Have the stock register of a period drawn")
def post_register(request: HttpRequest, sent: PeriodIn) -> Status[dict[str, Any]]:
    """A sealed paper, a moment later."""
    sheet = papers.draw_register(actor=signed_in(request), first=sent.first, last=sent.last)
    return Status(201, sheet_json(sheet))


@router.get("/batches", response=BatchPage, summary="Batches, newest first")
def list_batches(request: HttpRequest, given: Query[After]) -> dict[str, Any]:
    """One page of them."""
    ledger.may(signed_in(request))
    page, following = queries.page_of_batches(given.after)
    return {"items": [answers.batch_json(one) for one in page], "next": following}


@router.post("/batches", response={201: answers.BatchOut}, summary="Receive a batch")
def post_batch(request: HttpRequest, sent: BatchIn) -> Status[dict[str, Any]]:
    """Its serials are free; one that is known already refuses the whole batch (409)."""
    return Status(201, answers.batch_json(blanks.receive_batch(actor=signed_in(request), **sent.dict())))


@router.post("/assign", response={201: answers.BlankOut}, summary="Assign a blank")
def post_assign(request: HttpRequest, sent: AssignIn) -> Status[dict[str, Any]]:
    """The lowest free one of its kind, unless a serial is named."""
    person = signed_in(request)
    found = blanks.assign(actor=person, **sent.dict())
    return Status(201, answers.blank_json(found, ledger.may(person)))


@router.get("/{int:blank_id}", response=answers.BlankOut, summary="One blank with its life")
def get_blank(request: HttpRequest, blank_id: int) -> dict[str, Any]:
    """Everything that happened to it, and the acts I may do now."""
    acts = ledger.may(signed_in(request))
    return answers.blank_json(queries.get_blank(blank_id), acts)


@router.post("/{int:blank_id}/acts", response=answers.BlankOut, summary="Do one act on a blank")
def post_act(request: HttpRequest, blank_id: int, sent: BlankActIn) -> dict[str, Any]:
    """The blank as the act leaves it."""
    person = signed_in(request)
    named: dict[str, Any] = {"actor": person, "blank_id": blank_id}
    handed = {name: getattr(sent, name) for name in ("to", "authority", "signature")}
    acts: dict[str, Callable[[], Any]] = {
        "release": lambda: blanks.release(**named, words=sent.words),
        "issue": lambda: blanks.issue(**named, **handed, on=ledger.needed(sent.on, "on")),
        "spoil": lambda: blanks.spoil(**named, words=sent.words),
    }
    acts[sent.act]()
    return answers.blank_json(queries.get_blank(blank_id), ledger.may(person))


def reader(request: HttpRequest) -> tuple[int, frozenset[Act]]:
    """Who asks, and what they may do with the ledger. Raises NotFound."""
    person = signed_in(request)
    return person.pk, ledger.may(person)
