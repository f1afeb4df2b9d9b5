"""A worker is killed while it watches the terms: nobody is told twice, nothing lapses twice or without its notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from journal import events, jobs
from journal.models import Event, Job, Notice
from movements import lapsing, notifying
from movements.calendar import actions as calendar
from movements.models import Letter, Movement, Turn
from tests.faults import cases, dying
from tests.faults.invariants import unfinished
from tests.faults.numbers import count, times
from tests.movements import changing_group
from tests.people import House

At = Callable[[str], None]
CLOCKS = {"movements.remind", "movements.recount", "movements.lapse_notice", "movements.lapse", "daily"}


def kill_each(kind: str, step: int) -> None:
    """Kill a worker at every ``step``-th statement of the one job of a kind, and count the dead."""
    job = Job.objects.get(kind=kind, finished_at=None)
    deaths = dying.kill_at_every_statement(job.pk, times(step, 1))
    assert deaths > 0
    count("worker killed before a statement", **{f"deaths in {kind}": deaths})


def told(before: set[int], chain: str) -> list[tuple[int, str]]:
    """Whom the product told since of a case, by which channel."""
    return sorted(Notice.objects.filter(about=chain).exclude(pk__in=before).values_list("person_id", "channel"))


def notices() -> set[int]:
    """What was told until now."""
    return set(Notice.objects.values_list("pk", flat=True))


def test_a_worker_killed_while_reminding_reminds_once(house: House, media: Path, unrung: None, at: At) -> None:
    movement = changing_group.filed(house, "2026-11-20T10:00")
    at("2026-11-20T10:00:01")
    dying.drain()
    before = notices()
    at("2026-11-23T00:01:00")
    notifying.remind()
    kill_each("movements.remind", 3)
    dying.drain()
    assert unfinished(media) == []
    assert told(before, movement.chain) == [(house.botir.pk, "email"), (house.botir.pk, "in_app")]


def lapsing_case(house: House, at: At) -> Movement:
    """Returned on Monday 23.11.2026; the notice is due on Thursday, the end on Sunday."""
    movement = changing_group.filed(house, "2026-11-20T10:00")
    changing_group.returned(house, movement, "2026-11-23T10:00")
    at("2026-11-23T10:00:01")
    dying.drain()
    return movement


def test_a_worker_killed_at_the_notice_and_at_the_lapse_does_each_once(
    house: House, media: Path, unrung: None, at: At
) -> None:
    movement = lapsing_case(house, at)
    for moment, kind in (("2026-11-26T00:01:00", "movements.lapse_notice"), ("2026-11-29T00:01:00", "movements.lapse")):
        before = notices()
        at(moment)
        lapsing.lapse_what_is_due()
        kill_each(kind, 4)
        dying.drain(leave=["movements.letter"])
        assert told(before, movement.chain) == [(house.aziza.pk, "email"), (house.aziza.pk, "in_app")]
    kill_letter_of(movement)
    assert unfinished(media) == []
    assert [event.act for event in events.of(movement)][3:] == ["lapse_notice", "lapse"]


def kill_letter_of(movement: Movement) -> None:
    """The letter on a lapse is written by nobody's decision: from the event alone."""
    before = notices()
    kill_each("movements.letter", 6)
    dying.drain()
    assert Letter.objects.filter(movement=movement).count() == 1
    person = movement.applicant_id
    assert told(before, movement.chain) == [(person, "email"), (person, "in_app")]


def test_a_worker_killed_while_it_plans_the_day_plans_each_notice_once(
    house: House, media: Path, unrung: None, at: At
) -> None:
    lapsing_case(house, at)
    at("2026-11-26T00:01:00")
    jobs.plan_day()
    name = f"{lapsing.lapse_what_is_due.__module__}.{lapsing.lapse_what_is_due.__qualname__}"
    job = Job.objects.get(kind="daily", args__function=name, finished_at=None)
    deaths = dying.kill_at_every_statement(job.pk, times(2, 1))
    assert deaths > 0
    dying.drain()
    assert unfinished(media) == []
    assert Event.objects.filter(act="lapse_notice").count() == 1
    count("worker killed before a statement", **{"deaths in daily": deaths})


def test_a_worker_killed_while_counting_terms_anew_prolongs_each_once(
    house: House, media: Path, unrung: None, at: At
) -> None:
    at("2026-11-23T09:00:00")
    calendar.open_years_ahead()
    movements = [cases.filed(house, login) for login in cases.enrolled(house, times(2, 5))]
    dying.drain()
    terms = dict(Turn.objects.filter(finished=None).values_list("movement", "due_at"))
    words = {"grounds": "Farmon chiqdi", "basis": "PF-257, 24.12.2025", "title": "Dam olish kuni"}
    calendar.mark_day(actor=house.dilnoza, day=date(2026, 11, 24), works=False, **words)
    kill_each("movements.recount", 9)
    dying.drain()
    assert unfinished(media) == []
    prolonged = dict(Turn.objects.filter(finished=None).values_list("movement", "due_at"))
    assert [pk for pk, due_at in terms.items() if prolonged[pk] <= due_at] == []
    assert Event.objects.filter(act="recount").count() == len(movements)
