"""The call of the API that lists leaves by their ends."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from movements.leaves.ends import ends_today, page_for
from movements.leaves.rows import LeaveRow, leave_rows
from permissions.middleware import signed_in
from students.access import reach

router = Router(tags=["students"])


class LeaveOut(Schema):
    """One student on leave."""

    student: str = Field(description="HEMIS student number")
    name: str
    ground: str = Field(description="code of the ground; empty where none is recorded")
    since: date | None
    until: date | None = Field(description="last day; none where the law sets no end yet")
    due_back: date | None = Field(description="last day of a timely return: the first working day after the leave")
    overdue: bool
    case: int | None = Field(description="the case under way that ends or prolongs the leave")


class LeavePage(Schema):
    """One page of leaves; ``next`` is the ``after`` of the page that follows."""

    items: list[LeaveOut]
    next: str | None


@router.get("/leaves", response=LeavePage, summary="Leaves that end soon, are over, or have no end yet")
def list_leaves(
    request: HttpRequest, show: Literal["ending", "overdue", "open", "all"] = "all", q: str = "", after: str = ""
) -> dict[str, Any]:
    """Of the units whose students I may read, the first to end first; ``q`` looks in numbers and names."""
    ends = ends_today()
    page, following = page_for(reach(signed_in(request)), ends, show=show, text=q.strip(), after=after)
    return {"items": [_leave(row) for row in leave_rows(page, ends)], "next": following or None}


def _leave(row: LeaveRow) -> dict[str, Any]:
    return {
        "student": row.student.number,
        "name": row.student.person.full_name,
        "ground": row.student.ground,
        "since": row.student.status_since,
        "until": row.until,
        "due_back": row.due_back,
        "overdue": row.overdue,
        "case": row.case.pk if row.case else None,
    }
