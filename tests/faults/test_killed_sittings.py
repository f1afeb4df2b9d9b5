"""A worker is killed while it works for a commission: each member is called once, each case carried once."""

from __future__ import annotations

from pathlib import Path

from journal.models import Job, Notice
from movements.models import AgendaCase, Decision, MinutesDocument, Movement
from tests.faults import dying
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import count, times
from tests.people import House
from tests.sittings import board

SITTINGS = {"sitting.called", "sitting.document", "sitting.carry"}


def kill_each(kind: str, step: int) -> None:
    """Kill a worker at every ``step``-th statement of the one job of a kind, and count the dead."""
    deaths = dying.kill_at_every_statement(Job.objects.get(kind=kind, finished_at=None).pk, times(step, 1))
    assert deaths > 0
    count("worker killed before a statement", **{f"deaths in {kind}": deaths})


def test_a_worker_killed_while_calling_calls_each_member_once(house: House, media: Path, unrung: None) -> None:
    board.open_commission(house)
    sitting = board.called(house, board.applied(house))
    kill_each("sitting.called", 4)
    dying.drain()
    assert unfinished(media) == []
    members = sorted(house.people[login].pk for login in board.VOTERS)
    for channel in ("in_app", "email"):
        told = Notice.objects.filter(about=sitting.chain, channel=channel)
        assert sorted(told.values_list("person_id", flat=True)) == members


def test_a_worker_killed_after_the_signatures_leaves_one_document_and_carries_each_case_once(
    house: House, media: Path, unrung: None
) -> None:
    board.open_commission(house)
    movements = [board.applied(house, f"talaba{number}") for number in range(times(2, 5))]
    dying.drain()
    sitting = board.signed(house, *movements)
    dying.drain(leave=["sitting.carry", "sitting.document"])
    before = list(Notice.objects.values_list("pk", flat=True))
    assert broken() == []
    kill_each("sitting.carry", 11)
    kill_each("sitting.document", 4)
    dying.drain()
    assert unfinished(media) == []
    assert MinutesDocument.objects.filter(sitting=sitting).count() == 1
    assert set(Movement.objects.values_list("state", flat=True)) == {"approved"}
    assert AgendaCase.objects.filter(carried_at__isnull=False, open=False).count() == len(movements)
    assert Decision.objects.filter(step="commission").count() == len(movements)
    applicants = [movement.applicant_id for movement in movements]
    told = Notice.objects.exclude(pk__in=before).filter(person_id__in=applicants).values_list("person_id", "channel")
    assert sorted(told) == sorted((person, channel) for person in applicants for channel in ("email", "in_app"))
