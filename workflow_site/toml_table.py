"""Reads plain values out of a TOML table and says everything that is wrong with it, each by its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any


class Table:
    """One table of a file; ``path`` is what stands before its keys, for instance ``people[2].``."""

    def __init__(self, raw: Any, flaws: list[str], path: str = "") -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.flaws, self.path = flaws, path
        self.asked: set[str] = set()

    def flaw(self, key: str, sentence: str) -> None:
        """Note what is wrong with a value."""
        self.flaws.append(f"{self.path}{key}: {sentence}")

    def _value(self, key: str, *, required: bool) -> Any:
        self.asked.add(key)
        value = self.raw.get(key)
        if value is None and required:
            self.flaw(key, "is missing")
        return value

    def table(self, key: str) -> Table:
        """A table inside this one; an absent one reads as empty."""
        value = self._value(key, required=True)
        if value is not None and not isinstance(value, Mapping):
            self.flaw(key, f"must be a table: [{key}]")
        return Table(value, self.flaws, f"{self.path}{key}.")

    def tables(self, key: str, *, required: bool = True) -> list[Table]:
        """The tables of a list, numbered from 1."""
        value = self._value(key, required=required) or []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.flaw(key, f"must be tables: [[{key}]]")
            return []
        return [Table(one, self.flaws, f"{self.path}{key}[{place}].") for place, one in enumerate(value, 1)]

    def text(self, key: str, longest: int, *, required: bool = True, lines: bool = False) -> str:
        """A text without surplus spaces; ``lines`` keeps its line breaks."""
        value = self._value(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.flaw(key, f"must be a text in quotation marks, not {value}")
            return ""
        parts = [" ".join(line.split()) for line in (value.strip().splitlines() if lines else [value])]
        if required and not any(parts):
            self.flaw(key, "is empty")
        text = "\n".join(parts)
        if len(text) > longest:
            self.flaw(key, f"is longer than {longest} characters")
        return text

    def texts(self, key: str) -> list[str]:
        """A list of texts; absent it is empty."""
        value = self._value(key, required=False) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.flaw(key, 'must be a list of texts: ["…", "…"]')
            return []
        return value

    def number(self, key: str, lowest: int, highest: int, *, default: int) -> int:
        """A whole number between two bounds, both included."""
        value = self._value(key, required=False)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            self.flaw(key, f"must be a whole number from {lowest} to {highest}, not {value}")
            return default
        return value

    def choice(self, key: str, choices: Sequence[str], *, default: str = "") -> str:
        """One of some words; without a default it must be given."""
        value = self._value(key, required=not default)
        if value is None:
            return default
        if value not in choices:
            self.flaw(key, f"must be one of {', '.join(choices)}, not “{value}”")
            return default
        return str(value)

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A date as TOML writes it: 2026-09-01, without quotation marks."""
        value = self._value(key, required=required)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.flaw(key, f"must be a date like 2026-09-01 without quotation marks, not {value}")
            return None
        return value

    def refuse_others(self) -> None:
        """Note every key nobody asked for: a misspelt key must not be silently ignored."""
        for key in self.raw:
            if key not in self.asked:
                self.flaw(key, "is not known here")
