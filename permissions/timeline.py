"""A chain of events as people read it: who, in which office, did what, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journal.models import Event
from permissions.roles import Role


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. ``tone`` is ``machine``, ``against`` or empty."""

    at: datetime
    title: str
    who: str
    office: str
    clause: str
    step: str
    ground: str
    words: str
    tone: str


def tell(
    events: Iterable[Event],
    *,
    titles: Mapping[str, Any],
    against: Sequence[str] = (),
    steps: Mapping[str, Any] | None = None,
    grounds: Mapping[str, Any] | None = None,
) -> list[Entry]:
    """The events as a timeline, the newest first.

    Args:
        events: with their payloads loaded; an erased payload leaves who did what and when.
        titles: each act in words.
        against: the acts that stopped something.
        steps: names of steps in words, where a payload names one.
        grounds: coded grounds in words.
    """
    offices = {str(role.value): str(role.label) for role in Role}
    told = []
    for event in events:
        body = event.payload.body or {}
        act = event.act.rpartition(".")[2]
        told.append(
            Entry(
                at=event.at,
                title=str(titles.get(act, act)),
                who=event.actor_name,
                office=offices.get(event.office, ""),
                clause=event.clause,
                step=str((steps or {}).get(body.get("step", ""), "")),
                ground=str((grounds or {}).get(body.get("ground", ""), "")),
                words=body.get("words") or body.get("grounds") or body.get("insisted") or "",
                tone="against" if act in against else "" if event.actor_id else "machine",
            )
        )
    return told[::-1]
