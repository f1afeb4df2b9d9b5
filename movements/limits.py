"""Numbers of the law: each with the days on which it holds, its source and how sure the office is of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from journal.transactions import once_an_act
from movements.limit_models import OfficeLimit
from movements.units import UNITS, WrongValueError


class Confidence(StrEnum):
    """How a number is known."""

    LAW = "law"
    """Read in the act itself, or in two independent sources."""
    SUMMARY = "summary"
    """Read in one official summary."""
    LOCAL = "local"
    """A term the institute set for itself."""
    DOUBTFUL = "doubtful"
    """From an earlier act, perhaps superseded: it may warn, never stop."""


class JudgedBy(StrEnum):
    """The date by which the law chooses among versions of a number."""

    FILING = "filing"
    EVENT = "event"
    ORDER = "order"


class LimitError(Exception):
    """Somebody asks for a number that no act declares."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One version of one number.

    Args:
        key: what it limits, for instance ``leave.max_count``.
        value: the number itself, in ``unit``.
        unit: what is counted, a key of ``movements.units.UNITS``.
        valid_from: first day on which it holds.
        valid_to: last day on which it holds; empty while it lasts.
        source: where it was read.
        confidence: how sure that is; a doubtful one only warns.
        judged_by: which date of the case chooses the version.
        on: a number that stands as data but is not applied is off.
        clause: code of the clause it belongs to, where one is known.
        act: code of the act whose file gives it, or whose file declares the number which the office gave a value.
        place: that file, for whoever must mend it; empty for a value of the office.
        row: the office's row; empty for a value of a file.
    """

    key: str
    value: Any
    unit: str
    valid_from: date
    source: str
    confidence: Confidence
    valid_to: date | None = None
    judged_by: JudgedBy = JudgedBy.FILING
    on: bool = True
    clause: str = ""
    act: str = ""
    place: str = ""
    row: int | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this version is the one of ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def plain(self) -> dict[str, Any]:
        """The version as it is frozen into a finding."""
        added = {"row": self.row} if self.row else {}
        return {
            "key": self.key,
            "value": self.value if isinstance(self.value, int | str) else str(self.value),
            "unit": self.unit,
            "valid_from": self.valid_from.isoformat(),
            "source": self.source,
            "confidence": str(self.confidence),
            **added,
        }


def faults_of(versions: Iterable[Limit]) -> Iterator[str]:
    """What is wrong with the versions of one number, a sentence a fault: overlaps, gaps, two ways of counting."""
    ordered = sorted(versions, key=lambda limit: limit.valid_from)
    for limit in ordered:
        if not limit.source:
            yield f"{limit.key} from {limit.valid_from} names no source"
        if limit.valid_to and limit.valid_to < limit.valid_from:
            yield f"{limit.key} from {limit.valid_from} ends before it begins"
    for earlier, later in pairwise(ordered):
        if (earlier.unit, earlier.judged_by) != (later.unit, later.judged_by):
            yield f"{later.key} from {later.valid_from} is counted or judged otherwise than the version before it"
        if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
            yield f"{later.key}: two versions hold on {later.valid_from}"
        elif later.valid_from > earlier.valid_to + timedelta(days=1):
            yield f"{later.key}: no version holds on {earlier.valid_to + timedelta(days=1)}"


_limits: dict[str, tuple[Limit, ...]] = {}


def hold(numbers: Mapping[str, Sequence[Limit]]) -> None:
    """Make numbers known by their keys, each with all its versions."""
    _limits.update({key: tuple(sorted(found, key=lambda limit: limit.valid_from)) for key, found in numbers.items()})


Numbers = Mapping[str, tuple[Limit, ...]]
"""Versions by key."""


def in_force() -> Numbers:
    """Every number to which the office has given values, with these in their places: one statement, once an act."""
    return once_an_act("limits", _with_rows)


def _with_rows() -> Numbers:
    rows: dict[str, list[OfficeLimit]] = {}
    for row in OfficeLimit.objects.order_by("id"):
        rows.setdefault(row.key, []).append(row)
    return {key: overlaid(_limits[key], found) for key, found in rows.items() if key in _limits}


def overlaid(declared: Sequence[Limit], rows: Iterable[OfficeLimit]) -> tuple[Limit, ...]:
    """The versions of a file with the values of the office in their places.

    A later first day stands over an earlier one, and a later row of the same day replaces it. A value which the
    number's unit cannot read any more is left out: a row can never stop anything.

    Args:
        declared: the versions of the files, at least one.
        rows: the office's rows, the oldest first.
    """
    standing = list(declared)
    newest = {row.valid_from: row for row in rows}
    for row in sorted(newest.values(), key=lambda row: row.valid_from):
        try:
            value = UNITS[declared[0].unit].read(row.value)
        except WrongValueError:
            continue
        over = replace(
            declared[0],
            value=value,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
            confidence=Confidence(row.confidence),
            on=row.applied,
            place="",
            row=row.pk,
        )
        standing = [part for version in standing for part in _beside(version, over)] + [over]
    return tuple(sorted(standing, key=lambda limit: limit.valid_from))


def _beside(version: Limit, over: Limit) -> Iterator[Limit]:
    """What is left of a version where another stands over it: the days before and the days after."""
    day = timedelta(days=1)
    if version.valid_from < over.valid_from:
        last = over.valid_from - day
        yield replace(version, valid_to=last if version.valid_to is None else min(version.valid_to, last))
    if over.valid_to is not None and (version.valid_to is None or version.valid_to > over.valid_to):
        yield replace(version, valid_from=max(version.valid_from, over.valid_to + day))


def limit_on(key: str, day: date, numbers: Numbers | None = None) -> Limit | None:
    """The version of ``key`` that holds on ``day``; nothing when none does or it is off.

    Args:
        key: the number.
        day: the day the law names.
        numbers: ``in_force()`` of the caller who has it already.

    Raises:
        LimitError: when no act declares the key.
    """
    declared = _declared(key)
    found = (in_force() if numbers is None else numbers).get(key, declared)
    return next((limit for limit in found if limit.on and limit.holds_on(day)), None)


def judged_by(key: str) -> JudgedBy:
    """The date by which versions of ``key`` are chosen.

    Raises:
        LimitError: when no act declares the key.
    """
    return _declared(key)[0].judged_by


def _declared(key: str) -> tuple[Limit, ...]:
    if key not in _limits:
        raise LimitError(f"no such limit: {key}")
    return _limits[key]


def versions(key: str) -> tuple[Limit, ...]:
    """The versions which the files give, the oldest first, those that are off too; none of a key nobody declares."""
    return _limits.get(key, ())


def keys() -> tuple[str, ...]:
    """The keys of all numbers, in the order of the alphabet."""
    return tuple(sorted(_limits))
