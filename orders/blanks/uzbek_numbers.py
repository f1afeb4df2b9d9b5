"""Whole numbers in Uzbek words, as acts write them beside the figures."""

from __future__ import annotations

ONES = ["", "bir", "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz", "toʻqqiz"]
TENS = ["", "oʻn", "yigirma", "oʻttiz", "qirq", "ellik", "oltmish", "yetmish", "sakson", "toʻqson"]
MOST = 999_999


def in_uzbek(number: int) -> str:
    """``125`` as *bir yuz yigirma besh*.

    Raises:
        ValueError: below zero or above ``MOST``.
    """
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not written in words")
    thousands, rest = divmod(number, 1000)
    parts = [*_below_thousand(thousands), *(["ming"] if thousands else []), *_below_thousand(rest)]
    return " ".join(parts) or "nol"


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    parts = [ONES[hundreds], "yuz"] if hundreds else []
    return [*parts, *filter(None, (TENS[rest // 10], ONES[rest % 10]))]
