"""Workers that really die: processes of their own which the kernel kills, at a chosen statement or at any moment."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from django.db import connection, connections

from journal import bell, clock, jobs
from journal.models import Job
from tests.faults.invariants import broken

SHORT_LEASE = 0.05  # seconds; the real one is a minute, which a test need not wait
MOST_STATEMENTS = 400


class DiesAt:
    """A wrapper of statements that kills its own process before the n-th, counting from one."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def fork(work: Callable[[], object]) -> int:
    """Let a process of its own do ``work``, on its own connection and with a short lease; gives its id."""
    # The child inherits open sockets, and ending one of them would end the parent's session.
    connections.close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        jobs.LEASE = timedelta(seconds=SHORT_LEASE)
        with bell.silent():
            work()
        code = 0
    finally:
        os._exit(code)
    return child


def ended(child: int) -> int:
    """Wait for the process; gives the signal that killed it, 0 where it came to its end. Anything else is a mistake."""
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    assert os.WEXITSTATUS(status) == 0, "the worker failed instead of being killed"
    return 0


def killed_before(number: int, work: Callable[[], object]) -> bool:
    """Do ``work`` in a process that is killed before its n-th statement; False where it has fewer."""

    def until_then() -> None:
        with connection.execute_wrapper(DiesAt(number)):
            work()

    return ended(fork(until_then)) == signal.SIGKILL


def kill_at_every_statement(job_id: int, step: int) -> int:
    """Kill a worker at every ``step``-th statement of a job until one comes to its end; gives how many died."""
    for deaths, number in enumerate(range(1, MOST_STATEMENTS, step)):
        killed = killed_before(number, lambda: jobs.run(job_id))
        assert not (found := broken()), found
        if not killed:
            assert Job.objects.get(pk=job_id).finished_at is not None
            return deaths
        time.sleep(SHORT_LEASE)
    raise AssertionError("the job never came to its end")


def due() -> list[int]:
    """The jobs a worker might take now."""
    return list(jobs.due(clock.now()).order_by("pk").values_list("pk", flat=True))


def drain(*, leave: Collection[str] = (), seconds: float = 1200.0) -> None:
    """Do all jobs that are due, in this process, but those of some kinds; they must come to an end."""
    deadline = time.monotonic() + seconds
    while waiting := list(jobs.due(clock.now()).exclude(kind__in=leave).values_list("pk", flat=True)):
        assert time.monotonic() < deadline, "the jobs do not come to an end"
        for pk in waiting:
            jobs.run(pk)


def work_for_ever() -> None:
    """What a worker does while anything is due, in an order of its own; it is meant to be killed."""
    jobs.FIRST_DELAY = timedelta(seconds=SHORT_LEASE)
    while True:
        waiting = due()
        random.shuffle(waiting)
        for pk in waiting:
            jobs.run(pk)
        if not waiting:
            time.sleep(0.02)


def kill(child: int) -> None:
    """SIGKILL, and wait until the kernel has taken it away."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
