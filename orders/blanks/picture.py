"""The stock as a picture: a bar a kind, its parts the places; ``screens/blanks/stock.html`` writes the SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orders.blank_kinds import BlankKind, Place

WIDTH, HEIGHT = 600, 18
# A place with few blanks is still seen.
THINNEST = 3


@dataclass(frozen=True)
class Part:
    """One place in a bar."""

    x: int
    width: int
    place: Place
    count: int


@dataclass(frozen=True)
class Bar:
    """One kind: its figures, its drawing, and what that says to somebody who hears it."""

    kind: BlankKind
    counts: list[tuple[Place, int]]
    total: int
    parts: list[Part]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def bars_of(counts: Mapping[BlankKind, Mapping[Place, int]]) -> list[Bar]:
    """A bar for each kind that ever had a blank, on one scale for all."""
    most = max((sum(held.values()) for held in counts.values()), default=0)
    return [_bar(kind, held, most) for kind, held in counts.items() if sum(held.values())]


def _bar(kind: BlankKind, held: Mapping[Place, int], most: int) -> Bar:
    parts, x = [], 0
    for place, count in held.items():
        if count:
            width = max(THINNEST, WIDTH * count // most)
            parts.append(Part(x, width, place, count))
            x += width
    words = ", ".join(f"{place.label} {count}" for place, count in held.items() if count)
    return Bar(kind, list(held.items()), sum(held.values()), parts, words, width=max(WIDTH, x))
