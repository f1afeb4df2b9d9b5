"""Fixtures every test may ask for."""

from __future__ import annotations

import pytest

from tests.people import House, open_house


@pytest.fixture
def house(db: None) -> House:
    """The small institute, inside the test's own transaction."""
    return open_house()
