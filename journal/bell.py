"""Wakes a worker. Nothing depends on it: a bell that is not heard costs seconds, because the sweep rings again.

A request must never wait for a broker, neither for one that is gone nor for one that accepts and then says nothing.
So a thread of its own rings; while the broker hangs, bells beyond the first few are dropped.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from queue import Full, Queue

from celery import current_app

logger = logging.getLogger(__name__)

# A bell that was not heard for so long is rung again by the sweep; old ones must not pile up at the broker.
EXPIRES_SECONDS = 30
QUIET_SECONDS = 3.0

_waiting: Queue[int] = Queue(maxsize=1000)
_lock = threading.Lock()
_ringer: threading.Thread | None = None
_silent: ContextVar[bool] = ContextVar("silent", default=False)


def ring(job_id: int) -> None:
    """Wake a worker for a job. Returns at once, whatever the broker does."""
    if _silent.get():
        return
    _start()
    try:
        _waiting.put_nowait(job_id)
    except Full:
        logger.warning("the broker is slow: the sweep will ring for job %s", job_id)


@contextmanager
def silent() -> Iterator[None]:
    """Wake nobody inside, commits included: for whoever does the jobs of a past they write themselves."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _start() -> None:
    """Start the ringing thread; a process that was forked has none of its own yet."""
    global _ringer
    with _lock:
        if _ringer is None or not _ringer.is_alive():
            _ringer = threading.Thread(target=_ring_on, name="bell", daemon=True)
            _ringer.start()


def _ring_on() -> None:
    quiet_until = 0.0
    while True:
        job_id = _waiting.get()
        if time.monotonic() < quiet_until:
            continue
        try:
            current_app.send_task("journal.run_job", args=[job_id], expires=EXPIRES_SECONDS)
        except Exception as error:
            # Any broker, any library, any reason: the job is safe in its row.
            quiet_until = time.monotonic() + QUIET_SECONDS
            logger.warning("the broker does not answer (%s): the sweep will ring", type(error).__name__)
