"""Legal acts and their clauses, as the files of the regulation give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language

from movements.limits import Confidence


@dataclass(frozen=True)
class Text:
    """The same sentence in the three languages of the product."""

    uz: str
    ru: str
    en: str

    def plain(self) -> dict[str, str]:
        """The sentence as it is frozen into a finding."""
        return {"uz": self.uz, "ru": self.ru, "en": self.en}

    def __str__(self) -> str:
        return in_reader_language(self.plain())


def in_reader_language(text: Mapping[str, str]) -> str:
    """Choose the reader's language from a frozen sentence, Uzbek where it has none."""
    return text.get((get_language() or "uz")[:2]) or text["uz"]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of an act, by its number, or by its subject where the number is not known."""

    act: str
    number: str
    text: Text
    reference: str
    confidence: Confidence = Confidence.LAW

    @property
    def code(self) -> str:
        """How the product names it, for instance ``344/2021:3``."""
        return f"{self.act}:{self.number}"


@dataclass(frozen=True, kw_only=True)
class Act:
    """A legal act, with the days on which it is in force; ``in_force_to`` is empty while it lasts.

    ``place`` is the file that declares it, for whoever must mend it.
    """

    code: str
    title: Text
    adopted: date
    link: str
    in_force_from: date
    in_force_to: date | None = None
    supersedes: tuple[str, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    place: str = ""

    def is_in_force(self, day: date) -> bool:
        """Whether what happened on ``day`` is judged by this act."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


_acts: dict[str, Act] = {}
_titles: dict[str, Text] = {}


def hold(act: Act) -> None:
    """Make an act known by its code."""
    _acts[act.code] = act


def name_numbers(titles: Mapping[str, Text]) -> None:
    """Make known what numbers of the law are called, by their keys."""
    _titles.update(titles)


def title_of_number(key: str) -> str:
    """What a number is called, in the reader's language; empty where no file says it."""
    return str(_titles.get(key, ""))


def acts() -> tuple[Act, ...]:
    """Every act, in the order of the codes."""
    return tuple(_acts[code] for code in sorted(_acts))


def find_act(code: str) -> Act | None:
    """The act of a code such as ``344/2021``, if a file declares it."""
    return _acts.get(code)


def find_clause(code: str) -> Clause | None:
    """The clause of a code such as ``344/2021:3``, if an act declares it."""
    act, _, number = code.rpartition(":")
    return _acts[act].clauses.get(number) if act in _acts else None


def act_of(code: str) -> Act | None:
    """The act to which the clause of a code belongs."""
    return _acts.get(code.rpartition(":")[0])
