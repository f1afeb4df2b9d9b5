"""Parts of the page of a case that stand for themselves: each is read by one function and shown by one template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from movements import queries
from movements.correspondence.of_case import letters_of
from movements.models import Movement
from movements.subject_groups.page import groups_of_case
from movements.views.rows import CaseRow, turn_rows
from orders import sheets
from permissions.middleware import powers_of, signed_in

DECIDED = "decided"
"""In the address of a page that is shown after its reader has decided: then it leads on to the next case."""


def parts_of(request: HttpRequest, movement: Movement) -> dict[str, Any]:
    """By name of the template's value."""
    return {
        "sheets": sheets.about(f"movement:{movement.pk}") if movement.number else [],
        "letters": letters_of(movement) if movement.number else [],
        "subjects": groups_of_case(movement),
        "next_case": next_in_inbox(request, movement) if DECIDED in request.GET else None,
        "decided_now": DECIDED in request.GET,
    }


def next_in_inbox(request: HttpRequest, movement: Movement) -> CaseRow | None:
    """The newest case in the reader's inbox beside this one."""
    person = signed_in(request)
    waiting = queries.inbox(person, powers=powers_of(request), orders=False)
    return next((row for row in turn_rows(waiting[:2], reader=person) if row.pk != movement.pk), None)
