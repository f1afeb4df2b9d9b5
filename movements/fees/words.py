"""Sums as people read and type them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from journal.reading import read_sum
from journal.refusals import Invalid

MOST = Decimal(10) ** 12


def grouped(amount: Decimal) -> str:
    """``1 234 567,89``: thousands apart, tiyin after the comma."""
    whole, _point, tiyin = f"{amount:,.2f}".replace(",", "\u00a0").partition(".")
    return f"{whole},{tiyin}"


def soum(amount: Decimal) -> str:
    """Money as it is written: ``1 200 000,00 soʻm``."""
    return _("%(amount)s soʻm") % {"amount": grouped(amount)}


def positive_sum(typed: object, *, field: str = "amount") -> Decimal:
    """A sum that is more than nothing.

    Raises:
        Invalid: it is none.
    """
    found = read_sum(typed)
    if found is None or not 0 < found < MOST:
        sentence = _("A sum in soʻm is needed, for instance 412000 or 412 000,50.")
        raise Invalid(sentence, fields={field: [sentence]})
    return found
