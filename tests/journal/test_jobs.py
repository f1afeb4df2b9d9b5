"""Jobs: written with the act, done once, tried again when they fail, found again when a worker dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from journal import bell, clock, jobs
from journal.models import Job
from tests.services import wait_until

NAME = "Aziza Qodirova"


@pytest.fixture
def rung(monkeypatch, request) -> list[int]:
    """The ids the bell was rung for; nothing reaches a broker."""
    if "committed_db" not in request.fixturenames:
        request.getfixturevalue("db")
    ids: list[int] = []
    monkeypatch.setattr(bell, "ring", ids.append)
    return ids


@pytest.fixture
def handle(monkeypatch) -> Callable[[Callable[[Job], None]], None]:
    """Let a function do the jobs of the kind ``test``."""

    def handle(function: Callable[[Job], None]) -> None:
        monkeypatch.setitem(jobs._handlers, "test", function)

    return handle


def test_a_job_is_written_in_one_statement(rung, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        job = jobs.enqueue("test", key="a", args={"order": 7}, total=3)
    stored = Job.objects.get()
    assert (stored.pk, stored.kind, stored.args, stored.total) == (job.pk, "test", {"order": 7}, 3)
    assert stored.run_after == stored.created_at == job.created_at


def test_a_key_is_one_job_ever(rung) -> None:
    first = jobs.enqueue("test", key="a", args={"order": 7})
    Job.objects.filter(pk=first.pk).update(finished_at=clock.now())
    again = jobs.enqueue("test", key="a", args={"order": 8})
    assert (again.pk, again.args, again.finished_at is None) == (first.pk, {"order": 7}, False)
    assert Job.objects.count() == 1


def test_the_bell_rings_only_after_the_commit(rung, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue("test", key="a")
        assert rung == []
    assert rung == [job.pk]


def test_no_bell_rings_for_an_act_that_was_taken_back(committed_db, rung) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.enqueue("test", key="a")
        raise RuntimeError
    assert (rung, Job.objects.count()) == ([], 0)


def test_no_bell_rings_for_a_later_day(rung, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue("test", key="a", run_after=clock.now() + timedelta(days=1))
    assert rung == []


def test_a_job_is_done_once(rung, handle) -> None:
    done: list[int] = []
    handle(lambda job: done.append(job.pk))
    job = jobs.enqueue("test", key="a")
    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]
    assert done == [job.pk]
    job.refresh_from_db()
    assert (job.finished_at is not None, job.leased_until, job.attempts, job.error) == (True, None, 1, "")


def test_a_handler_runs_outside_a_transaction(committed_db, rung, handle) -> None:
    seen: list[bool] = []
    handle(lambda job: seen.append(connection.in_atomic_block))
    jobs.run(jobs.enqueue("test", key="a").pk)
    assert seen == [False]


def test_a_job_is_not_done_before_its_time(rung, handle, stand_at) -> None:
    handle(lambda job: None)
    stand_at("2026-09-01T00:00:00")
    job = jobs.enqueue("test", key="a", run_after=stand_at("2026-09-02T00:05:00"))
    stand_at("2026-09-02T00:04:59")
    assert (jobs.run(job.pk), jobs.sweep()) == (False, 0)
    stand_at("2026-09-02T00:05:00")
    assert (jobs.sweep(), jobs.run(job.pk)) == (1, True)
    assert rung == [job.pk]


def test_a_job_on_lease_is_left_alone_until_the_lease_ends(rung, handle, stand_at) -> None:
    handle(lambda job: None)
    began = stand_at("2026-09-01T09:00:00")
    job = jobs.enqueue("test", key="a")
    Job.objects.filter(pk=job.pk).update(leased_until=began + jobs.LEASE, attempts=1)  # and then the worker died
    stand_at("2026-09-01T09:00:59")
    assert (jobs.run(job.pk), jobs.sweep()) == (False, 0)
    stand_at("2026-09-01T09:01:00")
    assert (jobs.sweep(), jobs.run(job.pk)) == (1, True)


def test_progress_is_stored_and_keeps_the_lease(rung, handle, stand_at) -> None:
    seen: list[tuple[int, int]] = []
    stand_at("2026-09-01T09:00:00")

    def work(job: Job) -> None:
        later = stand_at("2026-09-01T09:00:50")
        jobs.progress(job, 2, total=5)
        stored = Job.objects.get(pk=job.pk)
        seen.append((stored.done, stored.total))
        assert stored.leased_until == later + jobs.LEASE

    handle(work)
    jobs.run(jobs.enqueue("test", key="a").pk)
    assert seen == [(2, 5)]


def test_a_failed_job_waits_longer_each_time(rung, handle, stand_at) -> None:
    def fail(job: Job) -> None:
        raise LookupError(NAME)

    handle(fail)
    now = stand_at("2026-09-01T09:00:00")
    job = jobs.enqueue("test", key="a")
    delays = []
    for _attempt in range(13):
        Job.objects.filter(pk=job.pk).update(run_after=now)
        assert jobs.run(job.pk) is False
        job.refresh_from_db()
        delays.append((job.run_after - now).total_seconds())
    assert delays == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600]
    assert (job.attempts, job.leased_until, job.finished_at) == (13, None, None)


def test_what_went_wrong_is_kept_without_anybodys_name(rung, handle, caplog) -> None:
    def fail(job: Job) -> None:
        surname = NAME
        raise LookupError(f"no such student: {surname}")

    handle(fail)
    job = jobs.enqueue("test", key="a")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.error.startswith("LookupError in fail (test_jobs.py:")
    assert job.error in caplog.text
    assert NAME not in job.error + caplog.text.replace(__file__, "")


def test_a_failed_job_that_succeeds_later_forgets_its_error(rung, handle) -> None:
    handle(lambda job: 1 / 0)
    job = jobs.enqueue("test", key="a")
    jobs.run(job.pk)
    handle(lambda job: None)
    Job.objects.filter(pk=job.pk).update(run_after=clock.now())
    assert jobs.run(job.pk) is True
    job.refresh_from_db()
    assert (job.error, job.attempts, job.finished_at is None) == ("", 2, False)


def test_what_a_job_writes_and_its_end_are_one_transaction(rung, handle) -> None:
    @jobs.together
    def write_and_fail(job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(done=7)
        raise LookupError

    handle(write_and_fail)
    job = jobs.enqueue("test", key="a")
    assert jobs.run(job.pk) is False
    job.refresh_from_db()
    assert (job.done, job.finished_at, job.error[:11]) == (0, None, "LookupError")


def test_whoever_comes_second_finds_the_job_done(rung, handle) -> None:
    done: list[int] = []
    handle(jobs.together(lambda job: done.append(job.pk)))
    job = jobs.enqueue("test", key="a")
    jobs._handlers["test"](job)  # a worker that died as soon as its transaction was committed
    assert jobs.run(job.pk) is False
    jobs._handlers["test"](job)  # one whose lease had ended
    assert done == [job.pk]


def test_a_job_nobody_knows_how_to_do_is_kept(rung) -> None:
    job = jobs.enqueue("unknown", key="a")
    assert jobs.run(job.pk) is False
    job.refresh_from_db()
    assert (job.finished_at, job.error.startswith("KeyError in run")) == (None, True)


def test_two_handlers_of_one_kind_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        jobs.handler("daily")(lambda job: None)


def test_the_sweep_rings_for_everything_due_and_nothing_else(rung, handle) -> None:
    now = clock.now()
    due, leased, finished, later = (jobs.enqueue("test", key=key) for key in "abcd")
    Job.objects.filter(pk=leased.pk).update(leased_until=now + jobs.LEASE)
    Job.objects.filter(pk=finished.pk).update(finished_at=now)
    Job.objects.filter(pk=later.pk).update(run_after=now + timedelta(hours=1))
    assert (jobs.sweep(), rung) == (1, [due.pk])


@pytest.fixture
def daily(monkeypatch) -> Iterator[list[str]]:
    """Two functions of every day, and which of them ran."""
    ran: list[str] = []
    monkeypatch.setattr(jobs, "_daily", {"first": lambda: ran.append("first"), "second": lambda: ran.append("second")})
    return ran


def run_all() -> None:
    for pk in list(Job.objects.order_by("pk").values_list("pk", flat=True)):
        jobs.run(pk)


def test_every_daily_function_runs_once_a_day_however_often_it_is_asked(rung, daily, stand_at) -> None:
    for time in ("00:01:00", "01:01:00", "23:01:00"):
        stand_at(f"2026-09-01T{time}")
        jobs.plan_day()
        run_all()
    assert daily == ["first", "second"]
    stand_at("2026-09-02T00:01:00")
    jobs.plan_day()
    run_all()
    assert daily == ["first", "second", "first", "second"]


def test_the_rooms_have_registered_their_daily_work() -> None:
    from journal import tasks as journal_tasks
    from permissions import tasks as permissions_tasks

    assert {journal_tasks, permissions_tasks}
    assert {
        "journal.events.seal_days",
        "permissions.actions.appointing.remove_outlived_rows",
        "permissions.actions.people.remove_expired_tokens",
    } <= set(jobs._daily)


def test_of_ten_workers_rung_for_one_job_one_does_it(committed_db, rung, handle) -> None:
    done: list[int] = []
    handle(lambda job: done.append(job.pk))
    job, start = jobs.enqueue("test", key="a"), Barrier(10)

    def work() -> None:
        start.wait()
        jobs.run(job.pk)
        connection.close()

    workers = [Thread(target=work) for _worker in range(10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert done == [job.pk]
    assert Job.objects.get().attempts == 1


@pytest.mark.journey
def test_a_real_worker_hears_the_bell(worker) -> None:
    with transaction.atomic():
        job = jobs.enqueue("daily", key="a", args={"function": "journal.events.seal_days"})
    wait_until(lambda: Job.objects.get(pk=job.pk).finished_at is not None, "the job", 20)
    assert Job.objects.get(pk=job.pk).attempts == 1


@pytest.mark.journey
def test_a_job_written_while_no_worker_was_there_is_done_after_the_sweep(start_worker, monkeypatch) -> None:
    with monkeypatch.context() as silent:
        silent.setattr(bell, "ring", lambda job_id: None)
        job = jobs.enqueue("daily", key="a", args={"function": "journal.events.seal_days"})
    start_worker()
    assert jobs.sweep() == 1
    wait_until(lambda: Job.objects.get(pk=job.pk).finished_at is not None, "the job", 20)
