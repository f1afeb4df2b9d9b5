"""How often each fault is tried: a few times by ``make test``, at full numbers by ``make prove``.

``HARAKAT_PROVE`` names the file to which a proof writes what it counted.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

PROOF = os.environ.get("HARAKAT_PROVE", "")
counted: dict[str, dict[str, Any]] = {}


def times(few: int, many: int) -> int:
    """``many`` when the product is being proved, else ``few``."""
    return many if PROOF else few


def chosen(points: list[Any], few: int) -> list[Any]:
    """All points when the product is being proved, else a few, the last among them."""
    if PROOF or len(points) <= few:
        return points
    return [points[-1 - index * (len(points) // few)] for index in range(few)]


def count(fault: str, **numbers: Any) -> None:
    """Add what a test counted; numbers of the same name add up, of times the longest is kept."""
    line = counted.setdefault(fault, {})
    for name, number in numbers.items():
        longest = name.startswith("longest")
        line[name] = max(line.get(name, 0), number) if longest else line.get(name, 0) + number
    if PROOF:
        Path(PROOF).write_text(json.dumps(counted, indent=1))
