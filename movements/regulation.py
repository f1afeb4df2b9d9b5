"""Reading the files of the regulation: one act a file, checked entry by entry, so that a slip is named, not guessed at.

Nothing is raised here: the files are read at the start, and the system check shows every fault at once and stops it.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from movements import acts, limits
from movements.acts import Act, Clause, Text
from movements.limits import Confidence, JudgedBy, Limit
from movements.units import UNITS, WrongValueError

LANGUAGES = ("uz", "ru", "en")
REQUIRED = object()
NAMES = {str: "a text", dict: "a table", list: "a list", date: "a day", bool: "true or false"}
EMPTY: dict[type, Any] = {str: "", dict: {}, list: [], date: date.min, bool: False}
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Law:
    """What a folder of files says, and what is wrong with it, a sentence a fault."""

    acts: dict[str, Act] = field(default_factory=dict)
    limits: dict[str, list[Limit]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, Text] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Entry:
    """One table of a file, read key by key; what is missing, of another kind or left over becomes a fault."""

    def __init__(self, place: str, table: Any, faults: list[str]) -> None:
        self.place = place
        self.faults = faults
        self.left = dict(table) if isinstance(table, Mapping) else {}
        if not isinstance(table, Mapping):
            self.fault("must be a table")

    def fault(self, words: str) -> None:
        """Note what is wrong, with the file and the entry."""
        self.faults.append(f"{self.place}: {words}")

    def take(self, key: str, kind: type, default: Any = REQUIRED) -> Any:
        """The value of a key; a key without default must be there, and is the kind's empty value where it is not."""
        empty = EMPTY[kind] if default is REQUIRED else default
        if key not in self.left:
            if default is REQUIRED:
                self.fault(f"“{key}” is missing")
            return empty
        value = self.left.pop(key)
        if type(value) is not kind:
            self.fault(f"“{key}” must be {NAMES[kind]}")
            return empty
        return value

    def choose(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        """One of the words an enumeration knows."""
        word = self.take(key, str, str(default))
        try:
            return choices(word)
        except ValueError:
            self.fault(f"“{key}” must be one of: {', '.join(choices)}")
            return default

    def text(self) -> Text:
        """The three languages, none of which may be missing or empty."""
        return Text(*(self.words(language) for language in LANGUAGES))

    def words(self, key: str) -> str:
        """A sentence that must be there and say something."""
        empty = self.left.get(key) == ""
        if empty:
            self.fault(f"“{key}” is empty")
        return str(self.take(key, str))

    def tables(self, key: str, read: Callable[[str, Entry], None]) -> None:
        """Read every table under a key, by its name."""
        for name, table in self.take(key, dict, {}).items():
            entry = Entry(f"{self.place}: {key}.{name}", table, self.faults)
            read(name, entry)
            entry.end()

    def end(self) -> None:
        """What nobody took is nothing the product knows."""
        for key in self.left:
            self.fault(f"“{key}” is not known here")


def read(folder: Path) -> Law:
    """Read every file of a folder, the acts in the order of the file names.

    Args:
        folder: where the files ``<act>.toml`` lie.
    """
    law = Law()
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            law.faults.append(f"{path.name}: cannot be read: {fault}")
            continue
        file = Entry(path.name, table, law.faults)
        _read_act(file, law)
        file.end()
    law.faults += _faults_across(law)
    return law


def _read_act(file: Entry, law: Law) -> None:
    code, adopted = file.words("code"), file.take("adopted", date)
    title = Entry(f"{file.place}: title", file.take("title", dict), law.faults)
    clauses: dict[str, Clause] = {}
    file.tables("clauses", lambda number, entry: clauses.update({number: _clause(code, number, entry)}))
    act = Act(
        code=code,
        title=title.text(),
        adopted=adopted,
        link=file.take("link", str, ""),
        in_force_from=file.take("in_force_from", date, adopted),
        in_force_to=file.take("in_force_to", date, None),
        supersedes=tuple(map(str, file.take("supersedes", list, []))),
        clauses=clauses,
        place=file.place,
    )
    title.end()
    if code in law.acts:
        file.fault(f"another file declares the act {code}, too")
    law.acts[code] = act
    file.tables("limits", lambda key, entry: _read_limit(key, act, entry, law))


def _clause(act: str, number: str, entry: Entry) -> Clause:
    return Clause(
        act=act,
        number=number,
        text=entry.text(),
        reference=entry.words("reference"),
        confidence=entry.choose("confidence", Confidence, Confidence.LAW),
    )


def _read_limit(key: str, act: Act, entry: Entry, law: Law) -> None:
    """A number, and what it is called where this file says so."""
    named = entry.take("title", dict, None)
    if named is not None:
        title = Entry(f"{entry.place}: title", named, entry.faults)
        law.titles[key] = title.text()
        title.end()
    law.limits[key].extend(_limits(key, act, entry))


def _limits(key: str, act: Act, entry: Entry) -> Iterator[Limit]:
    """The versions which one file gives of a number; other files may give earlier or later ones."""
    unit, judged = entry.words("unit"), entry.choose("judged_by", JudgedBy, JudgedBy.FILING)
    number = entry.take("clause", str, "")
    if number and number not in act.clauses:
        entry.fault(f"clause {number} is not declared in this act")
    if unit not in UNITS:
        entry.fault(f"“unit” must be one of: {', '.join(UNITS)}")
    for place, table in enumerate(entry.take("versions", list), start=1):
        one = Entry(f"{entry.place}: version {place}", table, entry.faults)
        yield Limit(
            key=key,
            value=_value(unit, one),
            unit=unit,
            valid_from=one.take("from", date),
            valid_to=one.take("to", date, act.in_force_to),
            source=one.words("source"),
            confidence=one.choose("confidence", Confidence, Confidence.LAW),
            judged_by=judged,
            on=one.take("on", bool, True),
            clause=f"{act.code}:{number}" if number else "",
            act=act.code,
            place=act.place,
        )
        one.end()


def _value(unit: str, entry: Entry) -> Any:
    value = entry.left.pop("value", None)
    try:
        return UNITS[unit].read(value) if unit in UNITS else value
    except WrongValueError as fault:
        entry.fault(f"“value” {fault}")
        return value


def _faults_across(law: Law) -> Iterator[str]:
    for versions in law.limits.values():
        places = ", ".join(sorted({limit.place for limit in versions}))
        yield from (f"{places}: limits.{fault}" for fault in limits.faults_of(versions))
    for act in law.acts.values():
        yield from (f"{act.place}: {fault}" for fault in _faults_of_order(act, law.acts))


def _faults_of_order(act: Act, known: Mapping[str, Act]) -> Iterator[str]:
    """An act takes over on the day after the last of those it supersedes, so that every day has one."""
    if act.in_force_to and act.in_force_to < act.in_force_from:
        yield "ends before it is in force"
    for code in act.supersedes:
        last = known[code].in_force_to if code in known else None
        if code not in known:
            yield f"supersedes {code}, which no file declares"
        elif last is None or last + timedelta(days=1) != act.in_force_from:
            yield f"supersedes {code}, but does not begin on the day after its last"


_read: dict[Path, Law] = {}


def load(folder: Path) -> None:
    """Read a folder and make its acts and numbers known; what is wrong is told by the system check.

    Args:
        folder: where the files ``<act>.toml`` lie.
    """
    law = _read[folder] = read(folder)
    for act in law.acts.values():
        acts.hold(act)
    acts.name_numbers(law.titles)
    limits.hold(law.limits)


def laws() -> tuple[Law, ...]:
    """What was loaded, folder by folder."""
    return tuple(_read.values())
