"""The pages that speak of movements. They ask ``queries`` and call ``actions``; none of them writes."""

from movements.views.applying import apply
from movements.views.calendar import calendar, calendar_year
from movements.views.case import case
from movements.views.composing import compose_order
from movements.views.filing_for import file_for, file_for_newcomer
from movements.views.guests import apply_as_guest, code, introduce, track
from movements.views.kinds import movement_kind, movement_kinds
from movements.views.limits import law_limit, law_limits
from movements.views.lists import cases, letter, paper
from movements.views.students import student, students

__all__ = [
    "apply",
    "apply_as_guest",
    "calendar",
    "calendar_year",
    "case",
    "cases",
    "code",
    "compose_order",
    "file_for",
    "file_for_newcomer",
    "introduce",
    "law_limit",
    "law_limits",
    "letter",
    "movement_kind",
    "movement_kinds",
    "paper",
    "student",
    "students",
    "track",
]
