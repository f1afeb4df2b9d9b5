"""A worker is killed while it tells of the ends of leaves: everybody is told once, and nobody of what is not so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from journal import jobs
from journal.models import Job, Notice
from movements.leaves import reminding
from tests.faults import dying
from tests.faults.invariants import unfinished
from tests.faults.numbers import count, times
from tests.movements.on_leave import send_on_leave
from tests.people import House

At = Callable[[str], None]
LEAVES = {"leaves.tell_before", "leaves.tell_after"}


def kill_each(step: int, **found: str) -> None:
    """Kill a worker at every ``step``-th statement of the one job that waits, and count the dead."""
    job = Job.objects.get(finished_at=None, **found)
    deaths = dying.kill_at_every_statement(job.pk, times(step, 1))
    assert deaths > 0
    count("worker killed before a statement", **{f"deaths in {job.kind}": deaths})


def told(student_id: int) -> list[tuple[int, str]]:
    """Whom the product told of a student's leave, by which channel."""
    rows = Notice.objects.filter(about=f"student:{student_id}")
    return sorted(rows.values_list("person_id", "channel"))


def both(*people: int) -> list[tuple[int, str]]:
    return sorted((person, channel) for person in people for channel in ("email", "in_app"))


def test_a_worker_killed_before_and_after_the_end_of_a_leave_tells_each_once(
    house: House, media: Path, unrung: None, at: At
) -> None:
    student = send_on_leave(house, "aziza", "2026-12-31")
    at("2026-12-17T00:01:00")
    reminding.watch_the_ends()
    kill_each(4, kind="leaves.tell_before")
    dying.drain()
    assert unfinished(media) == []
    before = both(house.aziza.pk, house.botir.pk)
    assert told(student.pk) == before
    at("2027-01-07T00:01:00")
    reminding.watch_the_ends()
    kill_each(4, kind="leaves.tell_after")
    dying.drain()
    assert unfinished(media) == []
    assert told(student.pk) == sorted([*before, *both(house.dilnoza.pk)])


def test_a_worker_killed_while_it_looks_for_ends_plans_each_notice_once(
    house: House, media: Path, unrung: None, at: At
) -> None:
    students = [send_on_leave(house, login, "2026-12-31") for login in ("aziza", "sardor")]
    at("2026-12-17T00:01:00")
    jobs.plan_day()
    kill_each(2, kind="daily", args__function="movements.leaves.reminding.watch_the_ends")
    dying.drain()
    assert unfinished(media) == []
    assert Job.objects.filter(kind="leaves.tell_before").count() == 2
    assert [len(told(student.pk)) for student in students] == [4, 4]
