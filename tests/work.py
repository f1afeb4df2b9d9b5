"""Doing the jobs that a worker would do, in this process and in order."""

from __future__ import annotations

from journal import clock, jobs
from journal.models import Job


def do_all_jobs() -> int:
    """Run every due job until none is left; returns how many were done. A failing job fails the test."""
    done = 0
    while waiting := list(jobs.due(clock.now()).order_by("pk").values_list("pk", flat=True)):
        for pk in waiting:
            assert jobs.run(pk), Job.objects.get(pk=pk).error
            done += 1
    return done
