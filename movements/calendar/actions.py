"""Opening a year of the calendar, and changing it. Every change says why and on what basis, as an event of the year."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.events import MACHINE, Actor, write_event
from journal.reading import one_line, words
from journal.refusals import Invalid, NotFound
from movements.calendar.models import DayMark, WorkingYear
from movements.calendar.official import official_days
from permissions import policy
from permissions.models import Institute, Person, Unit
from permissions.roles import Act

AHEAD = timedelta(days=400)
"""A term that begins today ends before that day; its year must be open."""


@jobs.daily
def open_years_ahead() -> None:
    """Seed this year and those into which a term may reach, long before anybody counts in them."""
    today = clock.today()
    for year in range(today.year, (today + AHEAD).year + 1):
        open_year(year)


@transaction.atomic
def open_year(year: int) -> WorkingYear:
    """Write the rows of a year as the law and the decrees known so far have it; one that is open stays as it is."""
    # One institute, one lock: two workers who open a year at once come one after the other.
    institute = Institute.objects.select_for_update().first()
    found = WorkingYear.objects.filter(year=year).first()
    if found is not None:
        return found
    before = WorkingYear.objects.filter(year__lt=year).order_by("-year").first()
    days_a_week = before.days_a_week if before else institute.working_days_a_week if institute else 6
    row = WorkingYear.objects.create(year=year, days_a_week=days_a_week, stamp=_stamp(), opened_at=clock.now())
    _seed(row)
    _write(row, MACHINE, "calendar.open", {"year": year, "days_a_week": days_a_week})
    return row


@transaction.atomic
def mark_day(*, actor: Person, day: date, works: bool | None, title: str = "", grounds: str, basis: str) -> WorkingYear:
    """Say of one day that the institute works on it or not, or let the usual week speak again.

    Args:
        actor: who keeps the calendar.
        day: the day; its year must be open.
        works: whether the institute works on it; empty takes the mark away.
        title: what the day is called, if it has a name.
        grounds: why.
        basis: the decree or order.

    Raises:
        NotFound: the year is not open.
        Conflict: the calendar is not the actor's to keep.
        Invalid: grounds or basis are missing, or nothing would change.
    """
    row, by = _locked(actor, day.year)
    grounds, basis = _demanded(grounds, basis)
    old = DayMark.objects.filter(day=day).first()
    if (old.works if old else None) == works:
        raise Invalid(_("The day is entered so already."), fields={"day": [_("nothing would change")]})
    if old:
        old.delete()
    if works is not None:
        DayMark.objects.create(
            year=row,
            day=day,
            works=works,
            kind=DayMark.Kind.OFFICE,
            title=one_line(title)[:200],
            basis=basis,
            set_by=actor,
            set_at=clock.now(),
        )
    payload = {"day": day.isoformat(), "works": works, "worked": old.works if old else None}
    _write(row, by, "calendar.mark", {**payload, "grounds": grounds, "basis": basis})
    return row


@transaction.atomic
def set_week(*, actor: Person, year: int, days_a_week: int, grounds: str, basis: str) -> WorkingYear:
    """Change the week of a year; what the office entered stays, what was seeded is seeded anew.

    Raises:
        NotFound: the year is not open.
        Conflict: the calendar is not the actor's to keep.
        Invalid: no such week, it is this one already, or grounds or basis are missing.
    """
    row, by = _locked(actor, year)
    grounds, basis = _demanded(grounds, basis)
    if days_a_week not in (5, 6) or days_a_week == row.days_a_week:
        raise Invalid(
            _("Choose the other week: of five or of six days."), fields={"days_a_week": [_("nothing would change")]}
        )
    row.days_a_week = days_a_week
    row.marks.filter(set_by=None).delete()
    _seed(row)
    _write(row, by, "calendar.week", {"days_a_week": days_a_week, "grounds": grounds, "basis": basis})
    return row


@transaction.atomic
def confirm_year(*, actor: Person, year: int, basis: str) -> WorkingYear:
    """Say that the days of the year are those of the decrees; again after each new decree.

    Raises:
        NotFound: the year is not open.
        Conflict: the calendar is not the actor's to keep.
        Invalid: the basis is missing.
    """
    row, by = _locked(actor, year)
    _grounds, basis = _demanded("—", basis)
    row.confirmed_at, row.confirmed_by, row.confirmed_on = clock.now(), actor, basis
    _write(row, by, "calendar.confirm", {"basis": basis})
    return row


def _locked(actor: Person, year: int) -> tuple[WorkingYear, Actor]:
    if not WorkingYear.objects.select_for_update().filter(year=year).order_by().values_list("pk"):
        raise NotFound(_("The calendar of this year is not open."))
    root = Unit.objects.get(parent=None)
    power = policy.demand(actor, Act.CALENDAR_KEEP, unit=root, subject_id=None, on=clock.today())
    return WorkingYear.objects.get(year=year), power.actor


def _demanded(grounds: str, basis: str) -> tuple[str, str]:
    """Both as they are kept; neither may be missing."""
    kept = {"grounds": words(grounds, field="grounds"), "basis": words(basis, field="basis", most=300)}
    missing = {name: [_("required")] for name, typed in kept.items() if not typed}
    if missing:
        raise Invalid(_("Say why, and name the decree or order: terms are counted by it."), fields=missing)
    return kept["grounds"], kept["basis"]


def _seed(row: WorkingYear) -> None:
    taken = set(row.marks.values_list("day", flat=True))
    DayMark.objects.bulk_create(
        DayMark(
            year=row,
            day=known.day,
            works=known.works,
            kind=known.kind,
            title=known.title,
            basis=known.basis,
            set_at=clock.now(),
        )
        for known in official_days(row.year, row.days_a_week)
        if known.day not in taken
    )


def _write(row: WorkingYear, by: Actor, act: str, payload: dict[str, Any]) -> None:
    row.stamp = _stamp()
    write_event(row, actor=by, act=act, payload=payload, ids={"year": row.year})
    row.save()
    # The terms that run are counted anew; a year that is opened as it was known before changes none.
    if act != "calendar.open":
        jobs.enqueue("movements.recount", key=f"recount:{row.stamp}")


def _stamp() -> int:
    """Random, so that no two calendars ever have the same; sums of them stay whole numbers of 64 bits."""
    return secrets.randbits(48)
