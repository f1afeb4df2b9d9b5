"""What the ledger answers, and how students and groups are found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions.names import normalise
from students.models import Group, Programme, Standing, Student


def live(known_at: datetime | None = None) -> QuerySet[Standing]:
    """The rows that held as the office knew it at ``known_at`` (None: as it knows it now).

    Left out are rows learned later, rows taken back by then, and the takings back themselves.
    """
    rows, retractions = Standing.objects.filter(retracts=None), Standing.objects.filter(retracts=OuterRef("pk"))
    if known_at is not None:
        rows, retractions = rows.filter(known_from__lte=known_at), retractions.filter(known_from__lte=known_at)
    return rows.filter(~Exists(retractions))


def standing_of(student: Student, *, as_of: date, known_at: datetime | None = None) -> Standing | None:
    """The standing on a day, as the office knew it at a moment; one statement.

    A row holds from its day until the next row's day. Of two rows of one day the later recorded one holds.

    Args:
        as_of: the day asked about.
        known_at: the moment of knowledge; None for all that is known.
    """
    rows = live(known_at).filter(student=student, valid_from__lte=as_of).select_related("faculty", "programme", "group")
    return rows.order_by("-valid_from", "-id").first()


def history(student: Student) -> QuerySet[Standing]:
    """Every row ever recorded, takings back included, in the order in which the office learned of it."""
    rows = Standing.objects.filter(student=student).select_related("faculty", "programme", "group", "retracts")
    return rows.order_by("known_from", "id")


@dataclass(frozen=True)
class Spell:
    """An unbroken time in one status, in which place, payment or group may have changed.

    Args:
        status: one of ``Status``.
        since: its first day.
        newest: the last row of it.
    """

    status: str
    since: date
    newest: Standing


def spells(student: Student, *, on: date) -> list[Spell]:
    """The times a student spent in each status up to a day, as known now, oldest first; one statement."""
    runs = (list(run) for _status, run in groupby(held_rows(student, on=on), lambda row: row.status))
    return [Spell(run[0].status, run[0].valid_from, run[-1]) for run in runs]


def held_rows(student: Student, *, on: date) -> list[Standing]:
    """The rows that held up to a day, as known now, oldest first; one superseded on its own first day never held."""
    rows = list(live().filter(student=student, valid_from__lte=on).order_by("valid_from", "id"))
    return [row for row, following in zip(rows, [*rows[1:], None], strict=True) if _lasted(row, following)]


def _lasted(row: Standing, following: Standing | None) -> bool:
    return following is None or following.valid_from > row.valid_from


@dataclass(frozen=True)
class Page:
    """Some students and where to go on.

    Args:
        items: the students, with person, programme and group.
        next: hand it back as ``after`` for the following page; empty on the last.
    """

    items: list[Student]
    next: str


def search_students(text: str, *, unit_ids: Collection[int], after: str = "", limit: int = 20) -> Page:
    """Students of these units by number or by name, in the order of names.

    Args:
        text: the beginning of a student number, or parts of names in any case and with any apostrophe; empty for all.
        unit_ids: the faculties the reader may see; a student of any other is not found.
        after: ``next`` of the page before.
        limit: students a page.
    """
    found = Student.objects.filter(faculty_id__in=unit_ids).select_related("person", "faculty", "programme", "group")
    if text.strip().isdecimal():
        found = found.filter(number__startswith=text.strip())
    else:
        for word in normalise(text).split():
            found = found.filter(person__search__contains=word)
    if after:
        last = Student.objects.filter(number=after).values_list("person__search", "pk").first()
        if last is None:
            return Page([], "")
        found = found.filter(Q(person__search__gt=last[0]) | Q(person__search=last[0], pk__gt=last[1]))
    items = list(found.order_by("person__search", "pk")[: limit + 1])
    return Page(items[:limit], items[limit - 1].number if len(items) > limit else "")


def taught_now(programme: Programme, semester: int, *, language: str | None = None) -> QuerySet[Group]:
    """Groups of the same programme that are now taught a semester: the places proposed to one who returns.

    Args:
        programme: compared by its code: after a change of the classifier the following intakes study under the same
            code and another name.
        semester: the one that was not completed, counted from admission.
        language: code of ``Language``; None for every language.
    """
    groups = Group.objects.filter(programme__code=programme.code, semester=semester).select_related("programme")
    return groups if language is None else groups.filter(language=language)
