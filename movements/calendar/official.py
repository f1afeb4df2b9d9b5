"""What is known of a year before an office has confirmed it: the seed of its rows.

The package ``holidays`` knows the five-day week. In a six-day week a holiday on a Saturday moves nowhere, because the
Saturday was no day off (Labour Code, Article 208); and the decrees of some years name further days off for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version

import holidays

SATURDAY = 5

DECREE_2024 = "22.12.2023-yildagi Farmon: 2024-yilgi qoʻshimcha dam olish kunlari"
DECREE_2026 = "24.12.2025-yildagi PF-257-son Farmon"
SIX_DAY_EXTRA = {
    date(2024, 3, 23): DECREE_2024,
    date(2024, 8, 31): DECREE_2024,
    date(2026, 1, 3): DECREE_2026,
    date(2026, 5, 30): DECREE_2026,
}
EXTRA_TITLE = "Olti kunlik ish haftasi uchun qoʻshimcha dam olish kuni"
LABOUR_CODE = "Mehnat kodeksi, 208-modda"


@dataclass(frozen=True)
class Known:
    """One day that differs from the usual week; ``kind`` as ``DayMark.Kind`` has it."""

    day: date
    works: bool
    kind: str
    title: str
    basis: str


@lru_cache(maxsize=64)
def official_days(year: int, days_a_week: int) -> tuple[Known, ...]:
    """Every day of the year that differs from Monday to Friday, or from Monday to Saturday, the oldest first."""
    found = holidays.country_holidays("UZ", years=year, language="uz")
    source = f"holidays {version('holidays')}; {LABOUR_CODE}"
    days = {
        day: Known(day, False, _kind(title), title, source)
        for day, title in found.items()
        if day.year == year and not (days_a_week == 6 and _moved_from_saturday(found, day, title))
    }
    for day in found.weekend_workdays:
        days[day] = Known(day, True, "moved", "Ish kuni (dam olish kuni koʻchirilgan)", source)
    if days_a_week == 6:
        extra = {day: act for day, act in SIX_DAY_EXTRA.items() if day.year == year}
        days |= {day: Known(day, False, "extra", EXTRA_TITLE, act) for day, act in extra.items()}
    return tuple(days[day] for day in sorted(days))


def _kind(title: str) -> str:
    if "taxminiy" in title:
        return "estimated"
    if "koʻchirilgan" in title:
        return "moved"
    return "extra" if "farmoni" in title else "holiday"


def _moved_from_saturday(found: holidays.HolidayBase, day: date, title: str) -> bool:
    """Whether the day is off only because its holiday fell on the Saturday before."""
    name, moved, _rest = title.partition(" (koʻchirilgan")
    back = (day - timedelta(days=number) for number in range(1, 4))
    return bool(moved) and any(one.weekday() == SATURDAY and found.get(one, "").startswith(name) for one in back)
