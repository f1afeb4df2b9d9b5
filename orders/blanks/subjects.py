"""What blanks are for, in words: the ledger keeps ``movement:12``, and the room it belongs to says what that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from orders.blank_models import BlankEntry
from permissions.models import Person


@dataclass(frozen=True)
class Subject:
    """A thing a blank is for: what it is called, and its page if it has one."""

    title: str
    address: str = ""


Said = Callable[[Person, list[int]], Mapping[int, Subject]]
_rooms: dict[str, Said] = {}


def said_by(room: str, say: Said) -> None:
    """Have a room say what ``<room>:<id>`` is; it is asked for all ids of a page at once, and may leave some out.

    Raises:
        ValueError: another says it already.
    """
    if _rooms.setdefault(room, say) is not say:
        raise ValueError(f"two rooms say what {room} is")


def name_subjects(reader: Person, entries: Iterable[BlankEntry]) -> None:
    """Give each entry the subject it is about, with its page if the reader may open it.

    What no room knows stands as it was typed.
    """
    every = [entry for entry in entries if entry.about]
    asked: dict[str, set[int]] = {}
    for entry in every:
        room, ident = _parts(entry.about)
        if room in _rooms:
            asked.setdefault(room, set()).add(ident)
    known = {room: _rooms[room](reader, sorted(ids)) for room, ids in asked.items()}
    for entry in every:
        room, ident = _parts(entry.about)
        entry.subject = known.get(room, {}).get(ident) or Subject(entry.about)


def _parts(about: str) -> tuple[str, int]:
    match = re.fullmatch(r"([a-z_]+):([0-9]{1,18})", about)
    return (match[1], int(match[2])) if match else ("", 0)
