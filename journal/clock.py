"""The only place that reads the time.

``HARAKAT_NOW`` lets a demo believe that it started at another moment; from there its time runs on at the usual pace.
Web, worker and scheduler start at different moments, so whoever starts them hands all of them the same real moment in
``HARAKAT_NOW_SINCE`` (an ISO time with its offset): they then agree to the microsecond.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

zone = ZoneInfo(settings.TIME_ZONE)


def _since() -> datetime:
    """The real moment at which the believed time began: the given one, else the start of this process."""
    given = os.environ.get("HARAKAT_NOW_SINCE", "").strip()
    return datetime.fromisoformat(given).astimezone(UTC) if given else datetime.now(UTC)


_started = _since()


def share_start() -> None:
    """Hand this process's start to the processes it starts: they go on in its time, also when one starts again."""
    os.environ["HARAKAT_NOW_SINCE"] = _started.isoformat()


_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present moment, with its offset."""
    if (pretended := _pretended.get()) is not None:
        return pretended
    real = datetime.now(UTC)
    believed: datetime | None = settings.HARAKAT_NOW
    return real if believed is None else believed.astimezone(UTC) + (real - _started)


def today() -> date:
    """The present day in the institute's zone; a deadline ends when this day does."""
    return now().astimezone(zone).date()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let the acts inside believe that it is ``moment`` and that time stands still: how a demo acts out its past.

    Only this thread believes it. ``moment`` is aware.
    """
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
