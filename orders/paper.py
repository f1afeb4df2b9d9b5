"""What a template of an order may see: plain values, named here and nowhere else.

An order is rendered in two parts. The **act** is title, preamble, numbered points, assignments, control and bases: it
has neither number nor date, it is what visas and signature cover, and it is frozen as text when the order goes out for
visas. The **paper** is the sheet around the frozen act: letterhead, number and date in their reserved place, the
signature, the visas, the code for checking. Rendering the paper again never rewords the act.

A movement's own words stand in one file, ``templates/orders/<kind>.html``, which extends ``base.html`` and fills the
blocks ``title``, ``preamble``, ``sentence``, ``assignments`` (and ``lead`` where one is wanted). In ``sentence`` the
values of one student are read from ``item``: what ``StudentValues`` names plus whatever the movement's effect needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from orders.wording import tidy_apostrophes, upper_surname


class StudentValues(TypedDict):
    """The facts of a student that every order states. Words are Uzbek, as they shall be read (``kunduzgi``)."""

    surname: str
    given_name: str
    patronymic: str
    student_number: str
    form: str
    payment: str


@dataclass(frozen=True)
class Line:
    """One student's line before it has a place in the order. ``key`` is the caller's own (say the item's id)."""

    key: int
    faculty: str
    programme_code: str
    programme: str
    course: int
    group: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Point:
    """A numbered point of the order: the position is what an extract cites (*buyruqning 3-bandi*)."""

    position: int
    key: int
    values: Mapping[str, object]


@dataclass(frozen=True)
class Class:
    """The points of one course and group."""

    course: int
    group: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class ProgrammePart:
    """The points of one programme, with the code and name it had when the order was composed."""

    code: str
    name: str
    classes: tuple[Class, ...]


@dataclass(frozen=True)
class Section:
    """The points of one faculty."""

    faculty: str
    programmes: tuple[ProgrammePart, ...]


@dataclass(frozen=True)
class Act:
    """Everything visas and signature cover. ``clauses`` are the numbers the preamble cites, in their order.

    ``control`` is the office and name the control of execution is laid on (``Oʻquv ishlari boʻyicha prorektor
    D. Rahimov``); ``basis`` are the lines of *Asos*, never a diagnosis. ``resolutions`` are the acts under which the
    cases were filed (``2025-yil 13-sentabrdagi 578-son``).
    """

    clauses: tuple[str, ...]
    sections: tuple[Section, ...]
    control: str
    basis: tuple[str, ...]
    resolutions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Institute:
    """The letterhead."""

    ministry: str
    name: str
    city: str


@dataclass(frozen=True)
class Hand:
    """A person on the sheet: the office as it shall be printed, the name, and when they acted (None: not yet)."""

    office: str
    name: str
    at: str | None = None


@dataclass(frozen=True)
class OrderPaper:
    """The sheet. ``act`` is the frozen text ``render_act`` gave; number and date are None until the signature.

    ``date`` and every ``Hand.at`` are words already (``uz_date``, ``uz_moment``). ``signatory.at`` is None on a draft:
    then the sheet says *LOYIHA* and leaves a line to sign on. ``basis`` of the signature (an appointment or delegation
    relied on) is printed where given.
    """

    title: str
    institute: Institute
    act: str
    number: str | None
    date: str | None
    signatory: Hand
    signatory_basis: str
    visas: tuple[Hand, ...]
    drafted_by: Hand
    verify_url: str
    code: str

    @property
    def is_draft(self) -> bool:
        """No number or no signature: nothing anybody may rely on."""
        return self.number is None or self.signatory.at is None


@dataclass(frozen=True)
class ExtractPaper:
    """The sheet of an extract (*koʻchirma*): one point of a signed order.

    ``title``, ``preamble``, ``faculty``, ``place`` and ``sentence`` are cut out of the frozen act; ``basis`` are the
    papers this point rests on; ``at`` is when the copy was certified, in words; code and address are the extract's own.
    """

    order: OrderPaper
    title: str
    preamble: str
    faculty: str
    place: str
    sentence: str
    position: int
    basis: tuple[str, ...]
    at: str
    verify_url: str
    code: str


def arrange(lines: Iterable[Line]) -> tuple[Section, ...]:
    """Faculty, programme, course, group, surname; the points are numbered through the whole order from 1."""
    ordered = sorted(lines, key=_place)
    points = {line.key: Point(number, line.key, tidy_values(line.values)) for number, line in enumerate(ordered, 1)}
    return tuple(
        Section(faculty, tuple(_programme_part(of_programme, points) for _, of_programme in groupby(own, _programme)))
        for faculty, own in groupby(ordered, lambda line: line.faculty)
    )


def _programme_part(lines: Iterable[Line], points: Mapping[int, Point]) -> ProgrammePart:
    ordered = list(lines)
    classes = (
        Class(course, group, tuple(points[line.key] for line in own))
        for (course, group), own in groupby(ordered, lambda line: (line.course, line.group))
    )
    return ProgrammePart(*_programme(ordered[0]), tuple(classes))


def _programme(line: Line) -> tuple[str, str]:
    return (line.programme_code, line.programme)


def points_of(sections: Iterable[Section]) -> list[Point]:
    """All points in the order in which they are printed."""
    return [
        point
        for section in sections
        for programme in section.programmes
        for part in programme.classes
        for point in part.points
    ]


def _place(line: Line) -> tuple[object, ...]:
    who = (str(line.values["surname"]).casefold(), str(line.values["given_name"]).casefold(), line.key)
    return (line.faculty, line.programme_code, line.programme, line.course, line.group, *who)


def tidy_values(values: Mapping[str, object]) -> dict[str, object]:
    """The values with tidy apostrophes, and with ``name``, the form in which an order writes a student."""
    tidy = {key: tidy_apostrophes(value) if isinstance(value, str) else value for key, value in values.items()}
    name = upper_surname(str(tidy["surname"]), str(tidy["given_name"]), str(tidy["patronymic"]))
    return {**tidy, "name": name}
