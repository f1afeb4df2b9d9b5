"""The small institute with a head of section, who confirms what is destroyed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.blanks.keeping import with_head
from tests.people import House, open_house


@pytest.fixture
def house(house: House) -> House:
    """Inside the test's own transaction."""
    return with_head(house)


@pytest.fixture
def committed_house(committed_db: str) -> House:
    """In a database of the test's own, for threads."""
    return with_head(open_house())


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield
