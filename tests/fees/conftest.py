"""Papers of fees are drawn by jobs, and sealed: the institute's seal, made before the first of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from journal import clock
from orders.signing.certificate import make_certificate


@pytest.fixture(autouse=True)
def seal_of_then(tmp_path: Path, settings: Any) -> None:
    settings.HARAKAT_SEAL = tmp_path / "seal.p12"
    settings.HARAKAT_SEAL_PASSPHRASE = "tamgʻa"
    made = datetime(2026, 7, 1, tzinfo=clock.zone)
    make_certificate(settings.HARAKAT_SEAL, "tamgʻa", institute_name="TKTI", at=made)
