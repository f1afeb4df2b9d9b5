"""The small institute in a database of its own, for what several hands do at once."""

from __future__ import annotations

import pytest

from tests.people import House, open_house


@pytest.fixture
def committed_house(committed_db: str) -> House:
    """What is written here others see."""
    return open_house()
