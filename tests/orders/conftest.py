"""What the tests of orders may ask for: a seal, a time, somebody who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from journal import clock
from journal.events import Actor
from orders import enactment
from orders.models import OrderItem
from orders.signing.certificate import make_certificate


@pytest.fixture(scope="session")
def seal_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-made certificate that was valid before the product existed."""
    path = tmp_path_factory.mktemp("seal") / "seal.p12"
    make_certificate(path, "muhr", institute_name="TKTI", at=datetime(2026, 1, 1, tzinfo=UTC))
    return path


@pytest.fixture
def sealing(seal_file: Path, settings: Any, tmp_path: Path) -> Path:
    """Documents are sealed with it and stored in a folder of this test."""
    settings.HARAKAT_SEAL, settings.HARAKAT_SEAL_PASSPHRASE = str(seal_file), "muhr"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def at(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Move the product's clock to a moment in Tashkent and let it run on from there."""

    def move(moment: str) -> None:
        settings.HARAKAT_NOW = datetime.fromisoformat(moment).replace(tzinfo=clock.zone)
        monkeypatch.setattr(clock, "_started", datetime.now(UTC))

    return move


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int, str, str]]]:
    """What a listener was told: happening, student, who, words. The movements' own listener is silent meanwhile."""
    told: list[tuple[str, int, str, str]] = []

    def hear(happening: str) -> enactment.Listener:
        def listener(item: OrderItem, *, actor: Actor, words: str) -> None:
            told.append((happening, item.student_id, actor.name, words))

        return listener

    monkeypatch.setattr(enactment, "_listeners", {"applied": [], "struck": [], "discarded": []})
    enactment.listen(applied=hear("applied"), struck=hear("struck"), discarded=hear("discarded"))
    yield told
