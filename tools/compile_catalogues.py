"""Compile the catalogues given as arguments (``.po`` → ``.mo`` beside it), without the system's gettext."""

import sys
from pathlib import Path

import polib


def compile_catalogue(path: Path) -> None:
    """Write the ``.mo``; fuzzy and empty entries are left out, so that the English shows and not a guess."""
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        compile_catalogue(Path(argument))
