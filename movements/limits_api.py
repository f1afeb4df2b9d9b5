"""The call of the API that speaks of the numbers of the law."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from movements import limit_pages
from movements.limit_pages import Number, Version
from movements.limits import Confidence, JudgedBy
from permissions.middleware import powers_of, signed_in

router = Router(tags=["movements"])
PAGE = 50


class AddedOut(Schema):
    """Who of the office added a value, and on what it rests."""

    id: int
    by: str
    office: str
    at: datetime
    basis: str
    reason: str


class VersionOut(Schema):
    """One version of a number."""

    value: str
    valid_from: date
    valid_to: date | None
    on: bool = Field(description="off: it stands as data and is not applied")
    source: str
    confidence: Confidence
    added: AddedOut | None = Field(description="a value of the office, told to those who hold one")


class LimitOut(Schema):
    """One number of the law."""

    key: str
    unit: str
    judged_by: JudgedBy = Field(description="the day of a case that chooses the version")
    clause: str = Field(description="the clause it belongs to; empty where none is known")
    text: str
    versions: list[VersionOut]
    asked_by: list[str] = Field(description="kinds of movement whose rules look at it")


class LimitPage(Schema):
    """One page of numbers; ``next`` is the ``after`` of the page that follows."""

    items: list[LimitOut]
    next: str | None


@router.get("/limits", response=LimitPage, summary="The numbers of the law, each with the days on which it holds")
def list_limits(request: HttpRequest, q: str = "", after: str = "") -> dict[str, Any]:
    """In the order of the keys; ``q`` looks in key, clause and source."""
    signed_in(request)
    found = [one for one in limit_pages.numbers(q) if one.key > after]
    in_office = bool(powers_of(request))
    return {
        "items": [_limit(one, in_office) for one in found[:PAGE]],
        "next": found[PAGE - 1].key if len(found) > PAGE else None,
    }


def _limit(number: Number, in_office: bool) -> dict[str, Any]:
    first = number.versions[0].limit
    return {
        "key": number.key,
        "unit": first.unit,
        "judged_by": first.judged_by,
        "clause": number.clause.code if number.clause else "",
        "text": number.text,
        "versions": [_version(one, in_office) for one in number.versions],
        "asked_by": [kind for kind, _called, _clauses in limit_pages.cited_by(number.key)],
    }


def _version(version: Version, in_office: bool) -> dict[str, Any]:
    names = ("valid_from", "valid_to", "on", "confidence")
    added = None
    if version.row is not None and in_office:
        row = version.row
        told = {"id": row.pk, "by": row.added_by.full_name, "at": row.added_at}
        added = {**told, "office": row.office, "basis": row.basis, "reason": row.reason}
    limit = version.limit
    return {
        **{name: getattr(limit, name) for name in names},
        "value": str(limit.value),
        "source": version.source,
        "added": added,
    }
