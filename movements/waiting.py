"""Whom cases wait for, asked at the same price for one case and for many."""

from __future__ import annotations

from collections.abc import Sequence

from journal import clock
from movements import queries
from movements.clearances import rows
from movements.models import Turn
from permissions.models import Person
from permissions.roles import Role


def open_turns(movement_ids: Sequence[int]) -> dict[int, Turn]:
    """The open turns of these cases, by case."""
    turns = list(Turn.objects.select_related("unit").filter(movement_id__in=movement_ids, finished__isnull=True))
    rows.load(turns)
    return {turn.movement_id: turn for turn in turns}


def tasks(person: Person, *, after: int | None = None) -> list[Turn]:
    """Everything that waits for this person, newest first: the inbox of their offices and their own returned cases.

    One page and one more row, which says whether a page follows.

    Args:
        after: id of the last turn of the page before.
    """
    own = Turn.objects.select_related("movement__applicant", "movement__student", "unit", "holder").filter(
        person=person, office=Role.STUDENT, finished__isnull=True
    )
    if after:
        own = own.filter(pk__lt=after)
    mine = [*queries.inbox(person, after=after), *own.order_by("-pk")[: queries.PAGE + 1]]
    return sorted(mine, key=lambda turn: -turn.pk)[: queries.PAGE + 1]


def is_overdue(turn: Turn) -> bool:
    """Whether the term has ended."""
    return bool(turn.due_at and turn.due_at < clock.now())


def held_by(turn: Turn) -> str | None:
    """Who has the case on the desk just now; the holder is loaded."""
    held = turn.holder and turn.held_until and turn.held_until > clock.now()
    return turn.holder.full_name if turn.holder and held else None
