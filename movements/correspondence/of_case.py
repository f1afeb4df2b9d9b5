"""For the page of a case: the letters sent in it, and until when the office waits for their replies."""

from __future__ import annotations

from typing import NamedTuple

from movements.inquiry_models import Inquiry
from movements.models import Movement


class LetterLine(NamedTuple):
    """One letter in words."""

    number: str
    sender: str
    state: str
    overdue: bool


def letters_of(movement: Movement) -> list[LetterLine]:
    """The letters of the case, the oldest first; one statement."""
    from movements.correspondence.queries import is_overdue, state_of  # they ask who may see cases, and so know views

    found = Inquiry.objects.select_related("answer").filter(movement=movement).order_by("pk")
    return [LetterLine(one.number, one.sender, state_of(one), is_overdue(one)) for one in found]
