"""What a commission counted beside what the ledger said at that moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from orders.blank_kinds import IN_THE_SAFE, PLACE_AFTER, BlankKind, EntryAct, Place
from orders.blank_models import BlankEntry
from orders.blanks import queries
from orders.blanks.serials import Range
from orders.stocktaking_models import CountedRange, DifferenceAct, Stocktaking, StocktakingState

Clean = CountedRange.Condition.CLEAN
Spoiled = CountedRange.Condition.SPOILED


class What(models.TextChoices):
    """In which way a serial differs."""

    MISSING = "missing", gettext_lazy("recorded and not found")
    SURPLUS = "surplus", gettext_lazy("found and not recorded as being there")
    STATE = "state", gettext_lazy("found in another state")


@dataclass(frozen=True)
class Difference:
    """One serial that was not found as the ledger had it.

    Args:
        recorded: its place at the moment of the stocktaking; empty where the ledger did not know it.
        found: how it was found; empty where it was not.
        moved: the ledger has gone on with it since that moment, and says itself where it is.
        act: the act that explains it.
    """

    series: str
    number: int
    digits: int
    kind: str
    recorded: str
    found: str
    moved: bool
    act: DifferenceAct | None

    @property
    def what(self) -> What:
        """In which way it differs."""
        if not self.found:
            return What.MISSING
        return What.STATE if self.recorded in IN_THE_SAFE else What.SURPLUS

    @property
    def shared(self) -> tuple[Any, ...]:
        """What neighbours share that are told together."""
        return self.series, self.digits, self.kind, self.recorded, self.found, self.moved, self.act and self.act.pk


@dataclass(frozen=True)
class Comparison:
    """All of it; counts are by kind."""

    recorded: Counter[str]
    counted: Counter[str]
    matching: Counter[str]
    differences: list[Difference]

    @property
    def unexplained(self) -> list[Difference]:
        """The differences no act explains."""
        return [one for one in self.differences if one.act is None]


@dataclass(frozen=True)
class _Recorded:
    kind: str
    digits: int
    place: Place


def compare(row: Stocktaking) -> Comparison:
    """Compare what was counted so far with the ledger as it stood at the moment of the stocktaking."""
    recorded, counted = _recorded(row), _counted(row)
    later = BlankEntry.objects.filter(seq__gt=row.upto).values_list("blank__series", "blank__number")
    moved, acts = set(later), _acts(row)
    expected = {serial: one for serial, one in recorded.items() if one.place in IN_THE_SAFE}
    matching: Counter[str] = Counter()
    differences = []
    for serial in sorted(expected.keys() | counted.keys()):
        stood, lies = recorded.get(serial), counted.get(serial)
        if lies and stood and _same(stood.place, lies.condition):
            matching[stood.kind] += 1
            continue
        kind, digits = (stood.kind, stood.digits) if stood else (lies.kind, lies.digits) if lies else ("", 0)
        place, found = str(stood.place) if stood else "", lies.condition if lies else ""
        differences.append(Difference(*serial, digits, kind, place, found, serial in moved, acts.get(serial)))
    return Comparison(
        Counter(one.kind for one in expected.values()),
        Counter(one.kind for one in counted.values()),
        matching,
        differences,
    )


def result_of(row: Stocktaking) -> dict[str, Any]:
    """What was found, as plain values: frozen if the stocktaking is closed, else as it stands now."""
    if row.state == StocktakingState.CLOSED and row.result is not None:
        frozen: dict[str, Any] = row.result
        return frozen
    return told(compare(row), row)


def told(comparison: Comparison, row: Stocktaking) -> dict[str, Any]:
    """The comparison as plain values, neighbours told together."""
    kinds = [
        {
            "kind": kind.value,
            "recorded": comparison.recorded[kind],
            "counted": comparison.counted[kind],
            "matching": comparison.matching[kind],
        }
        for kind in BlankKind
        if comparison.recorded[kind] or comparison.counted[kind]
    ]
    return {
        "kinds": kinds,
        "ranges": [_range_told(one) for one in row.counted.all()],
        "differences": [_group_told(group) for group in grouped(comparison.differences)],
        "differing": len(comparison.differences),
        "unexplained": len(comparison.unexplained),
    }


def grouped(differences: Iterable[Difference]) -> list[list[Difference]]:
    """Neighbours that share everything, together."""
    found: list[list[Difference]] = []
    for one in differences:
        last = found[-1][-1] if found else None
        if last and last.shared == one.shared and last.number + 1 == one.number:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def as_range(one: CountedRange) -> Range:
    """The range of a count."""
    return Range(one.series, one.first, one.last, one.digits)


def _range_told(one: CountedRange) -> dict[str, Any]:
    found = as_range(one)
    return {"id": one.pk, "kind": one.kind, "serials": str(found), "count": found.count, "condition": one.condition}


def _group_told(group: Sequence[Difference]) -> dict[str, Any]:
    first, act = group[0], group[0].act
    return {
        "serials": str(Range(first.series, first.number, group[-1].number, first.digits)),
        "count": len(group),
        "kind": first.kind,
        "what": first.what.value,
        "recorded": first.recorded,
        "found": first.found,
        "moved": first.moved,
        "act": {"number": act.number, "date": act.date.isoformat(), "words": act.words} if act else None,
    }


def _recorded(row: Stocktaking) -> dict[tuple[str, int], _Recorded]:
    last = queries.standing(row.upto)
    if row.kind:
        last = last.filter(blank__kind=row.kind)
    columns = last.values_list("blank__series", "blank__number", "blank__serial", "blank__kind", "act")
    return {
        (series, number): _Recorded(kind, queries.digits(serial), PLACE_AFTER[EntryAct(act)])
        for series, number, serial, kind, act in columns.order_by()
    }


def _counted(row: Stocktaking) -> dict[tuple[str, int], CountedRange]:
    return {(one.series, number): one for one in row.counted.all() for number in range(one.first, one.last + 1)}


def _same(place: Place, condition: str) -> bool:
    if condition == Spoiled:
        return place == Place.SPOILED
    return place in (Place.FREE, Place.ASSIGNED)


def _acts(row: Stocktaking) -> dict[tuple[str, int], DifferenceAct]:
    """The act of each serial; of several the newest."""
    acts = row.explained.order_by("pk")
    return {(one.series, number): one for one in acts for number in range(one.first, one.last + 1)}
