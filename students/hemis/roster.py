"""One item of the HEMIS student list, read in full before anything is written.

Traps of the format: ``second_name`` is the surname and ``third_name`` the patronymic; every date is in Unix seconds;
the average mark comes as a text; the language of instruction hangs on the group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Invalid
from students.hemis import codes
from students.hemis.item import Item, legible
from students.models import Language, Status

EARLIEST_BIRTH = date(1920, 1, 1)


class Refused(Invalid):
    """A row that is not imported, and why."""


@dataclass(frozen=True, kw_only=True)
class PaperOrder:
    """An order on paper from before Harakat that brought about the status of the row; no part of HEMIS's own format.

    Args:
        number: as on the paper, at most 16 characters.
        signed_on: date of the order.
        begins: first day of the status; the order's date where not given.
        until: expected last day, where the order names one.
        ground: our code of the ground; empty where not given.
    """

    number: str
    signed_on: date
    begins: date
    until: date | None
    ground: str


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """A valid item in our own words; codes are those of our models."""

    number: str
    hemis_id: int
    surname: str
    given_name: str
    patronymic: str
    gender: str
    born_on: date
    pinfl: str | None
    status: Status
    form: str
    payment: str
    language: str
    degree: str
    faculty_code: str
    faculty_name: str
    faculty_is_one: bool
    programme_code: str
    programme_name: str
    group_id: int | None
    group_name: str
    course: int
    semester: int
    year: int
    gpa: Decimal | None
    social_category: str
    updated_at: datetime
    paper: PaperOrder | None

    @property
    def updated_on(self) -> date:
        """The day of the last change in HEMIS, in the institute's zone."""
        return self.updated_at.astimezone(clock.zone).date()


def number_of(raw: Any) -> str:
    """The student number a row claims, for the list of refusals; empty where there is none to read."""
    claimed = raw.get("student_id_number") if isinstance(raw, Mapping) else None
    return legible(claimed) if isinstance(claimed, str) else ""


def read_row(raw: Any) -> RosterRow:
    """Read one item of the student list.

    Raises:
        Refused: with everything that is wrong with it.
    """
    flaws: list[str] = []
    if not isinstance(raw, Mapping):
        raise Refused(_("The row is not an object."))
    row = _read(Item(raw, flaws))
    if not flaws and row.status == Status.STUDYING and row.group_id is None:
        flaws.append(_("group: a studying student must have one"))
    if flaws:
        raise Refused("; ".join(flaws))
    return row


def _read(item: Item) -> RosterRow:
    group = item.part("group", required=False)
    faculty, specialty = item.part("department"), item.part("specialty")
    status, paper = _status(item)
    # Without a group nothing tells the language; Uzbek is the language of instruction unless a group says otherwise.
    language = group.part("educationLang").code(codes.LANGUAGES, Language.UZBEK) if group.raw else Language.UZBEK
    return RosterRow(
        number=item.digits("student_id_number", 12),
        hemis_id=item.number("id"),
        surname=item.text("second_name", 80),
        given_name=item.text("first_name", 80),
        patronymic=item.text("third_name", 80, required=False),
        gender=item.part("gender").code(codes.GENDERS, ""),
        born_on=_birth(item),
        pinfl=item.digits("passport_pin", 14, required=False) or None,
        status=status,
        form=item.part("educationForm").code(codes.FORMS, ""),
        payment=item.part("paymentForm").code(codes.PAYMENTS, ""),
        language=language,
        degree=item.part("educationType").code(codes.DEGREES, ""),
        faculty_code=faculty.text("code", 32),
        faculty_name=faculty.text("name", 200),
        faculty_is_one=faculty.part("structureType", required=False).raw.get("code") == codes.FACULTY_STRUCTURE,
        programme_code=specialty.text("code", 16),
        programme_name=specialty.text("name", 200),
        group_id=group.number("id") if group.raw else None,
        group_name=group.text("name", 32) if group.raw else "",
        course=item.part("level").code(codes.COURSES, 0),
        semester=item.part("semester").code(codes.SEMESTERS, 0),
        year=_year(item.part("educationYear")),
        gpa=_gpa(item),
        social_category=item.part("socialCategory", required=False).text("code", 2, required=False),
        updated_at=item.moment("updated_at"),
        paper=paper,
    )


def _birth(item: Item) -> date:
    born_on = item.moment("birth_date").date()
    if not EARLIEST_BIRTH <= born_on < clock.today():
        item.flaw("birth_date", _("is not a day of birth"))
    return born_on


def _year(education_year: Item) -> int:
    text = education_year.digits("code", 4)
    return int(text) if text else 0


def _gpa(item: Item) -> Decimal | None:
    raw = item.raw.get("avg_gpa")
    if raw in (None, ""):
        return None
    try:
        value = Decimal(str(raw)).quantize(Decimal("0.01"))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= 5:
        item.flaw("avg_gpa", _("must be a mark from 0 to 5"))
    return value


def _status(item: Item) -> tuple[Status, PaperOrder | None]:
    """The status, told apart by the paper order's reason where HEMIS keeps two of ours under one code."""
    status = item.part("studentStatus").code(codes.STATUSES, Status.STUDYING)
    if item.raw.get("decree") is None:
        return status, None
    decree = item.part("decree")
    ground, reason = "", decree.text("reason", 8, required=False)
    if status == Status.ON_LEAVE:
        ground = codes.leave_ground(reason)
    elif status == Status.EXPELLED and reason in codes.EXPULSIONS:
        ground, status = codes.EXPULSIONS[reason][0].value, codes.EXPULSIONS[reason][1]
    elif reason:
        decree.flaw("reason", _("unknown code %(code)s") % {"code": legible(reason)})
    return status, _paper(decree, ground)


def _paper(decree: Item, ground: str) -> PaperOrder | None:
    number, signed_on, until = decree.text("number", 16), decree.day("date"), decree.day("until")
    begins = decree.day("from") or signed_on
    if signed_on is None or begins is None:
        decree.flaw("date", _("is missing"))
        return None
    if max(signed_on, begins) > clock.today():
        decree.flaw("from", _("lies in the future, yet the roster shows the status already"))
    if until is not None and until < begins:
        decree.flaw("until", _("lies before the first day"))
    return PaperOrder(number=number, signed_on=signed_on, begins=begins, until=until, ground=ground)
