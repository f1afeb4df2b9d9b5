"""Each office has its own clock: reminded, escalated and prolonged for itself; silence clears nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from journal import clock, events, jobs
from journal.models import Notice
from movements.calendar import actions as calendar
from movements.clearances import actions as clearing
from movements.clearances import reminding
from movements.models import Turn
from permissions.actions import appoint
from permissions.roles import Role
from tests.clearances.leaving import at_clearance, clear, row, states
from tests.people import House
from tests.work import do_all_jobs

pytestmark = pytest.mark.usefixtures("summer")
LATE = datetime(2026, 7, 20, 9, tzinfo=clock.zone)


@pytest.fixture
def headed(house: House) -> House:
    """With a head of section, whom silence is told."""
    appoint(
        actor=None, person=house.farrux, office=Role.HEAD, unit=house.institute, valid_from=date(2026, 1, 1),
        basis="1-K",
    )  # fmt: skip
    return house


def told(words: str) -> list[int]:
    return sorted(Notice.objects.filter(channel="in_app", subject__contains=words).values_list("person_id", flat=True))


def test_every_office_is_told_when_the_case_arrives(house: House) -> None:
    at_clearance(house)
    do_all_jobs()
    assert told("sizni kutmoqda") == sorted([house.zuhra.pk, house.murod.pk, house.gulnora.pk])


def test_the_next_office_is_told_by_the_last_clearance_and_the_applicant_that_all_have_cleared(house: House) -> None:
    movement = at_clearance(house)
    do_all_jobs()
    clear(house, movement, "librarian")
    do_all_jobs()
    assert told("barcha boʻlimlar") == []
    clear(house, movement, "dormitory", "accountant")
    do_all_jobs()
    assert told("barcha boʻlimlar") == [house.aziza.pk]
    assert house.dilnoza.pk in told("sizni kutmoqda")


def test_the_applicant_reads_what_is_owed_and_the_office_that_it_is_settled(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Ikkita kitob qaytarilmagan.")
    do_all_jobs()
    notice = Notice.objects.get(
        person_id=house.aziza.pk, channel="in_app", body__contains="Ikkita kitob qaytarilmagan."
    )
    assert "kutubxona" in notice.subject
    clearing.settled(actor=house.aziza, movement_id=movement.pk)
    do_all_jobs()
    assert told("hal qilinganini") == [house.zuhra.pk]


def test_only_the_silent_office_is_escalated_once_and_nothing_is_cleared_by_it(headed: House) -> None:
    movement = clear(headed, at_clearance(headed), "dormitory", "accountant")
    with clock.pretend(LATE):
        for _run in range(2):
            jobs.plan_day()
            do_all_jobs()
        assert told("muddati oʻtdi") == sorted([headed.zuhra.pk, headed.farrux.pk])
    assert states(movement)["librarian"] == "asked"
    movement.refresh_from_db()
    assert movement.step == "clearance"


def test_an_office_that_waits_for_the_applicant_is_not_silent(headed: House) -> None:
    movement = clear(headed, at_clearance(headed), "dormitory", "accountant")
    clearing.object(actor=headed.zuhra, movement_id=movement.pk, words="Kitob.")
    with clock.pretend(LATE):
        reminding.tell_of_silent_offices()
        do_all_jobs()
        assert told("muddati oʻtdi") == []
        assert Turn.objects.get(movement=movement, finished=None).due_at is None


def test_asked_again_it_is_escalated_again(headed: House) -> None:
    movement = clear(headed, at_clearance(headed), "dormitory", "accountant")
    with clock.pretend(LATE):
        jobs.plan_day()
        do_all_jobs()
        clearing.object(actor=headed.zuhra, movement_id=movement.pk, words="Kitob.")
        clearing.settled(actor=headed.aziza, movement_id=movement.pk)
    with clock.pretend(datetime(2026, 7, 24, 9, tzinfo=clock.zone)):
        jobs.plan_day()
        do_all_jobs()
    assert told("muddati oʻtdi") == sorted([headed.zuhra.pk, headed.farrux.pk] * 2)


def test_each_office_is_reminded_once_before_its_term_ends(house: House) -> None:
    clear(house, at_clearance(house), "dormitory", "accountant")
    with clock.pretend(datetime(2026, 7, 17, 9, tzinfo=clock.zone)):
        for _run in range(2):
            jobs.plan_day()
            do_all_jobs()
        assert told("tasdiqlang") == [house.zuhra.pk]


def test_a_new_day_off_prolongs_the_term_of_every_office_that_is_asked(house: House) -> None:
    calendar.open_years_ahead()
    movement = clear(house, at_clearance(house), "dormitory")
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob.")
    calendar.mark_day(
        actor=house.dilnoza, day=date(2026, 7, 18), works=False, title="Qoʻshimcha dam olish kuni",
        grounds="Farmon chiqdi", basis="PF-257",
    )  # fmt: skip
    do_all_jobs()
    end_of_monday = datetime(2026, 7, 20, 23, 59, 59, tzinfo=clock.zone)
    assert (row(movement, "accountant").due_at, row(movement, "librarian").due_at) == (end_of_monday, None)
    assert Turn.objects.get(movement=movement, finished=None).due_at == end_of_monday
    counted = events.of(movement).get(act="recount").payload.body
    assert set(counted) == {"accountant.due_at", "service_due_at"}
