"""A small institute where commits are real, with a seal and a folder of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from journal import bell, clock
from orders.signing.certificate import make_certificate
from tests.people import House, open_house

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-made certificate, made once."""
    path = tmp_path_factory.mktemp("seal") / "seal.p12"
    make_certificate(path, "muhr", institute_name="TKTI", at=LONG_AGO)
    return path


@pytest.fixture(scope="session")
def imported() -> None:
    """What draws and seals is read before processes are forked: it would cost each of them a second."""
    import pyhanko.sign
    import weasyprint

    assert pyhanko and weasyprint


@pytest.fixture
def media(imported: None, certificate: Path, settings: Any, tmp_path: Path) -> Path:
    """Where this test's documents are kept, sealed with that certificate."""
    settings.HARAKAT_SEAL, settings.HARAKAT_SEAL_PASSPHRASE = str(certificate), "muhr"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def house(committed_db: str, media: Path) -> House:
    """The small institute, committed."""
    return open_house()


@pytest.fixture
def unrung(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bell reaches a broker: the sweep alone finds the work."""
    monkeypatch.setattr(bell, "ring", lambda job_id: None)


@pytest.fixture
def at(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Move the product's clock to a moment of Tashkent and let it run on from there."""

    def move(moment: str) -> None:
        settings.HARAKAT_NOW = datetime.fromisoformat(moment).replace(tzinfo=clock.zone)
        monkeypatch.setattr(clock, "_started", datetime.now(UTC))

    return move


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds each bell kept its act waiting."""
    seconds: list[float] = []
    ring = bell.ring

    def timed(job_id: int) -> None:
        began = time.perf_counter()
        ring(job_id)
        seconds.append(time.perf_counter() - began)

    monkeypatch.setattr(bell, "ring", timed)
    return seconds
