"""The shapes in which the API says of cases what ``answers`` fills them with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Schema

from orders.sheet_screens import SheetOut


class AskedOut(Schema):
    """One of several offices asked at once."""

    office: str
    unit: str = Field(description="where the office sits")
    state: str = Field(description="asked, owed (it waits for the applicant) or cleared")
    due_at: datetime | None = Field(description="end of its own term, while it is asked")
    owed: str = Field(description="what is owed, in the office's words")
    cleared_at: datetime | None


class WaitingOut(Schema):
    """Who is asked now."""

    office: str = Field(
        description="code of the office; student is the applicant; of several asked at once the first still open"
    )
    unit: str = Field(description="where the office sits")
    due_at: datetime | None = Field(description="end of the term, in working days; of several the first that ends")
    offices: list[AskedOut] = Field([], description="every office asked at once, where there are several")


class FactOut(Schema):
    """One fact a rule looked at."""

    label: str
    value: str


class FindingOut(Schema):
    """What one clause says of the case, frozen with the numbers it used."""

    clause: str
    act: str
    number: str
    reference: str
    text: str
    remedy: str
    holds: bool
    warns: bool = Field(description="does not hold, but is too doubtful to stop anything")
    facts: list[FactOut]
    limits: list[dict[str, Any]]


class CarriedOut(Schema):
    """The order that carries the case."""

    id: int
    step: str
    item_state: str


class MovementOut(Schema):
    """A case."""

    id: int
    number: str | None = Field(description="given by filing")
    kind: str
    student: str | None = Field(description="HEMIS student number")
    applicant: str
    filed_by: str | None = Field(description="who of the office filed it for the applicant")
    state: str
    step: str
    filed_at: datetime | None
    service_due_at: datetime | None = Field(
        description="end of the term of the whole case, if it has one; it moves on while the applicant must answer"
    )
    waiting_for: WaitingOut | None
    findings: list[FindingOut]
    orders: list[CarriedOut]


class MovementPage(Schema):
    """One page of cases; ``next`` is the ``after`` of the page that follows."""

    items: list[MovementOut]
    next: int | None


class TaskOut(Schema):
    """A step that waits for me."""

    id: int
    step: str
    title: str
    since: datetime
    overdue: bool
    holder: str | None = Field(description="who has it on the desk just now")
    movement: MovementOut


class TaskPage(Schema):
    """One page of the inbox."""

    items: list[TaskOut]
    next: int | None


class PaperOut(Schema):
    """A paper of the case; its file's name only for those who may open it."""

    id: int
    kind: str
    title: str
    name: str | None
    content_type: str
    size: int
    sha256: str
    added_at: datetime


class EventOut(Schema):
    """One link of the case's chain."""

    seq: int
    at: datetime
    act: str
    by: str
    office: str
    power: str
    clause: str
    words: str
    hash: str


class DecisionOut(Schema):
    """Who decided what, by which power."""

    step: str
    verdict: str
    by: str
    office: str
    on_behalf_of: str | None
    basis: str
    ground: str
    words: str
    added: dict[str, Any]
    at: datetime


class CaseOut(MovementOut):
    """A case with everything its reader may see of it."""

    stated: dict[str, Any]
    decided: dict[str, dict[str, Any]]
    insisted: str
    papers: list[PaperOut]
    events: list[EventOut]
    decisions: list[DecisionOut]
    sheets: list[SheetOut] = Field(description="papers the office has made about the case")
    may: list[str] = Field(description="the acts I may do now")
