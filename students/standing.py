"""Where an enrolment stands, as plain facts: what effects compute with, previews compare and orders print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from permissions.models import Unit
from students.hemis.codes import ground_label
from students.models import Form, Group, Language, Payment, Programme, Standing, Status, Student

LABELS = {
    "status": _("standing"),
    "faculty": _("faculty"),
    "programme_code": _("programme code"),
    "programme_name": _("programme"),
    "group": _("group"),
    "course": _("course"),
    "semester": _("semester"),
    "form": _("form of education"),
    "language": _("language of instruction"),
    "payment": _("basis of payment"),
    "curriculum": _("curriculum"),
    "until": _("until"),
    "ground": _("ground"),
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts of one standing, without the days on which they hold.

    Args:
        status: one of ``Status``.
        course: year of study, from 1.
        semester: counted from admission, from 1.
        form, language, payment: codes of ``Form``, ``Language``, ``Payment``.
        until: expected last day, where the order names one.
        ground: code of the legal ground of the status; empty where there is none.
    """

    status: str
    faculty_id: int
    programme_id: int
    group_id: int | None
    course: int
    semester: int
    form: str
    language: str
    payment: str
    curriculum: str = ""
    until: date | None = None
    ground: str = ""

    @classmethod
    def of(cls, row: Student | Standing) -> Facts:
        """The facts of a ledger row, or of a student's projection of today."""
        return cls(
            status=str(row.status),
            faculty_id=row.faculty_id,
            programme_id=row.programme_id,
            group_id=row.group_id,
            course=row.course,
            semester=row.semester,
            form=row.form,
            language=row.language,
            payment=row.payment,
            curriculum=row.curriculum,
            until=row.status_until if isinstance(row, Student) else row.until,
            ground=row.ground,
        )

    def columns(self) -> dict[str, Any]:
        """The facts as columns of a ledger row."""
        return asdict(self)

    def plain(self) -> dict[str, Any]:
        """The facts in words; ``plain_facts`` answers for many at the same price."""
        return plain_facts([self])[0]


def plain_facts(many: Sequence[Facts]) -> list[dict[str, Any]]:
    """Facts in words of the reader's language, keyed as ``LABELS``; three statements however many are asked.

    Course and semester are numbers, ``until`` an ISO day or None, everything else a string.
    """
    faculties = Unit.objects.in_bulk({facts.faculty_id for facts in many})
    programmes = Programme.objects.in_bulk({facts.programme_id for facts in many})
    groups = Group.objects.in_bulk({facts.group_id for facts in many if facts.group_id is not None})
    return [
        {
            "status": str(Status(facts.status).label),
            "faculty": faculties[facts.faculty_id].name,
            "programme_code": programmes[facts.programme_id].code,
            "programme_name": programmes[facts.programme_id].name,
            "group": groups[facts.group_id].name if facts.group_id is not None else "",
            "course": facts.course,
            "semester": facts.semester,
            "form": str(Form(facts.form).label),
            "language": str(Language(facts.language).label),
            "payment": str(Payment(facts.payment).label),
            "curriculum": facts.curriculum,
            "until": facts.until.isoformat() if facts.until else None,
            "ground": ground_label(facts.ground),
        }
        for facts in many
    ]
