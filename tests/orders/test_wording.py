"""The words of an order: dates, names, clauses, the second script, and the code typed from paper."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from orders.verification_code import new_code, normal_code
from orders.wording import clauses_to, tidy_apostrophes, to_cyrillic, to_whom, upper_surname, uz_date, uz_moment


def test_dates_are_written_as_the_office_writes_them() -> None:
    assert uz_date(date(2026, 11, 23)) == "2026-yil 23-noyabr"
    assert uz_date("2027-09-01") == "2027-yil 1-sentabr"
    moment = datetime(2026, 1, 5, 9, 3, tzinfo=ZoneInfo("Asia/Tashkent"))
    assert uz_moment(moment) == "2026-yil 5-yanvar, 09:03"
    with pytest.raises(TypeError, match="local date"):
        uz_date(moment)


def test_a_surname_stands_in_capitals_with_the_right_apostrophes() -> None:
    assert upper_surname("O'rolov", "Doniyor", "Is'hoq o`g`li") == "OʻROLOV Doniyor Isʼhoq oʻgʻli"
    assert upper_surname("Kim", "Irina", "") == "KIM Irina"
    assert tidy_apostrophes("ta'lim, toʻg’ri, ‘matn’") == "taʼlim, toʻgʻri, ‘matn’"


@pytest.mark.parametrize(
    ("name", "dative"),
    [
        ("Anvar oʻgʻli", "Anvar oʻgʻliga"),
        ("Rustam qizi", "Rustam qiziga"),
        ("Malik", "Malikka"),
        ("Isʼhoq", "Isʼhoqqa"),
        ("Ulugʻ", "Ulugʻqa"),
        ("Ўқувчи ўғли", "Ўқувчи ўғлига"),
    ],
)
def test_the_dative_follows_the_last_sound(name: str, dative: str) -> None:
    assert to_whom(name) == dative


def test_clauses_are_cited_in_one_word_or_several() -> None:
    assert clauses_to(["3"]) == "3-bandiga"
    assert clauses_to(["3", "11"]) == "3- va 11-bandlariga"
    assert clauses_to(["3", "5", "11"]) == "3-, 5- va 11-bandlariga"
    with pytest.raises(ValueError, match="at least one clause"):
        clauses_to([])


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Oʻzbekiston Respublikasi", "Ўзбекистон Республикаси"),
        ("Yoʻldosh Gʻaniyev oʻgʻli", "Йўлдош Ғаниев ўғли"),
        ("Isʼhoq, eʼlon, sheʼr", "Исҳоқ, эълон, шеър"),
        ("SHAVKAT CHORI, Shahnoza", "ШАВКАТ ЧОРИ, Шаҳноза"),
        ("Ergashev, poeziya, kelsin", "Эргашев, поэзия, келсин"),
        ("2026-yil 1-sentabrdan 23-noyabr", "2026-йил 1-сентябрдан 23-ноябрь"),
        ("XXI asr, ta'lim", "XXI аср, таълим"),
        ("Приказ № 5", "Приказ № 5"),
    ],
)
def test_the_same_words_in_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


def test_a_code_is_read_as_it_was_meant() -> None:
    code = new_code()
    assert len(code) == 17
    assert normal_code(code) == code
    assert normal_code(f" {code.lower().replace('-', ' ')} ") == code
    assert normal_code("oil23 45678 9abcd") == "01123-45678-9ABCD"
    assert new_code() != code
