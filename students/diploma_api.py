"""Calls of the register of diplomas; the API object that carries this router knows who asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from journal import clock
from journal.reading import read_key
from students.diploma_queries import ends_of, get_diploma_for, history_of, is_valid, reader_of_register, search_diplomas
from students.models import Diploma

router = Router(tags=["diplomas"])


class DiplomaEndOut(Schema):
    """A document of the entry that holds no more: ``diploma`` or ``supplement``, since which day, by which order."""

    part: str
    since: date
    ground: str
    order_number: str
    order_date: date


class DiplomaRow(Schema):
    """An entry of the register as lists show it."""

    id: int
    document: str
    kind: str
    number: str
    register_number: str
    name: str
    programme: str
    graduated_in: int
    valid: bool


class DiplomaPage(Schema):
    """A page; ``next`` is the cursor of the page after it."""

    items: list[DiplomaRow]
    next: str | None


class DiplomaOut(DiplomaRow):
    """An entry with everything that was printed, what ended it, and the ids of all entries of its history in order."""

    supplement: str
    registered_on: date | None
    other_name: str
    born_on: date | None
    programme_code: str
    qualification: str
    degree: str
    form: str
    language: str
    admitted_in: int | None
    honours: bool
    decided_on: date | None
    order_number: str
    order_date: date | None
    replaces: int | None
    ends: list[DiplomaEndOut]
    history: list[int]


@router.get("/diplomas", response=DiplomaPage, summary="The register of diplomas, by number or name in any script")
def diplomas(request: HttpRequest, q: str = "", after: str = "") -> dict[str, Any]:
    """Entries, the newest first; ``q`` is a number (any digits of it) or words of a name in Latin or Cyrillic."""
    reader_of_register(request.person)  # type: ignore[attr-defined]  # the API's authentication sets it
    page = search_diplomas(q.strip()[:100], after=read_key(after))
    return {"items": [_row(one) for one in page.items], "next": str(page.next) if page.next else None}


@router.get("/diplomas/{int:pk}", response=DiplomaOut, summary="One entry of the register")
def diploma(request: HttpRequest, pk: int) -> dict[str, Any]:
    """What was printed, and what holds no more."""
    one = get_diploma_for(request.person, pk)  # type: ignore[attr-defined]  # the API's authentication sets it
    names = (name for name in DiplomaOut.__annotations__ if name not in ("replaces", "ends", "history"))
    ends = [
        {"part": end.part, "since": end.since, "ground": end.ground, "order_number": end.order_number,
         "order_date": end.order_date}
        for end in ends_of(one).values()
    ]  # fmt: skip
    told = {name: getattr(one, name) for name in names}
    ids = [each.pk for each in history_of(one)]
    return {
        **_row(one), **told, "replaces": one.replaces_id, "ends": ends, "history": ids,
    }  # fmt: skip


def _row(one: Diploma) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in DiplomaRow.__annotations__ if name not in ("id", "valid")}
    return {**told, "id": one.pk, "valid": is_valid(one, clock.today())}
