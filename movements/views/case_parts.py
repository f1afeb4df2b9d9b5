"""Parts of the page of a case that stand for themselves: each is read by one function and shown by one template."""

from __future__ import annotations

from typing import Any

from movements.models import Movement
from orders import sheets


def parts_of(movement: Movement) -> dict[str, Any]:
    """By name of the template's value."""
    return {"sheets": sheets.about(f"movement:{movement.pk}") if movement.number else []}
