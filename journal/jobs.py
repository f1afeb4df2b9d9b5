"""Work that must still be done. The row in the database is the truth, the broker only a bell.

A job is written in the transaction of the act that needs it, so both happen or neither. A worker takes it by a lease;
a worker that dies loses the lease and the sweep rings again. A handler may therefore run twice and must not mind.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial, wraps
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from journal import bell, clock
from journal.models import Job
from journal.writes import Insert, write

logger = logging.getLogger(__name__)

# Longer than any step between two calls of ``progress``; a killed worker's job waits this long at most.
LEASE = timedelta(seconds=60)
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)
SWEEP_LIMIT = 200

Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}
_daily: dict[str, Callable[[], None]] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of ``kind``. It runs outside any transaction and may run twice."""

    def register(function: Handler) -> Handler:
        if _handlers.setdefault(kind, function) is not function:
            raise ValueError(f"two handlers for the job {kind}")
        return function

    return register


def together(function: Handler) -> Handler:
    """Decorate a handler that only writes rows: they and the end of its job are one transaction.

    A worker that dies takes back both, and whoever comes second finds the job done: it is never done twice.
    """

    @wraps(function)
    def done_together(job: Job) -> None:
        with transaction.atomic():
            # Takes the row's lock: a worker whose lease has ended waits here and then has nothing to do.
            if Job.objects.filter(pk=job.pk, finished_at__isnull=True).update(finished_at=clock.now()):
                function(job)

    return done_together


def daily(function: Callable[[], None]) -> Callable[[], None]:
    """Register a function that must run once on every day; a failed run is tried again."""
    _daily[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def enqueue(
    kind: str,
    *,
    key: str,
    args: dict[str, Any] | None = None,
    run_after: datetime | None = None,
    total: int = 0,
) -> Job:
    """Write a job in the caller's transaction and ring after its commit.

    Args:
        kind: which handler does it.
        key: one job of a key, ever; a second call returns the first one's job.
        args: plain ids for the handler, never rows.
        run_after: not before this moment; now, if empty.
        total: number of parts, for the progress bar.
    """
    job, written = prepared(kind, key=key, args=args, run_after=run_after, total=total)
    write(written)
    if not job.pk:
        return Job.objects.get(key=key)
    ring_after_commit(job)
    return job


def prepared(
    kind: str, *, key: str, args: dict[str, Any] | None = None, run_after: datetime | None = None, total: int = 0
) -> tuple[Job, Insert]:
    """The job as ``enqueue`` writes it, for whoever writes it beside other rows and then says ``ring_after_commit``."""
    now = clock.now()
    job = Job(kind=kind, key=key, args=args or {}, created_at=now, run_after=run_after or now, total=total)
    return job, Insert(job, unless="key")


def ring_after_commit(job: Job) -> None:
    """Wake a worker once the job is committed; one that stood already has no key here: it was rung for."""
    if job.pk and job.run_after <= clock.now():
        transaction.on_commit(partial(bell.ring, job.pk), robust=True)


def due(now: datetime) -> QuerySet[Job]:
    """Unfinished jobs whose time has come and which nobody has on lease."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return Job.objects.filter(free, finished_at__isnull=True, run_after__lte=now)


def run(job_id: int) -> bool:
    """Do a job if it is due and free; returns whether it is done now. Whoever rings twice runs it once."""
    now = clock.now()
    if not due(now).filter(pk=job_id).update(leased_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    job = Job.objects.get(pk=job_id)
    try:
        _handlers[job.kind](job)
    except Exception as error:
        _put_back(job, error)
        return False
    Job.objects.filter(pk=job_id).update(finished_at=clock.now(), leased_until=None, error="")
    return True


def _put_back(job: Job, error: Exception) -> None:
    """Keep what went wrong and try again later, later each time."""
    now = clock.now()
    delay = min(FIRST_DELAY * 2 ** min(job.attempts - 1, 12), LONGEST_DELAY)
    # Not where another worker has done it meanwhile.
    unfinished = Job.objects.filter(pk=job.pk, finished_at__isnull=True)
    unfinished.update(leased_until=None, run_after=now + delay, error=describe(error))
    # The places only: the message and the values around it may name a person.
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("job %s (%s) failed, attempt %s: %s\n%s", job.pk, job.kind, job.attempts, describe(error), places)


def describe(error: Exception) -> str:
    """The kind of an error and where it arose, without its message: that may name a person."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})"[:500]


def progress(job: Job, done: int, total: int | None = None) -> None:
    """Say that ``done`` parts of ``total`` are finished, and keep the lease: the work goes on."""
    job.done, job.total = done, job.total if total is None else total
    Job.objects.filter(pk=job.pk).update(done=job.done, total=job.total, leased_until=clock.now() + LEASE)


def sweep() -> int:
    """Ring again for jobs that are due and free: bells were lost, leases ended, days have come. Returns how many."""
    waiting = list(due(clock.now()).order_by("run_after").values_list("pk", flat=True)[:SWEEP_LIMIT])
    for job_id in waiting:
        bell.ring(job_id)
    return len(waiting)


def plan_day() -> None:
    """Write today's job for every daily function; what is written already stays as it is."""
    day = clock.today()
    for name in _daily:
        enqueue("daily", key=_daily_key(name, day), args={"function": name})


def _daily_key(name: str, day: date) -> str:
    return f"daily:{name}:{day.isoformat()}"


@handler("daily")
def _run_daily(job: Job) -> None:
    _daily[job.args["function"]]()
