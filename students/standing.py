"""Where an enrolment stands, as plain facts: what effects compute with, previews compare and orders print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def groups_of(many: Sequence[Facts]) -> dict[int, Group]:
    """The groups of these facts by their id, each with its programme and that one's faculty: one statement."""
    ids = {facts.group_id for facts in many if facts.group_id is not None}
    return Group.objects.select_related("programme__faculty").in_bulk(ids)


def plain_facts(many: Sequence[Facts], groups: Mapping[int, Group] | None = None) -> list[dict[str, Any]]:
    """Facts in words of the reader's language, keyed as ``LABELS``; at most three statements however many are asked.

    Course and semester are numbers, ``until`` an ISO day or None, everything else a string.

    Args:
        groups: those of the facts, as ``groups_of`` gave them, where the caller has them already.
    """
    groups = groups_of(many) if groups is None else groups
    # Programme and faculty are nearly always those of the group; only others are asked for.
    programmes = {group.programme_id: group.programme for group in groups.values()}
    programmes |= Programme.objects.in_bulk({facts.programme_id for facts in many} - programmes.keys())
    faculties = {group.programme.faculty_id: group.programme.faculty for group in groups.values()}
    faculties |= Unit.objects.in_bulk({facts.faculty_id for facts in many} - faculties.keys())
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
