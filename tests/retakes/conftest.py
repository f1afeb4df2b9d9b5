"""The small institute of the days on which retakes are tried."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from journal import clock
from orders.signing.certificate import make_certificate
from tests.people import House, open_house
from tests.retakes.owing import FILED


@pytest.fixture
def seal(tmp_path: Path, settings: Any) -> None:
    """The institute's seal, made before the first case is filed."""
    settings.HARAKAT_SEAL = tmp_path / "seal.p12"
    settings.HARAKAT_SEAL_PASSPHRASE = "tamgʻa"
    made = datetime.fromisoformat(FILED).replace(tzinfo=clock.zone)
    make_certificate(settings.HARAKAT_SEAL, "tamgʻa", institute_name="TKTI", at=made)


@pytest.fixture
def committed_house(committed_db: str) -> House:
    """What is written here others see."""
    return open_house()
