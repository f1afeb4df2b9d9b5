"""The calls of the API that speak of sittings: the same queries and the same actions as the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponseBase
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from journal.reading import LONGEST, Cursor, Key, Sent
from movements.models import Sitting, SittingState
from movements.sittings import actions, queries
from movements.sittings.access import get_sitting_for
from movements.sittings.answers import brief_json, sitting_json
from movements.sittings.documents import paper_for
from permissions.middleware import signed_in
from permissions.models import Person

router = Router(tags=["sittings"])

ActName = Literal["add", "call", "leave", "attend", "interest", "vote", "vote_all", "close", "sign", "void"]


class BriefOut(Schema):
    """A sitting in a list."""

    id: int
    commission: str
    name: str
    meets_at: datetime
    place: str
    state: str
    number: str | None
    date: date | None


class SeatOut(Schema):
    """Somebody who votes in the commission that day."""

    id: int
    name: str
    title: str
    chairs: bool
    present: bool


class VoteOut(Schema):
    """One vote that counts."""

    person: int
    choice: str
    dissent: str


class AgendaOut(Schema):
    """One case of the agenda. Votes are told to the commission alone."""

    movement: int
    number: str
    applicant: str
    kind: str
    open: bool
    proposal: str
    ground: str
    words: str
    outcome: str
    left_because: str
    counts: dict[str, int] | None
    votes: list[VoteOut] | None


class SittingOut(BriefOut):
    """A sitting with everything the caller may see of it."""

    members: list[SeatOut]
    presided_by: int | None
    quorum: bool
    cases: list[AgendaOut]
    signatures: list[str] = Field(description="offices that have signed")
    minutes_sha256: str
    may: list[str] = Field(description="the acts I may do now")


class SittingPage(Schema):
    """One page of sittings; ``next`` is the cursor of the page after it."""

    items: list[BriefOut]
    next: int | None


class SittingFilter(Schema):
    """What a list may be narrowed by."""

    state: SittingState | None = None
    text: str = ""
    after: Cursor | None = None


class SittingIn(Sent):
    """A sitting to be prepared. ``commission`` is its code; ``meets_at`` carries its offset."""

    commission: str = Field(max_length=32)
    meets_at: datetime
    place: str = Field(max_length=LONGEST)
    movements: list[Key] = Field([], max_length=200)


class BallotIn(Sent):
    """One member's vote."""

    person: Key
    choice: str
    dissent: str = Field("", max_length=LONGEST)


class ActIn(Sent):
    """An act on the sitting.

    ``movements`` belong to add; ``movement`` to leave, interest and vote; ``present`` and ``presided_by`` to attend;
    ``votes`` and ``proposal`` to vote; ``ground`` and ``words`` to interest and to a vote on a return or refusal;
    ``words`` alone are the grounds of leave and void; ``person`` is whose interest it is.
    """

    act: ActName
    movements: list[Key] = Field([], max_length=200)
    movement: Key | None = None
    present: list[Key] = Field([], max_length=200)
    presided_by: Key | None = None
    person: Key | None = None
    proposal: str = "approve"
    votes: list[BallotIn] = Field([], max_length=200)
    ground: str = ""
    words: str = Field("", max_length=LONGEST)


@router.get("", response=SittingPage, summary="Sittings I may see, newest first")
def list_sittings(request: HttpRequest, given: Query[SittingFilter]) -> dict[str, Any]:
    """One page; pass ``next`` as ``after`` for the page that follows."""
    person = signed_in(request)
    found = queries.sittings_for(person, state=given.state or "", text=given.text.strip(), after=given.after)
    page = found[: queries.PAGE]
    more = page[-1].pk if len(found) > queries.PAGE else None
    return {"items": [brief_json(sitting) for sitting in page], "next": more}


@router.post("", response={201: SittingOut}, summary="Prepare a sitting")
def prepare(request: HttpRequest, sent: SittingIn) -> Status[dict[str, Any]]:
    """Nobody is told before the act ``call``."""
    person = signed_in(request)
    body_id = queries.body_id_of(sent.commission)
    sitting = actions.prepare(
        actor=person, body_id=body_id, meets_at=sent.meets_at, place=sent.place, movement_ids=sent.movements
    )
    return Status(201, sitting_json(person, sitting))


@router.get("/{int:sitting_id}", response=SittingOut, summary="One sitting with its agenda")
def get_sitting(request: HttpRequest, sitting_id: int) -> dict[str, Any]:
    """Cases in which I have an interest are not on it."""
    person = signed_in(request)
    return sitting_json(person, get_sitting_for(person, sitting_id))


@router.get("/{int:sitting_id}/minutes", summary="The minutes: sealed PDF, before that the sheet as HTML")
def get_minutes(request: HttpRequest, sitting_id: int) -> HttpResponseBase:
    """Only for who may see every case in them."""
    person = signed_in(request)
    return paper_for(person, get_sitting_for(person, sitting_id))


@router.post("/{int:sitting_id}/acts", response=SittingOut, summary="Do one act on a sitting")
def act(request: HttpRequest, sitting_id: int, sent: ActIn) -> dict[str, Any]:
    """The sitting as the act leaves it."""
    person = signed_in(request)
    perform(person, sitting_id, sent)
    return sitting_json(person, get_sitting_for(person, sitting_id))


def perform(actor: Person, sitting_id: int, sent: ActIn) -> Sitting:
    """Call the action the act names; what it raises is the answer."""
    asked: dict[str, Any] = {"actor": actor, "sitting_id": sitting_id}
    case = sent.movement or 0
    acts: dict[str, Callable[[], Sitting]] = {
        "add": lambda: actions.put_on(**asked, movement_ids=sent.movements),
        "call": lambda: actions.call(**asked),
        "leave": lambda: actions.leave_over(**asked, movement_id=case, grounds=sent.words),
        "attend": lambda: actions.attend(**asked, present=sent.present, presided_by=sent.presided_by),
        "interest": lambda: actions.declare_interest(
            **asked, movement_id=case, ground=sent.ground, words=sent.words, person_id=sent.person
        ),
        "vote": lambda: actions.vote(
            **asked,
            movement_id=case,
            votes={ballot.person: ballot.choice for ballot in sent.votes},
            dissent={ballot.person: ballot.dissent for ballot in sent.votes},
            proposal=sent.proposal,
            ground=sent.ground,
            words=sent.words,
        ),
        "vote_all": lambda: actions.vote_all(**asked),
        "close": lambda: actions.close(**asked),
        "sign": lambda: actions.sign(**asked),
        "void": lambda: actions.void(**asked, grounds=sent.words),
    }
    return acts[sent.act]()
