"""Single numbers of the law outside a rule: by their key and a day, as decimals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from movements.limits import Limit, limit_on, versions

MOST_MISSING = "difference.most_credits"
MOST_A_SEMESTER = "difference.most_credits_a_semester"
LEAST_GPA = "transfer.min_gpa"
CREDITS_A_YEAR = "study.credits_a_year"
ANNUAL_CONTRACT = "contract.annual"


def number(key: str, day: date, used: list[Limit]) -> Decimal | None:
    """The number that holds on a day, and its use remembered in ``used``; None where no act and no office gives one."""
    found = limit_on(key, day) if versions(key) else None
    if found is None:
        return None
    used.append(found)
    return Decimal(str(found.value))
