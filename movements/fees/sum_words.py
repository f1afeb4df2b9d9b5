"""A sum of soʻm in the words of a paper, in the three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

UZ_ONES = ("", "bir", "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz", "toʻqqiz")
UZ_TENS = ("", "oʻn", "yigirma", "oʻttiz", "qirq", "ellik", "oltmish", "yetmish", "sakson", "toʻqson")
UZ_GROUPS = ("", "ming", "million", "milliard")
RU_ONES = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
RU_TEENS = (
    "десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать",
    "восемнадцать", "девятнадцать",
)  # fmt: skip
RU_TENS = (
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто",
)  # fmt: skip
RU_HUNDREDS = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip
RU_GROUPS = (
    ("", "", ""), ("тысяча", "тысячи", "тысяч"), ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"),
)  # fmt: skip
EN_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
EN_GROUPS = ("", "thousand", "million", "billion")


def in_words(amount: Decimal, language: str) -> str:
    """``olti yuz ming soʻm 00 tiyin``.

    Args:
        amount: soʻm with tiyin, not negative, less than 10¹².
        language: uz, ru or en.
    """
    whole, tiyin = divmod(int(amount * 100), 100)
    said, unit, small = WORDS[language](whole), *UNITS[language]((whole, tiyin))
    return f"{said} {unit} {tiyin:02d} {small}"


def _groups(number: int) -> Iterator[tuple[int, int]]:
    """The groups of three digits that are not nothing, the greatest first, each with its place."""
    for place in (3, 2, 1, 0):
        three = number // 1000**place % 1000
        if three:
            yield three, place


def _uzbek(number: int) -> str:
    parts: list[str] = []
    for three, place in _groups(number):
        hundreds, rest = divmod(three, 100)
        parts += [UZ_ONES[hundreds], "yuz"] if hundreds else []
        parts += [UZ_TENS[rest // 10], UZ_ONES[rest % 10], UZ_GROUPS[place]]
    return " ".join(filter(None, parts)) or "nol"


def _russian(number: int) -> str:
    parts: list[str] = []
    for three, place in _groups(number):
        hundreds, rest = divmod(three, 100)
        parts.append(RU_HUNDREDS[hundreds])
        if 10 <= rest < 20:
            parts.append(RU_TEENS[rest - 10])
        else:
            one = {1: "одна", 2: "две"}.get(rest % 10) if place == 1 else None
            parts += [RU_TENS[rest // 10], one or RU_ONES[rest % 10]]
        parts.append(_of_russian(three, RU_GROUPS[place]))
    return " ".join(filter(None, parts)) or "ноль"


def _of_russian(number: int, forms: tuple[str, str, str]) -> str:
    one, ten = number % 10, number // 10 % 10
    if ten == 1 or one == 0 or one >= 5:
        return forms[2]
    return forms[0] if one == 1 else forms[1]


def _english(number: int) -> str:
    parts: list[str] = []
    for three, place in _groups(number):
        hundreds, rest = divmod(three, 100)
        parts += [EN_ONES[hundreds], "hundred"] if hundreds else []
        tens, one = (EN_TENS[rest // 10], EN_ONES[rest % 10]) if rest >= 20 else ("", EN_ONES[rest])
        parts += ["-".join(filter(None, (tens, one))), EN_GROUPS[place]]
    return " ".join(filter(None, parts)) or "zero"


WORDS: dict[str, Callable[[int], str]] = {"uz": _uzbek, "ru": _russian, "en": _english}
UNITS: dict[str, Callable[[tuple[int, int]], tuple[str, str]]] = {
    "uz": lambda _sum: ("soʻm", "tiyin"),
    "ru": lambda sum_: (
        _of_russian(sum_[0], ("сум", "сума", "сумов")),
        _of_russian(sum_[1], ("тийин", "тийина", "тийинов")),
    ),
    "en": lambda _sum: ("soʻm", "tiyin"),
}
