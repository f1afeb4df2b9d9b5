"""What a number of the law counts: how a value is read, and how it is said to people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAY = re.compile(r"\d\d-\d\d")
LEAP_YEAR = 2024
CODES = re.compile(r"[a-z0-9_]+( [a-z0-9_]+)*")


class WrongValueError(ValueError):
    """A value is not what its unit counts; the message says what it must be."""


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,6}", str(value)):
        raise WrongValueError("must be a whole number")
    return int(value)


def _mark(value: Any) -> Decimal:
    try:
        mark = Decimal(str(value))
    except InvalidOperation:
        raise WrongValueError("must be a number from 0 to 5 with at most two decimals") from None
    if not mark.is_finite() or not 0 <= mark <= 5 or mark != mark.quantize(Decimal("0.01")):
        raise WrongValueError("must be a number from 0 to 5 with at most two decimals")
    return mark


def _money(value: Any) -> Decimal:
    try:
        sum_ = Decimal(str(value))
    except InvalidOperation:
        raise WrongValueError("must be a sum with at most two decimals") from None
    if not sum_.is_finite() or not 0 <= sum_ < 10**12 or sum_ != sum_.quantize(Decimal("0.01")):
        raise WrongValueError("must be a sum with at most two decimals")
    return sum_


def _day_of_year(value: Any) -> str:
    try:
        if not DAY.fullmatch(str(value)):
            raise ValueError
        date.fromisoformat(f"{LEAP_YEAR}-{value}")
    except ValueError:
        raise WrongValueError("must be a day of the year as MM-DD") from None
    return str(value)


def _days_of_year(value: Any) -> str:
    first, slash, last = str(value).partition("/")
    if not slash:
        raise WrongValueError("must be the first and the last day as MM-DD/MM-DD")
    _day_of_year(first)
    _day_of_year(last)
    return str(value)


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise WrongValueError(f"must be one of: {', '.join(choices)}")
        return str(value)

    return read


def _codes(value: Any) -> str:
    if not CODES.fullmatch(str(value)):
        raise WrongValueError("must be codes with a space between them")
    return str(value)


def _people_day(value: str) -> str:
    month, day = value.split("-")
    return f"{day}.{month}"


def _people_days(value: str) -> str:
    return "–".join(_people_day(day) for day in value.split("/"))


@dataclass(frozen=True)
class Unit:
    """What is counted: ``read`` makes the value of what stands in a file or was typed, ``say`` words of a value."""

    label: Any
    read: Callable[[Any], Any]
    say: Callable[[Any], str] = str


def _counted(label: Any) -> Unit:
    return Unit(label, _whole, lambda value: f"{value} {label}")


UNITS: dict[str, Unit] = {
    "hours": _counted(gettext_lazy("hours")),
    "days": _counted(gettext_lazy("days")),
    "calendar days": _counted(gettext_lazy("calendar days")),
    "working days": _counted(gettext_lazy("working days")),
    "months": _counted(gettext_lazy("months")),
    "years": _counted(gettext_lazy("years")),
    "leaves": _counted(gettext_lazy("leaves")),
    "subjects": _counted(gettext_lazy("subjects")),
    "students": _counted(gettext_lazy("students")),
    "percent": _counted(gettext_lazy("percent")),
    "credits": _counted(gettext_lazy("credits")),
    "base units": _counted(gettext_lazy("base units")),
    "grade point average": Unit(gettext_lazy("grade point average"), _mark),
    "soʻm": Unit(gettext_lazy("soʻm"), _money),
    "yes or no": Unit(
        gettext_lazy("yes or no"), _one_of("yes", "no"), lambda value: _("yes") if value == "yes" else _("no")
    ),
    "day of the year": Unit(gettext_lazy("day of the year"), _day_of_year, _people_day),
    "days of the year": Unit(gettext_lazy("days of the year"), _days_of_year, _people_days),
    "which average": Unit(
        gettext_lazy("which average is compared"),
        _one_of("published", "exact"),
        lambda value: _("as published, with one decimal") if value == "published" else _("exact"),
    ),
    "codes": Unit(gettext_lazy("codes"), _codes),
}
