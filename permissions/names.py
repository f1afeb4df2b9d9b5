"""Names as people write them and as people look for them.

A name is kept and printed exactly as its papers have it. Uzbek's oʻ, gʻ and ʼ are typed in a dozen ways, so looking for
a name leaves every apostrophe out, on both sides.
"""

from __future__ import annotations

import unicodedata

# ASCII, grave, acute, curly, reversed, modifier letters (U+02BB, U+02BC are the right ones), prime and full width.
APOSTROPHES = "'`´‘’‛ʹʻʼʽˈ′＇"
_without_apostrophes = str.maketrans("", "", APOSTROPHES)
# Uzbek and Russian Cyrillic in the letters of Uzbek Latin; the signs ъ and ь are no letters of their own there.
_latin = {
    **{
        ord(letter): latin
        for letter, latin in zip("абвгдезийклмнопрстуфхцыэўқғҳ", "abvgdeziyklmnoprstufhsieoqgh", strict=True)
    },
    **str.maketrans({"ё": "yo", "ж": "j", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}),
}
# What one script writes and another does not: е is read “ye”, ц “ts”, and h, x and kh are mistaken for each other.
_heard_alike = (("kh", "h"), ("x", "h"), ("ye", "e"), ("ts", "s"))


def normalise(text: str) -> str:
    """What is compared when a name is looked for: no apostrophes, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_without_apostrophes)).lower().split())


def search_text(*parts: str) -> str:
    """``Person.search`` of a name in all its scripts."""
    return normalise(" ".join(parts))[:255]


def in_one_script(text: str) -> str:
    """A name as it is compared whichever script it is written in: Latin letters by ear, otherwise as ``normalise``."""
    latin = normalise(text).translate(_latin)
    for written, heard in _heard_alike:
        latin = latin.replace(written, heard)
    return latin
