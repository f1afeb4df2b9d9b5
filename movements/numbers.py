"""Single numbers of the law outside a rule: by their key and a day, as decimals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from movements.limits import Limit, Numbers, in_force, limit_on, versions

MOST_MISSING = "difference.most_credits"
MOST_A_SEMESTER = "difference.most_credits_a_semester"
LEAST_GPA = "transfer.min_gpa"
CREDITS_A_YEAR = "study.credits_a_year"
ANNUAL_CONTRACT = "contract.annual"


class Book:
    """The numbers of one day, read from the database once; ``used`` remembers those that were asked for.

    Args:
        day: the day the law names.
        held: ``in_force()`` of a caller who opens many books.
    """

    def __init__(self, day: date, held: Numbers | None = None) -> None:
        self.day = day
        self.held = in_force() if held is None else held
        self.used: list[Limit] = []

    def number(self, key: str) -> Decimal | None:
        """The number that holds on the day; None where no act and no office gives one."""
        found = limit_on(key, self.day, self.held) if versions(key) else None
        if found is None:
            return None
        self.used.append(found)
        return Decimal(str(found.value))


def annual_contract(day: date) -> tuple[Decimal, str] | None:
    """What a year costs where neither a contract nor a programme's price says it, with its source."""
    found = limit_on(ANNUAL_CONTRACT, day) if versions(ANNUAL_CONTRACT) else None
    return (Decimal(str(found.value)), _(found.source)) if found else None
