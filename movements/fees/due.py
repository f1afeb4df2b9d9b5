"""What a flow says a step costs: the lines of the calculation, exact, and one total, rounded once.

Sums are soʻm with tiyin; a price that does not divide evenly stays a fraction until the total is made. Never floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from students.study_plan import half_a_tiyin_up

Number = Decimal | Fraction | int
HALF_A_TIYIN_UP = _("rounded once, on the total: to the nearest tiyin, half a tiyin up")
LANGUAGES = ("uz", "ru", "en")


@dataclass(frozen=True)
class FeeLine:
    """One line of the calculation: so many at such a price.

    Args:
        text: what is paid for; a lazy translation is kept in every language.
        quantity: how many of it, credits or pieces.
        price: of one, in soʻm, exact.
        amount: of the line, exact; quantity × price, if empty.
    """

    text: Any
    quantity: Number
    price: Number
    amount: Number | None = None

    @property
    def exact(self) -> Fraction:
        """What the line comes to before anything is rounded."""
        return Fraction(self.quantity) * Fraction(self.price) if self.amount is None else Fraction(self.amount)


@dataclass(frozen=True)
class Due:
    """What is to be paid.

    Args:
        amount: soʻm with tiyin; the sum of the lines, rounded once.
        lines: the calculation.
        source: where the prices stand; a lazy translation is kept in every language.
        rounding: the rule by which the total was rounded.

    Raises:
        ValueError: the amount is negative, no whole tiyin, or not the rounded sum of the lines.
    """

    amount: Decimal
    lines: Sequence[FeeLine] = field(default_factory=tuple)
    source: Any = ""
    rounding: Any = HALF_A_TIYIN_UP

    def __post_init__(self) -> None:
        if self.amount < 0 or Fraction(self.amount) * 100 % 1:
            raise ValueError(f"{self.amount} is no sum of soʻm and tiyin")
        if self.lines and total(self.lines) != self.amount:
            raise ValueError(f"the lines come to {total(self.lines)}, not to {self.amount}")


def total(lines: Sequence[FeeLine]) -> Decimal:
    """The sum of the lines in whole tiyin: rounded once, half a tiyin up."""
    return half_a_tiyin_up(sum((line.exact for line in lines), Fraction(0)))


def due(lines: Sequence[FeeLine], *, source: Any, rounding: Any = HALF_A_TIYIN_UP) -> Due:
    """What these lines come to."""
    return Due(total(lines), tuple(lines), source, rounding)


def credit_price(annual_contract: Decimal, credits_a_year: Decimal | int) -> Fraction:
    """The exact price of one credit: annual contract ÷ credits of a year (824/2020, clause 41)."""
    return Fraction(annual_contract) / Fraction(credits_a_year)


def in_languages(words: Any) -> dict[str, str]:
    """A sentence in every language of the product, to be kept."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(words)
    return found


def written(number: Number) -> str:
    """An exact number as text: a decimal where there is one, else the fraction."""
    exact = Fraction(number)
    shifted = exact * 10**6
    if shifted.denominator == 1:
        return format(Decimal(shifted.numerator).scaleb(-6).normalize(), "f")
    return f"{exact.numerator}/{exact.denominator}"


def kept(line: FeeLine) -> dict[str, Any]:
    """A line as the fee's row keeps it."""
    numbers = {"quantity": line.quantity, "price": line.price, "amount": line.exact}
    return {"text": in_languages(line.text), **{name: written(number) for name, number in numbers.items()}}
