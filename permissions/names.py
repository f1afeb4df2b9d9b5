"""Names as people write them and as people look for them.

A name is kept and printed exactly as its papers have it. Uzbek's oʻ, gʻ and ʼ are typed in a dozen ways, so looking for
a name leaves every apostrophe out, on both sides.
"""

from __future__ import annotations

import unicodedata

# ASCII, grave, acute, curly, reversed, modifier letters (U+02BB, U+02BC are the right ones), prime and full width.
APOSTROPHES = "'`´‘’‛ʹʻʼʽˈ′＇"
_without_apostrophes = str.maketrans("", "", APOSTROPHES)


def normalise(text: str) -> str:
    """What is compared when a name is looked for: no apostrophes, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_without_apostrophes)).lower().split())


def search_text(*parts: str) -> str:
    """``Person.search`` of a name in all its scripts."""
    return normalise(" ".join(parts))[:255]
