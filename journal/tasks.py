"""What the worker and the scheduler call. Each only passes on an id or a time; the rows say what is to be done."""

from __future__ import annotations

from celery import shared_task

from journal import events, jobs, logs, notices, pulse  # noqa: F401 - to import them is to register their jobs


@shared_task(name="journal.run_job")
def run_job(job_id: int) -> None:
    """Do one job, if nobody has it and it is due."""
    with logs.belonging_to(f"job-{job_id}"):
        jobs.run(job_id)


@shared_task(name="journal.sweep")
def sweep() -> None:
    """Ring for what was left, and note that the scheduler asked for it."""
    pulse.beat(pulse.SCHEDULER)
    jobs.sweep()


@shared_task(name="journal.daily")
def plan_day() -> None:
    """Write the jobs of the day."""
    jobs.plan_day()
