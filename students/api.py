"""Calls that speak of a student alone; the API object that carries this router knows who asks."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema

from journal import clock
from journal.reading import FIRST_DAY, LAST_DAY, Day, read_day
from journal.refusals import Invalid
from students.access import get_student_for
from students.models import Form, Payment, Standing
from students.queries import standing_of

router = Router(tags=["students"])


class Coded(Schema):
    """A HEMIS code with its name in the reader's language."""

    code: str
    name: str


class StandingOrder(Schema):
    """The order a standing rests on."""

    number: str
    date: date | None


class StandingOut(Schema):
    """A standing; all empty where nothing was known of that day.

    ``since`` is the first day of this standing; ``until`` its expected last day where the order names one; ``basis``
    is ``order``, ``paper_order`` or ``hemis_import``, which has no ``order``.
    """

    status: str | None = None
    programme: Coded | None = None
    group: str | None = None
    course: int | None = None
    semester: int | None = None
    form: Coded | None = None
    payment: Coded | None = None
    since: date | None = None
    until: date | None = None
    ground: str | None = None
    basis: str | None = None
    order: StandingOrder | None = None


@router.get("/students/{number}/standing", response=StandingOut, summary="Standing on a day, as known at a moment")
def standing(
    request: HttpRequest, number: str, as_of: Day | None = None, known_at: str | None = None
) -> dict[str, Any] | StandingOut:
    """The standing on a day, as the office knew it at a moment.

    ``as_of`` is a day, today if left out. ``known_at`` is a moment with its offset, or a day, which means its end; all
    that is known now if left out.
    """
    student = get_student_for(request.person, number)  # type: ignore[attr-defined]  # the API's authentication sets it
    row = standing_of(student, as_of=as_of or clock.today(), known_at=_moment(known_at))
    return _shown(row) if row else StandingOut()


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        if len(text) == len("2026-09-01"):
            return datetime.combine(read_day(text), time.max, tzinfo=clock.zone)
        # A plus sign that was not percent-encoded arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if not FIRST_DAY <= moment.date() <= LAST_DAY:
            raise ValueError(text)
    except ValueError as error:
        sentence = _("must be a day like 2026-09-01 or a moment like 2026-09-01T09:00:00+05:00")
        raise Invalid(_("The moment of knowledge cannot be read."), fields={"known_at": [sentence]}) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.zone)


def _shown(row: Standing) -> dict[str, Any]:
    return {
        "status": row.status,
        "programme": {"code": row.programme.code, "name": row.programme.name},
        "group": row.group.name if row.group else None,
        "course": row.course,
        "semester": row.semester,
        "form": {"code": row.form, "name": str(Form(row.form).label)},
        "payment": {"code": row.payment, "name": str(Payment(row.payment).label)},
        "since": row.valid_from,
        "until": row.until,
        "ground": row.ground or None,
        "basis": row.basis,
        "order": {"number": row.order_number, "date": row.order_date} if row.order_number else None,
    }
