"""The calls of the API that speak of subject groups: the same queries and the same actions as the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from journal.reading import LONGEST, Cursor, Day, Key, Sent
from journal.refusals import Invalid, NotFound
from movements.models import GroupState, SubjectGroup
from movements.subject_groups import actions, queries
from movements.subject_groups.page import waiting_rows
from permissions.middleware import signed_in
from permissions.models import Person

router = Router(tags=["subject groups"])

ActName = Literal["put_in", "take_out", "change", "form", "disband"]


class WaitingOut(Schema):
    """A subject somebody waits for."""

    subject: str
    name: str
    count: int
    faculties: int
    since: datetime


class SeatOut(Schema):
    """A case that waits for the subject or stands in the group."""

    movement: int
    number: str
    applicant: str
    student: str | None
    credits: Decimal
    paid_on: date | None


class BriefOut(Schema):
    """A group in a list."""

    id: int
    subject: str
    name: str
    state: str
    starts_on: date
    ends_on: date
    teacher: str
    hours: int


class GroupOut(BriefOut):
    """A group with its members and those who wait for its subject."""

    least: int | None = Field(description="the least number that held when it was formed")
    grounds: str
    members: list[SeatOut]
    waiting: list[SeatOut]


class SubjectPage(Schema):
    """One page of subjects; ``next`` is the cursor of the page after it."""

    items: list[WaitingOut]
    next: str | None


class GroupPage(Schema):
    """One page of groups; ``next`` is the cursor of the page after it."""

    items: list[BriefOut]
    next: int | None


class SubjectFilter(Schema):
    """What the list of subjects may be narrowed by."""

    text: str = ""
    after: str = ""


class GroupFilter(Schema):
    """What the list of groups may be narrowed by."""

    state: GroupState | None = None
    text: str = ""
    after: Cursor | None = None


class DaysIn(Sent):
    """When a group studies, with whom and how long."""

    starts_on: Day
    ends_on: Day
    teacher: str = Field(max_length=LONGEST)
    hours: int


class GroupIn(DaysIn):
    """A group to be begun; ``subject`` as the list of subjects names it."""

    subject: str = Field(max_length=32)
    movements: list[Key] = Field([], max_length=200)


class ActIn(Sent):
    """An act on a group.

    ``movements`` belongs to put_in, ``movement`` to take_out, ``days`` to change; ``grounds`` to take_out, disband, and
    to form where the group is smaller than the least number.
    """

    act: ActName
    movements: list[Key] = Field([], max_length=200)
    movement: Key | None = None
    days: DaysIn | None = None
    grounds: str = Field("", max_length=LONGEST)


@router.get("/subjects", response=SubjectPage, summary="Subjects somebody waits for")
def waiting_subjects(request: HttpRequest, chosen: Query[SubjectFilter]) -> dict[str, Any]:
    """The subjects for which cases of all faculties wait."""
    _keeper(request)
    found = queries.subjects(text=chosen.text, after=chosen.after)
    page = found[: queries.PAGE]
    return {"items": page, "next": page[-1]["subject"] if len(found) > queries.PAGE else None}


@router.get("", response=GroupPage, summary="Subject groups, newest first")
def listed(request: HttpRequest, chosen: Query[GroupFilter]) -> dict[str, Any]:
    """The groups, newest first; disbanded ones only where asked for."""
    _keeper(request)
    found = queries.groups(state=chosen.state or "", text=chosen.text, after=chosen.after)
    page = found[: queries.PAGE]
    return {"items": [_brief(one) for one in page], "next": page[-1].pk if len(found) > queries.PAGE else None}


@router.post("", response={201: GroupOut}, summary="Begin a subject group")
def opened(request: HttpRequest, sent: GroupIn) -> Status[dict[str, Any]]:
    """Begin a group with the first cases that wait for its subject."""
    given = sent.dict()
    group = actions.open_group(actor=signed_in(request), movement_ids=given.pop("movements"), **given)
    return Status(201, _whole(group))


@router.get("/{int:group_id}", response=GroupOut, summary="One group with its members")
def told(request: HttpRequest, group_id: int) -> dict[str, Any]:
    """One group."""
    return _whole(queries.get_group_for(signed_in(request), group_id))


@router.post("/{int:group_id}/acts", response=GroupOut, summary="Do one act on a group")
def acted(request: HttpRequest, group_id: int, sent: ActIn) -> dict[str, Any]:
    """An act on a group."""
    asked: dict[str, Any] = {"actor": signed_in(request), "group_id": group_id}
    acts: dict[str, Callable[[], SubjectGroup]] = {
        "put_in": lambda: actions.put_in(**asked, movement_ids=sent.movements),
        "take_out": lambda: actions.take_out(**asked, movement_id=sent.movement or 0, grounds=sent.grounds),
        "change": lambda: actions.change(**asked, **(sent.days.dict() if sent.days else _days_missing())),
        "form": lambda: actions.form(**asked, grounds=sent.grounds),
        "disband": lambda: actions.disband(**asked, grounds=sent.grounds),
    }
    return _whole(acts[sent.act]())


def _days_missing() -> dict[str, Any]:
    sentence = _("This must be said.")
    raise Invalid(sentence, fields={"days": [sentence]})


def _keeper(request: HttpRequest) -> Person:
    person = signed_in(request)
    if not queries.keeps(person):
        raise NotFound("")
    return person


def _brief(group: SubjectGroup) -> dict[str, Any]:
    names = ("subject", "name", "starts_on", "ends_on", "teacher", "hours")
    return {"id": group.pk, "state": str(group.state), **{name: getattr(group, name) for name in names}}


def _whole(group: SubjectGroup) -> dict[str, Any]:
    return {
        **_brief(group),
        "least": group.least,
        "grounds": group.grounds,
        "members": [_seat(row) for row in waiting_rows(queries.members(group))],
        "waiting": [_seat(row) for row in waiting_rows(queries.waiting_for(group.subject))],
    }


def _seat(row: dict[str, Any]) -> dict[str, Any]:
    movement = row["movement"]
    return {
        "movement": movement.pk,
        "number": movement.number,
        "applicant": movement.applicant.full_name,
        "student": movement.student.number if movement.student else None,
        "credits": row["claim"].credits,
        "paid_on": row["paid_on"],
    }
