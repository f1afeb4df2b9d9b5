"""What other rooms know of a diploma: cases about it, inquiries and their answers; nothing writes."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from permissions.models import Person
from students.diploma_models import Diploma


class Told(NamedTuple):
    """One line: what it is, how it stands, and its page."""

    title: str
    state: str
    address: str


class Teller(Protocol):
    """Tells the reader what it knows of a diploma."""

    def __call__(self, reader: Person, diploma: Diploma) -> list[Told]:
        """The lines the reader may see, the newest first."""


_tellers: list[Teller] = []


def tell_by(teller: Teller) -> None:
    """Have this asked for every page of a diploma. Call once, when the program starts."""
    if teller not in _tellers:
        _tellers.append(teller)


def told_of(reader: Person, diploma: Diploma) -> list[Told]:
    """Every line about a diploma."""
    return [line for teller in _tellers for line in teller(reader, diploma)]
