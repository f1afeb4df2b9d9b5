"""How alike two names of subjects are: enough to propose one for the other, never to decide it. Whole numbers only."""

from __future__ import annotations

from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

from permissions.names import normalise

STEM = 5  # letters: endings of Uzbek and Russian words differ, their beginnings do not
LETTERS_ALIKE = 85  # of a hundred
SMALL_WORDS = frozenset(
    {"va", "i", "и", "and", "the", "of", "fani", "kursi", "asoslari", "основы", "nazariyasi", "kirish"}
)


class Likeness(Enum):
    """What two names have in common."""

    ALIKE = "alike"
    """Half of the words of the longer name, or nearly every letter."""
    KINDRED = "kindred"
    """At least one telling word."""
    STRANGE = "strange"


@lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> Likeness:
    """Compare two names as written."""
    first, second = normalise(one), normalise(other)
    mine, yours = _stems(first), _stems(second)
    common = mine & yours
    if common and 2 * len(common) >= max(len(mine), len(yours)):
        return Likeness.ALIKE
    early, late = sorted((first, second))
    blocks = SequenceMatcher(None, early, late, autojunk=False).get_matching_blocks()
    if 200 * sum(block.size for block in blocks) >= LETTERS_ALIKE * (len(first) + len(second)) > 0:
        return Likeness.ALIKE
    return Likeness.KINDRED if any(len(stem) >= STEM for stem in common) else Likeness.STRANGE


def _stems(name: str) -> frozenset[str]:
    """The beginnings of the telling words; numbers and small words tell nothing."""
    words = (word.strip('.,;:()«»"-') for word in name.split())
    return frozenset(
        word[:STEM] for word in words if len(word) > 2 and word not in SMALL_WORDS and not word.isdecimal()
    )
