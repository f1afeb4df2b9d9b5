"""The words of an order in Uzbek: dates, names, clauses, and the same text in Cyrillic.

Orders are written in Uzbek, Latin script, whatever language the reader's screen has: the catalogues are not asked.
``oʻ`` and ``gʻ`` are written with U+02BB, the *tutuq belgisi* with U+02BC, as the orthography of 1995 wants them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.template import Library

MONTHS = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
)  # fmt: skip

# Cyrillic keeps the Russian soft vowel and sign in month names; a suffix takes the sign away (сентябрь, сентябрдан).
MONTHS_CYRILLIC = {
    "yanvar": "январ", "fevral": "феврал", "aprel": "апрел", "iyun": "июн", "iyul": "июл",
    "sentabr": "сентябр", "oktabr": "октябр", "noyabr": "ноябр", "dekabr": "декабр",
}  # fmt: skip

LETTERS = {
    "yoʻ": "йў", "sʼh": "сҳ", "oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е",
    "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "w": "в", "x": "х", "y": "й", "z": "з", "ʼ": "ъ",
}  # fmt: skip
LETTER = re.compile("|".join(sorted(LETTERS, key=len, reverse=True)), re.IGNORECASE)
WORD = re.compile(r"[A-Za-zʻʼ]+")
ROMAN = re.compile(r"[IVX]+\Z")
VOWELS = "aeiouʻ"

register = Library()


def _as_date(day: date | str) -> date:
    if isinstance(day, datetime):
        raise TypeError("an order speaks of a day: turn the moment into a local date first")
    return day if isinstance(day, date) else date.fromisoformat(day)


@register.filter
def uz_date(day: date | str) -> str:
    """``2026-yil 23-noyabr`` for a date or its ISO form; a suffix follows directly (``…noyabrdan``)."""
    day = _as_date(day)
    return f"{day.year}-yil {day.day}-{MONTHS[day.month - 1]}"


def uz_moment(moment: datetime) -> str:
    """``2026-yil 23-noyabr, 14:05``; the caller gives the moment in the zone that shall be printed."""
    return f"{uz_date(moment.date())}, {moment:%H:%M}"


def upper_surname(surname: str, given_name: str, patronymic: str = "") -> str:
    """``YOQUBOV Jasur Anvar oʻgʻli``: the surname in capitals, as orders on students write it."""
    parts = (tidy_apostrophes(surname).upper(), tidy_apostrophes(given_name), tidy_apostrophes(patronymic))
    return " ".join(part.strip() for part in parts if part.strip())


@register.filter
def to_whom(name: str) -> str:
    """The dative: ``oʻgʻliga``, ``Malikka``, ``Ishoqqa``; the ending follows the last sound of the name."""
    last = name.rstrip().lower()
    if last.endswith(("q", "gʻ", "қ", "ғ")):
        return f"{name}qa" if last[-1] in "qʻ" else f"{name}қа"
    if last.endswith(("k", "g", "к", "г")):
        return f"{name}ka" if last[-1] in "kg" else f"{name}ка"
    return f"{name}га" if "а" <= last[-1:] <= "ҳ" else f"{name}ga"


@register.filter
def clauses_to(numbers: Sequence[str]) -> str:
    """``3-bandiga``, ``3- va 11-bandlariga``: what follows *Nizomning* before *muvofiq*."""
    if not numbers:
        raise ValueError("an order must cite at least one clause")
    if len(numbers) == 1:
        return f"{numbers[0]}-bandiga"
    return f"{', '.join(f'{number}-' for number in numbers[:-1])} va {numbers[-1]}-bandlariga"


def tidy_apostrophes(text: str) -> str:
    """Whatever stands for an apostrophe becomes U+02BB after o and g, and U+02BC elsewhere inside a word."""
    text = re.sub(r"(?<=[oOgG])['`ʻʼ‘’]", "ʻ", text)
    return re.sub(r"(?<=\w)['`ʻ‘’](?=\w)", lambda found: "ʻ" if found[0] == "ʻ" else "ʼ", text)


def to_cyrillic(text: str) -> str:
    """Uzbek Latin in Uzbek Cyrillic. Roman numerals and everything that is no Latin letter stay as they are.

    Letters only, no dictionary beyond the months: a loan word with ц or a soft sign (*sirk*, *albom*) comes out as it
    sounds. Good for names and dates; a text that will be signed in Cyrillic needs a reader.
    """
    return WORD.sub(lambda word: _word_to_cyrillic(word[0]), tidy_apostrophes(text))


def _word_to_cyrillic(word: str) -> str:
    if ROMAN.match(word):
        return word
    lower = word.lower()
    for latin, cyrillic in MONTHS_CYRILLIC.items():
        if lower.startswith(latin):
            head = _like(word[: len(latin)], cyrillic)
            rest = word[len(latin) :]
            return head + (_letters(rest) if rest else _like(word, "ь"))
    return _letters(word)


def _letters(word: str) -> str:
    def letter(found: re.Match[str]) -> str:
        latin = found[0]
        before = word[found.start() - 1 : found.start()].lower() if found.start() else ""
        if latin.lower() == "e" and (not before or before in VOWELS):
            return "Э" if latin.isupper() else "э"
        cyrillic = LETTERS[latin.lower()]
        if not latin[0].isupper():
            return cyrillic
        whole = len(cyrillic) == 1 or latin[1:2].isupper()
        return cyrillic.upper() if whole else cyrillic.capitalize()

    return LETTER.sub(letter, word)


def _like(model: str, text: str) -> str:
    """The text in capitals, with one, or with none, as the model has it."""
    if len(model) > 1 and model.isupper():
        return text.upper()
    return text.capitalize() if model[:1].isupper() and len(text) > 1 else text
