"""Sums that do not divide evenly, the one rounding, and the words of a sum."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.reading import read_sum
from movements import fees
from movements.fees.due import written
from movements.fees.sheets import number
from movements.fees.sum_words import in_words
from movements.fees.words import grouped

TIYIN = Decimal("0.01")
sums = st.decimals(min_value=0, max_value=10**9, places=2)
credits = st.decimals(min_value=0, max_value=60, places=2)


@pytest.mark.parametrize(
    ("credits", "annual", "expected"),
    [
        ("3", "12000000", "600000.00"),
        ("1", "10000000", "166666.67"),  # 166 666,666… soʻm
        ("2", "10000000", "333333.33"),  # 333 333,333… soʻm
        ("4", "10000001", "666666.73"),  # 666 666,7333…
        ("3", "0.10", "0.01"),  # half a tiyin goes up
        ("3", "0.09", "0.00"),  # 0,45 of a tiyin
        ("7.5", "7777777.77", "972222.22"),
    ],
)
def test_824_41_credits_of_a_year_are_rounded_once_on_the_total(credits: str, annual: str, expected: str) -> None:
    line = fees.FeeLine("fan", Decimal(credits), fees.credit_price(Decimal(annual), 60))
    assert fees.due([line], source="x").amount == Decimal(expected)


def test_three_thirds_of_a_tiyin_are_one_tiyin_and_not_none() -> None:
    lines = [fees.FeeLine("fan", 1, Fraction(1, 300))] * 3
    assert fees.due(lines, source="x").amount == TIYIN


@given(st.lists(st.tuples(credits, sums), min_size=1, max_size=12))
def test_the_lines_and_the_one_rounding_give_the_total(rows: list[tuple[Decimal, Decimal]]) -> None:
    lines = [fees.FeeLine("fan", count, fees.credit_price(annual, 60)) for count, annual in rows]
    exact = sum((Fraction(count) * Fraction(annual) / 60 for count, annual in rows), Fraction(0))
    amount = fees.due(lines, source="x").amount
    assert Fraction(-1, 200) < Fraction(amount) - exact <= Fraction(1, 200)
    assert sum((Fraction(written(line.exact)) for line in lines), Fraction(0)) == exact
    assert amount == amount.quantize(TIYIN)


def test_a_total_that_is_not_that_of_its_lines_is_no_fee() -> None:
    lines = [fees.FeeLine("fan", 1, Decimal("10.00"))]
    for wrong in ("10.01", "-1", "10.001"):
        with pytest.raises(ValueError, match=r"lines|no sum"):
            fees.Due(Decimal(wrong), lines)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("412000", "412000.00"),
        ("412 000,5", "412000.50"),
        ("1\u00a0234\u202f567.89", "1234567.89"),
        ("1'000", "1000.00"),
        ("1,234,567", None),
        ("1.005", None),
        ("-1", None),
        ("1e3", None),
        ("", None),
        ("٣", None),
    ],
)
def test_a_sum_is_read_as_banks_write_it_and_never_guessed(typed: str, read: str | None) -> None:
    assert read_sum(typed) == (None if read is None else Decimal(read))


@given(sums)
def test_a_sum_that_is_shown_is_read_again_as_itself(amount: Decimal) -> None:
    assert read_sum(grouped(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "uz", "ru", "en"),
    [
        ("0.00", "nol soʻm 00 tiyin", "ноль сумов 00 тийинов", "zero soʻm 00 tiyin"),
        ("600000.00", "olti yuz ming soʻm 00 tiyin", "шестьсот тысяч сумов 00 тийинов",
         "six hundred thousand soʻm 00 tiyin"),
        ("1001.01", "bir ming bir soʻm 01 tiyin", "одна тысяча один сум 01 тийин", "one thousand one soʻm 01 tiyin"),
        ("2342112.24", "ikki million uch yuz qirq ikki ming bir yuz oʻn ikki soʻm 24 tiyin",
         "два миллиона триста сорок две тысячи сто двенадцать сумов 24 тийина",
         "two million three hundred forty-two thousand one hundred twelve soʻm 24 tiyin"),
        ("11000000000.11", "oʻn bir milliard soʻm 11 tiyin", "одиннадцать миллиардов сумов 11 тийинов",
         "eleven billion soʻm 11 tiyin"),
    ],
)  # fmt: skip
def test_a_sum_is_said_in_words(amount: str, uz: str, ru: str, en: str) -> None:
    assert [in_words(Decimal(amount), language) for language in ("uz", "ru", "en")] == [uz, ru, en]


def test_what_does_not_end_is_shown_with_a_sign_that_it_is_not_exact() -> None:
    assert (number("500000/3"), number("200000"), number("7.5")) == ("≈ 166\u00a0666,67", "200\u00a0000", "7,5")
