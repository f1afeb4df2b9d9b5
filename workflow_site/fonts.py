"""The faces the pages are set in, found in their packages: three files of some forty."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import font_source_sans_pro
import font_source_serif_pro
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "fonts"
FACES = {
    "SourceSansPro-Regular.ttf": font_source_sans_pro,
    "SourceSansPro-Semibold.ttf": font_source_sans_pro,
    "SourceSerifPro-Semibold.ttf": font_source_serif_pro,
}


def folder(package: Any) -> Path:
    """Where a font package keeps its files."""
    return Path(package.__file__).parent / "files"


class FontFinder(BaseFinder):
    """Serves ``fonts/<file>`` from the font packages."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure, nothing to be wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file of ``fonts/<name>``, for development and tests."""
        prefix, _, name = path.partition("/")
        found = str(folder(FACES[name]) / name) if prefix == PREFIX and name in FACES else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        """Every face with the storage it lies in, for ``collectstatic``."""
        for name, package in FACES.items():
            storage = FileSystemStorage(folder(package))
            storage.prefix = PREFIX  # type: ignore[attr-defined]  # what collectstatic reads from a finder's storage
            yield name, storage
