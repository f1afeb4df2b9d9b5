"""The days of filing of the summer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from journal import clock
from tests.clearances.leaving import ARRIVED


@pytest.fixture
def summer() -> Iterator[None]:
    """A Thursday among the days of filing."""
    with clock.pretend(ARRIVED):
        yield
