"""A year as twelve small drawings: whole numbers and words; ``templates/movements/calendar.html`` writes the SVG."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from journal import clock
from movements.calendar.models import DayMark, WorkingYear

COLUMN, ROW, HEAD = 26, 24, 22
WIDTH = 7 * COLUMN


@dataclass(frozen=True)
class Cell:
    """One day at its place; ``css`` says how the institute spends it."""

    x: int
    y: int
    number: int
    css: str

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + COLUMN // 2


@dataclass(frozen=True)
class Month:
    """One month: its drawing, and what it says to somebody who hears it."""

    title: str
    words: str
    worked: int
    height: int
    heads: tuple[tuple[int, str], ...]
    cells: tuple[Cell, ...]
    width: int = WIDTH


def months_of(row: WorkingYear, marks: Mapping[date, DayMark]) -> tuple[Month, ...]:
    """The twelve months of a year, in the reader's language."""
    return tuple(_month(row, marks, number) for number in range(1, 13))


def _month(row: WorkingYear, marks: Mapping[date, DayMark], number: int) -> Month:
    first = date(row.year, number, 1)
    days = [first.replace(day=day) for day in range(1, monthrange(row.year, number)[1] + 1)]
    cells = tuple(_cell(day, first.weekday(), row.days_a_week, marks.get(day)) for day in days)
    worked = sum("off" not in cell.css for cell in cells)
    off = [cell.number for cell in cells if "holiday" in cell.css]
    moved = [cell.number for cell in cells if "moved" in cell.css]
    words = [_("%(count)d working days.") % {"count": worked}]
    words += [_("Off beside the usual days: %(days)s.") % {"days": ", ".join(map(str, off))}] if off else []
    words += [_("Worked beside the usual days: %(days)s.") % {"days": ", ".join(map(str, moved))}] if moved else []
    heads = tuple((COLUMN * day + COLUMN // 2, str(WEEKDAYS_ABBR[day])[:2]) for day in range(7))
    height = HEAD + ROW * ((first.weekday() + len(days) + 6) // 7) + 2
    return Month(str(MONTHS[number]).capitalize(), " ".join(words), worked, height, heads, cells)


def _cell(day: date, shift: int, days_a_week: int, mark: DayMark | None) -> Cell:
    place = shift + day.day - 1
    usual = "" if day.weekday() < days_a_week else "off"
    css = usual if mark is None else "moved" if mark.works else "off holiday"
    today = " today" if day == clock.today() else ""
    return Cell(COLUMN * (place % 7), HEAD + ROW * (place // 7), day.day, f"{css}{today}".strip())
