"""The calls of the API that speak of acts of destruction and of stocktakings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from journal.reading import LONGEST, Cursor, Day, Key, Sent
from orders import blanks
from orders.blanks import answers, comparing, ledger, queries
from orders.blanks.api import After, reader
from orders.blanks.screen_forms import LONGEST_LIST
from orders.stocktaking_models import CountedRange
from permissions.middleware import signed_in

router = Router(tags=["blanks"])
PAGE = 100


class MemberIn(Sent):
    """A member of a commission."""

    name: str = Field(max_length=LONGEST)
    post: str = Field("", max_length=LONGEST)


class DestructionIn(Sent):
    """Spoiled serials, one a line or with commas, and the commission that destroys them."""

    serials: str = Field(max_length=LONGEST_LIST)
    basis: str = Field(max_length=LONGEST)
    members: list[MemberIn] = Field(max_length=100)


class DestructionActIn(Sent):
    """``words`` belong to put_aside."""

    act: Literal["confirm", "put_aside"]
    words: str = Field("", max_length=LONGEST)


class StocktakingIn(Sent):
    """A stocktaking of one kind, or of all."""

    kind: str = ""
    as_of: Day
    basis: str = Field(max_length=LONGEST)
    members: list[MemberIn] = Field(max_length=100)


class StocktakingActIn(Sent):
    """``kind``, ``serials``, ``condition`` belong to count; ``range`` to uncount; ``serials``, ``number``, ``on`` and

    ``words`` to explain; ``words`` to drop.
    """

    act: Literal["count", "uncount", "explain", "close", "drop"]
    kind: str = ""
    serials: str = Field("", max_length=LONGEST_LIST)
    condition: str = CountedRange.Condition.CLEAN.value
    range: Key | None = None
    number: str = Field("", max_length=LONGEST)
    on: Day | None = None
    words: str = Field("", max_length=LONGEST)


class DestructionPage(Schema):
    """One page of acts of destruction."""

    items: list[answers.DestructionBrief]
    next: int | None


class StocktakingPage(Schema):
    """One page of stocktakings."""

    items: list[answers.StocktakingBrief]
    next: int | None


class RangePage(Schema):
    """One page of counted ranges."""

    items: list[answers.RangeOut]
    next: int | None


class DifferencePage(Schema):
    """One page of differences."""

    items: list[answers.DifferenceOut]
    next: int | None


@router.get("/destructions", response=DestructionPage, summary="Acts of destruction, newest first")
def list_destructions(request: HttpRequest, given: Query[After]) -> dict[str, Any]:
    """One page of them."""
    reader(request)
    page, following = queries.page_of_destructions(given.after)
    return {"items": [answers.destruction_brief(one) for one in page], "next": following}


@router.post("/destructions", response={201: answers.DestructionOut}, summary="Draw an act of destruction")
def post_destruction(request: HttpRequest, sent: DestructionIn) -> Status[dict[str, Any]]:
    """Nothing is destroyed before another person confirms it."""
    person = signed_in(request)
    members = [one.dict() for one in sent.members]
    act = blanks.draw_destruction(actor=person, serials=sent.serials, basis=sent.basis, members=members)
    return Status(201, answers.destruction_json(act, ledger.may(person), person.pk))


@router.get("/destructions/{int:destruction_id}", response=answers.DestructionOut, summary="One act of destruction")
def get_destruction(request: HttpRequest, destruction_id: int) -> dict[str, Any]:
    """Its serials, its commission, its paper."""
    person_id, acts = reader(request)
    return answers.destruction_json(queries.get_destruction(destruction_id), acts, person_id)


@router.post(
    "/destructions/{int:destruction_id}/acts", response=answers.DestructionOut, summary="Confirm it, or put it aside"
)
def post_destruction_act(request: HttpRequest, destruction_id: int, sent: DestructionActIn) -> dict[str, Any]:
    """The act as it stands then."""
    person = signed_in(request)
    if sent.act == "confirm":
        blanks.confirm_destruction(actor=person, destruction_id=destruction_id)
    else:
        blanks.put_destruction_aside(actor=person, destruction_id=destruction_id, words=sent.words)
    return answers.destruction_json(queries.get_destruction(destruction_id), ledger.may(person), person.pk)


@router.get("/stocktakings", response=StocktakingPage, summary="Stocktakings, newest first")
def list_stocktakings(request: HttpRequest, given: Query[After]) -> dict[str, Any]:
    """One page of them."""
    reader(request)
    page, following = queries.page_of_stocktakings(given.after)
    return {"items": [answers.stocktaking_brief(one) for one in page], "next": following}


@router.post("/stocktakings", response={201: answers.StocktakingOut}, summary="Open a stocktaking")
def post_stocktaking(request: HttpRequest, sent: StocktakingIn) -> Status[dict[str, Any]]:
    """The ledger goes on meanwhile."""
    person = signed_in(request)
    members = [one.dict() for one in sent.members]
    row = blanks.open_stocktaking(actor=person, kind=sent.kind, as_of=sent.as_of, basis=sent.basis, members=members)
    return Status(201, answers.stocktaking_json(row, ledger.may(person)))


@router.get("/stocktakings/{int:stocktaking_id}", response=answers.StocktakingOut, summary="One stocktaking")
def get_stocktaking(request: HttpRequest, stocktaking_id: int) -> dict[str, Any]:
    """Its figures, frozen once it is closed."""
    _person_id, acts = reader(request)
    return answers.stocktaking_json(queries.get_stocktaking(stocktaking_id), acts)


@router.get("/stocktakings/{int:stocktaking_id}/counted", response=RangePage, summary="What the commission counted")
def list_counted(request: HttpRequest, stocktaking_id: int, after: Cursor | None = None) -> dict[str, Any]:
    """One page of ranges; ``after`` is a place in the list."""
    return _page(request, stocktaking_id, "ranges", after or 0)


@router.get("/stocktakings/{int:stocktaking_id}/differences", response=DifferencePage, summary="What differs")
def list_differences(request: HttpRequest, stocktaking_id: int, after: Cursor | None = None) -> dict[str, Any]:
    """One page of differences, each with its act; ``after`` is a place in the list."""
    return _page(request, stocktaking_id, "differences", after or 0)


@router.post(
    "/stocktakings/{int:stocktaking_id}/acts", response=answers.StocktakingOut, summary="Do one act on a stocktaking"
)
def post_stocktaking_act(request: HttpRequest, stocktaking_id: int, sent: StocktakingActIn) -> dict[str, Any]:
    """The stocktaking as the act leaves it."""
    person = signed_in(request)
    named: dict[str, Any] = {"actor": person, "stocktaking_id": stocktaking_id}
    acts: dict[str, Callable[[], Any]] = {
        "count": lambda: blanks.count_blanks(**named, kind=sent.kind, serials=sent.serials, condition=sent.condition),
        "uncount": lambda: blanks.uncount(**named, range_id=ledger.needed(sent.range, "range")),
        "explain": lambda: blanks.explain(
            **named, serials=sent.serials, number=sent.number, on=ledger.needed(sent.on, "on"), words=sent.words
        ),
        "close": lambda: blanks.close_stocktaking(**named),
        "drop": lambda: blanks.drop_stocktaking(**named, words=sent.words),
    }
    acts[sent.act]()
    return answers.stocktaking_json(queries.get_stocktaking(stocktaking_id), ledger.may(person))


def _page(request: HttpRequest, stocktaking_id: int, name: str, after: int) -> dict[str, Any]:
    reader(request)
    every = comparing.result_of(queries.get_stocktaking(stocktaking_id))[name]
    return {"items": every[after : after + PAGE], "next": after + PAGE if len(every) > after + PAGE else None}
