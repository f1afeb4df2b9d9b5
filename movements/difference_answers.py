"""What the API says of an academic difference and of what a movement will mean."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from ninja import Field, Schema

from journal.refusals import NotFound
from movements import queries
from movements.differences import Shown, shown
from movements.impact import Impact
from movements.models import CaseDifference, Movement


class VersionOut(Schema):
    """Who compared, confirmed, rejected or approved, and why."""

    step: str
    version: int
    act: str
    by: str
    office: str
    words: str
    at: datetime


class DifferenceOut(Schema):
    """The academic difference of a case."""

    open: bool = Field(description="an office judges it now")
    curricula: list[str] = Field(description="names to choose from with the act compare; empty once it is approved")
    curriculum: str | None = Field(description="empty until the office has chosen one")
    result: dict[str, Any] | None = Field(description="credits, subjects, course, semester, plan and the numbers used")
    lines: list[dict[str, Any]] = Field(
        description="every subject, what covers it, by which rule, and what is proposed"
    )
    versions: list[VersionOut]


class DutyOut(Schema):
    """What another office must do."""

    office: str
    text: str


class LineOut(Schema):
    """One line in words."""

    label: str
    value: str


class ImpactOut(Schema):
    """What the movement will mean, as far as it is known."""

    difference: dict[str, Any] | None = Field(
        description="sums of the academic difference; empty: none or not known yet"
    )
    estimated: bool = Field(description="no office has confirmed the difference yet")
    fee: str | None = Field(description="for the credits to make up, in soʻm, to whole tiyin; empty: none, or no price")
    fee_missing: str = Field(description="why there is no fee although credits are to be made up")
    payment_now: str
    payment_after: str
    duties: list[DutyOut]
    lines: list[LineOut] = Field(description="all of it in words")


def difference_json(movement: Movement) -> dict[str, Any]:
    """The difference of a case its reader may see.

    Raises:
        NotFound: the movement asks for none, or it has not come so far.
    """
    found: Shown | None = shown(movement, queries.open_turn(movement))
    if found is None:
        raise NotFound(_("There is no academic difference of this case."))
    return {
        "open": found.open,
        "curricula": [one.name for one in found.curricula],
        "curriculum": found.curriculum.name if found.curriculum else None,
        "result": found.result,
        "lines": found.lines,
        "versions": [_version(one) for one in movement.differences.select_related("by").defer("lines", "result")],
    }


def _version(version: CaseDifference) -> dict[str, Any]:
    names = ("step", "version", "act", "office", "words", "at")
    return {**{name: getattr(version, name) for name in names}, "by": version.by.full_name}


def impact_json(impact: Impact) -> dict[str, Any]:
    """What a movement will mean."""
    price = impact.fee
    return {
        "difference": impact.result,
        "estimated": impact.result is not None and not impact.frozen,
        "fee": None if price is None or price.sum is None else str(price.sum),
        "fee_missing": price.why if price else "",
        "payment_now": impact.payment_now,
        "payment_after": impact.payment_after,
        "duties": [{"office": str(duty.office), "text": str(duty.text)} for duty in impact.duties],
        "lines": [{"label": label, "value": value} for label, value in impact.lines()],
    }
