"""The pages that speak of movements. They ask ``queries`` and call ``actions``; none of them writes."""

from movements.views.applying import apply
from movements.views.case import case
from movements.views.composing import compose_order
from movements.views.kinds import movement_kind, movement_kinds
from movements.views.lists import cases, paper
from movements.views.students import student, students

__all__ = ["apply", "case", "cases", "compose_order", "movement_kind", "movement_kinds", "paper", "student", "students"]
