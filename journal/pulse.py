"""When a part that must never rest was last seen at work. Nothing depends on it but the page a monitor reads."""

from __future__ import annotations

from datetime import timedelta

from journal import clock
from journal.models import Pulse

SCHEDULER = "scheduler"


def beat(part: str) -> None:
    """Note that the part is at work now."""
    Pulse.objects.update_or_create(part=part, defaults={"at": clock.now()})


def age(part: str) -> timedelta | None:
    """How long ago the part was seen at work; None if never."""
    seen = Pulse.objects.filter(part=part).values_list("at", flat=True).first()
    return clock.now() - seen if seen else None
