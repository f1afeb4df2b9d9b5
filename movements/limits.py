"""Numbers of the law: each with the days on which it holds, its source and how sure the office is of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


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
    """The dated numbers contradict each other or lack what makes them usable; the message says which and where."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One version of one number.

    Args:
        key: what it limits, for instance ``leave.max_count``.
        value: the number itself, in ``unit``.
        unit: what is counted: days, months, leaves.
        valid_from: first day on which it holds.
        valid_to: last day on which it holds; empty while it lasts.
        source: where it was read.
        confidence: how sure that is; a doubtful one only warns.
        judged_by: which date of the case chooses the version.
        on: a number that stands as data but is not applied is off.
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

    def holds_on(self, day: date) -> bool:
        """Whether this version is the one of ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def plain(self) -> dict[str, Any]:
        """The version as it is frozen into a finding."""
        return {
            "key": self.key,
            "value": self.value if isinstance(self.value, int | str) else str(self.value),
            "unit": self.unit,
            "valid_from": self.valid_from.isoformat(),
            "source": self.source,
            "confidence": str(self.confidence),
        }


_limits: dict[str, list[Limit]] = {}


def declare(limit: Limit) -> None:
    """Add one version; versions of a key must not overlap and must say where they come from.

    Raises:
        LimitError: when the source is missing or the days overlap those of another version.
    """
    if not limit.source:
        raise LimitError(f"{limit.key} from {limit.valid_from} names no source")
    versions = _limits.setdefault(limit.key, [])
    if limit in versions:
        return
    for other in versions:
        starts = max(limit.valid_from, other.valid_from)
        if limit.holds_on(starts) and other.holds_on(starts):
            raise LimitError(f"{limit.key}: two versions hold on {starts}")
    versions.append(limit)


def limit_on(key: str, day: date) -> Limit | None:
    """The version of ``key`` that holds on ``day``; nothing when none does or it is off.

    Raises:
        LimitError: when the key was never declared.
    """
    if key not in _limits:
        raise LimitError(f"no such limit: {key}")
    return next((limit for limit in _limits[key] if limit.on and limit.holds_on(day)), None)


def judged_by(key: str) -> JudgedBy:
    """The date by which versions of ``key`` are chosen.

    Raises:
        LimitError: when the key was never declared.
    """
    if key not in _limits:
        raise LimitError(f"no such limit: {key}")
    return _limits[key][0].judged_by


def versions(key: str) -> tuple[Limit, ...]:
    """Every version of a number, the oldest first, those that are off too; none of a key that was never declared."""
    return tuple(sorted(_limits.get(key, ()), key=lambda limit: limit.valid_from))


def keys() -> tuple[str, ...]:
    """The keys of all numbers, in the order of the alphabet."""
    return tuple(sorted(_limits))
