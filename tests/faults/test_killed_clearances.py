"""A worker is killed while it reminds or escalates an office that is asked, or tells of an act on blanks: told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from journal import clock
from journal.models import Job, Notice
from movements.clearances import reminding
from movements.models import Clearance
from tests.blanks.keeping import drawn, received, spoiled, with_head
from tests.clearances.leaving import at_clearance
from tests.faults import dying
from tests.faults.invariants import unfinished
from tests.faults.numbers import count, times
from tests.people import House

OFFICES = {"movements.remind_office", "movements.silent_office", "blanks.destruction"}


def kill_at_the_one(kind: str) -> None:
    job = Job.objects.filter(kind=kind, finished_at=None).latest("pk")
    deaths = dying.kill_at_every_statement(job.pk, times(3, 1))
    assert deaths > 0
    count("worker killed before a statement", **{f"deaths in {kind}": deaths})


def test_an_office_is_reminded_once_and_its_silence_is_told_once(
    house: House, media: Path, unrung: None, at: Callable[[str], None]
) -> None:
    at("2026-07-16T11:00:00")
    movement = at_clearance(house)
    dying.drain()
    row = Clearance.objects.get(movement=movement, office="librarian")
    assert row.remind_at is not None and row.due_at is not None
    before = Notice.objects.filter(person_id=house.zuhra.pk, channel="in_app").count()
    for moment, plan, kind in (
        (row.remind_at, reminding.remind_offices, "movements.remind_office"),
        (row.due_at, reminding.tell_of_silent_offices, "movements.silent_office"),
    ):
        at((moment + timedelta(minutes=1)).astimezone(clock.zone).replace(tzinfo=None).isoformat())
        plan()
        kill_at_the_one(kind)
        dying.drain()
    assert unfinished(media) == []
    assert Notice.objects.filter(person_id=house.zuhra.pk, channel="in_app").count() == before + 2


def test_the_head_is_told_once_of_an_act_that_waits(house: House, media: Path, unrung: None) -> None:
    received(with_head(house))
    act = drawn(house, spoiled(house).serial)
    kill_at_the_one("blanks.destruction")
    dying.drain()
    assert unfinished(media) == []
    about = f"blankdestruction:{act.pk}"
    assert Notice.objects.filter(person_id=house.nodira.pk, channel="in_app", about=about).count() == 1
