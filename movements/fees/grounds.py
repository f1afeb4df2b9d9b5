"""The grounds of an exemption: dated numbers of the law, one a ground, each the percentage that is remitted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Invalid
from movements.acts import find_clause
from movements.limits import Limit, keys, limit_on, versions
from students.study_plan import half_a_tiyin_up

BEGIN = "fee.exempt."
"""With what the keys begin; the rest is the ground's code."""


def today() -> dict[str, Limit]:
    """The grounds that hold today, by code."""
    found = {key.removeprefix(BEGIN): limit_on(key, clock.today()) for key in keys() if key.startswith(BEGIN)}
    return {code: limit for code, limit in found.items() if limit is not None}


def choices() -> list[tuple[str, str]]:
    """The grounds of today in words, as a form takes them."""
    return [(code, f"{said(code)} ({limit.value} %)") for code, limit in today().items()]


def said(code: str) -> str:
    """A ground in words; one that no file declares any more by its code."""
    declared = versions(f"{BEGIN}{code}")
    clause = find_clause(declared[0].clause) if declared else None
    return str(clause.text) if clause else code


def most(code: str, amount: Decimal) -> Decimal:
    """How much of a fee a ground of today remits.

    Raises:
        Invalid: it is none of today's.
    """
    limit = today().get(code)
    if limit is None:
        raise Invalid(_("Choose the ground of the exemption."), fields={"ground": [_("choose a ground")]})
    return half_a_tiyin_up(Fraction(amount) * Fraction(limit.value) / 100)
