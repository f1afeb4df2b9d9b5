"""What the API says of whom a case waits for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from movements.clearances import rows
from movements.models import Turn


def waiting_for(turn: Turn | None, places: Mapping[int, str], beside: Mapping[int, str]) -> dict[str, Any] | None:
    """Whom a case waits for.

    Args:
        turn: its open turn.
        places: by turn, where its office sits.
        beside: by row, where the offices sit that are asked beside each other.
    """
    if turn is None:
        return None
    if turn.office:
        return {"office": str(turn.office), "unit": places[turn.pk], "due_at": turn.due_at, "offices": []}
    names = ("office", "state", "due_at", "owed", "cleared_at")
    offices = [{**{name: getattr(row, name) for name in names}, "unit": beside[row.pk]} for row in rows.of(turn)]
    first = next((one for one in offices if one["state"] != rows.State.CLEARED), {"office": "", "unit": ""})
    return {"office": first["office"], "unit": first["unit"], "due_at": turn.due_at, "offices": offices}
