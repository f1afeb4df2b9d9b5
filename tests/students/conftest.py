"""What every test of this room stands on: English words, and a Monday in November."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.utils import translation

from journal import clock

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def it_is(settings: object) -> Clock:
    """Set the clock: ``it_is("2026-11-02T09:00")``, Tashkent's time. Until then it is that very Monday."""

    def set_to(moment: str) -> None:
        settings.HARAKAT_NOW = datetime.fromisoformat(moment).replace(tzinfo=clock.zone)

    set_to("2026-11-02T09:00")
    return set_to
