"""The small institute with its commission."""

from __future__ import annotations

import pytest

from tests.people import House, open_house
from tests.sittings.board import open_commission


@pytest.fixture
def house(db: None) -> House:
    """Inside the test's own transaction."""
    found = open_house()
    open_commission(found)
    return found


@pytest.fixture
def committed_house(committed_db: str) -> House:
    """In a database of its own, where commits are real."""
    found = open_house()
    open_commission(found)
    return found
