"""Reads plain values out of a HEMIS item and says everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from journal import clock

T = TypeVar("T")


def legible(raw: Any, longest: int = 20) -> str:
    """The beginning of an unchecked value, fit for a report: some characters can be neither shown nor stored."""
    return "".join(letter for letter in str(raw)[:longest] if letter.isprintable())


class Item:
    """Reads values out of one item (or a part of it) and collects what is wrong instead of stopping at the first."""

    def __init__(self, raw: Any, flaws: list[str], path: str = "") -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.flaws, self.path = flaws, path

    def flaw(self, key: str, sentence: str) -> None:
        """Note what is wrong with a value, named by its path."""
        self.flaws.append(f"{self.path}{key}: {sentence}")

    def part(self, key: str, *, required: bool = True) -> Item:
        """A nested object; an absent one reads as empty."""
        raw = self.raw.get(key)
        if not isinstance(raw, Mapping) and (required or raw is not None):
            self.flaw(key, _("must be an object"))
            return Item({}, [], "")  # its own values would only repeat the same flaw
        return Item(raw, self.flaws, f"{self.path}{key}.")

    def text(self, key: str, longest: int, *, required: bool = True) -> str:
        """A text without surplus spaces, otherwise as written."""
        raw = self.raw.get(key)
        if raw is None:
            if required:
                self.flaw(key, _("is missing"))
            return ""
        if not isinstance(raw, str):
            self.flaw(key, _("must be a text"))
            return ""
        value = " ".join(raw.split())
        if required and not value:
            self.flaw(key, _("is missing"))
        if len(value) > longest or not value.isprintable():
            self.flaw(key, _("is longer than %(longest)d characters or not printable") % {"longest": longest})
        return value

    def number(self, key: str) -> int:
        """A whole number above zero that the database can hold."""
        raw = self.raw.get(key)
        if not isinstance(raw, int) or isinstance(raw, bool) or not 0 < raw < 2**63:
            self.flaw(key, _("must be a whole number"))
            return 0
        return raw

    def digits(self, key: str, count: int, *, required: bool = True) -> str:
        """A text of exactly so many digits."""
        raw = self.raw.get(key)
        if raw in (None, "") and not required:
            return ""
        if not isinstance(raw, str) or not re.fullmatch(f"[0-9]{{{count}}}", raw):
            self.flaw(key, _("must have exactly %(count)d digits") % {"count": count})
            return ""
        return raw

    def code(self, table: Mapping[str, T], fallback: T) -> T:
        """The meaning of this object's ``code``; an unknown code is a flaw and is never guessed."""
        raw = self.raw.get("code")
        if not isinstance(raw, str) or raw not in table:
            self.flaw("code", _("unknown code %(code)s") % {"code": legible(raw)})
            return fallback
        return table[raw]

    def moment(self, key: str) -> datetime:
        """A moment given in Unix seconds."""
        raw = self.raw.get(key)
        try:
            if isinstance(raw, int) and not isinstance(raw, bool):
                return datetime.fromtimestamp(raw, clock.zone)
        except (OverflowError, ValueError, OSError):
            pass  # milliseconds, usually
        self.flaw(key, _("must be a date in Unix seconds"))
        return datetime.fromtimestamp(0, clock.zone)

    def day(self, key: str) -> date | None:
        """A day given in Unix seconds or as an ISO date; None where absent."""
        raw = self.raw.get(key)
        if raw is None:
            return None
        if isinstance(raw, str):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                self.flaw(key, _("must be a date like 2026-09-01"))
                return None
        return self.moment(key).date()
