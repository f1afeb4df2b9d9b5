"""The calendar of the office: seeded ahead, changed with reason and basis, seen by every process at its next act."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import clock, events, jobs
from journal.refusals import Conflict, Invalid, NotFound
from movements.calendar import actions, days
from movements.calendar.models import DayMark, WorkingYear
from movements.models import Movement, Turn
from permissions.models import Institute
from tests.movements.changing_group import at, filed, local, returned
from tests.people import House, open_house
from tests.processes import ROOT, database_url
from tests.work import do_all_jobs

BASIS = "PF-257, 24.12.2025"


@pytest.fixture
def calendar(house: House) -> House:
    """The years 2026 and 2027 are open."""
    with at("2026-11-20T09:00"):
        actions.open_years_ahead()
    return house


def mark(house: House, day: str, works: bool | None, **words: str) -> WorkingYear:
    said = {"grounds": "Farmon chiqdi", "basis": BASIS, **words}
    return actions.mark_day(actor=house.dilnoza, day=date.fromisoformat(day), works=works, **said)


def test_the_daily_job_opens_this_year_and_the_next_ones_once(house: House) -> None:
    with at("2026-11-20T09:00"):
        jobs.plan_day()
        do_all_jobs()
        actions.open_years_ahead()
    years = WorkingYear.objects.values_list("year", "days_a_week", "confirmed_at")
    assert list(years) == [(2026, 6, None), (2027, 6, None)]
    assert [event.act for event in events.of(WorkingYear.objects.get(year=2026))] == ["calendar.open"]


def test_what_is_seeded_counts_as_what_was_known_before(calendar: House) -> None:
    known, seeded = days.days_by_law(6), days.current_days()
    every = [date.fromordinal(number) for number in range(date(2026, 1, 1).toordinal(), date(2028, 1, 1).toordinal())]
    assert seeded is not known
    assert [day for day in every if seeded.works(day) != known.works(day)] == []


def test_a_day_the_office_marks_is_counted_by_the_next_act(calendar: House) -> None:
    mark(calendar, "2026-11-21", False, title="Qoʻshimcha dam olish kuni")
    movement = filed(calendar, "2026-11-20T10:00")
    assert local(Turn.objects.get(movement=movement, finished=None).due_at) == "2026-11-24T23:59:59"
    mark(calendar, "2026-11-21", None)
    assert days.current_days().works(date(2026, 11, 21))


def test_the_change_is_an_event_with_reason_and_basis(calendar: House) -> None:
    year = mark(calendar, "2026-12-05", False)
    event = events.of(year).last()
    assert event is not None
    assert (event.act, event.actor_id, event.office) == ("calendar.mark", calendar.dilnoza.pk, "registrar")
    assert event.payload.body == {
        "day": "2026-12-05",
        "works": False,
        "worked": None,
        "grounds": "Farmon chiqdi",
        "basis": BASIS,
    }
    assert events.verify_all() == []


@pytest.mark.parametrize("missing", ["grounds", "basis"])
def test_without_reason_or_basis_nothing_changes(calendar: House, missing: str) -> None:
    with pytest.raises(Invalid) as refusal:
        mark(calendar, "2026-12-05", False, **{missing: " "})
    assert list(refusal.value.fields) == [missing]
    assert not DayMark.objects.filter(day="2026-12-05").exists()


def test_only_who_keeps_the_calendar_may_change_it(calendar: House) -> None:
    for person in (calendar.botir, calendar.hamid, calendar.kamola, calendar.aziza):
        with pytest.raises(Conflict):
            actions.mark_day(actor=person, day=date(2026, 12, 5), works=False, grounds="x", basis=BASIS)
        with pytest.raises(Conflict):
            actions.confirm_year(actor=person, year=2026, basis=BASIS)
        with pytest.raises(Conflict):
            actions.set_week(actor=person, year=2026, days_a_week=5, grounds="x", basis=BASIS)


def test_a_year_that_is_not_open_cannot_be_changed(calendar: House) -> None:
    with pytest.raises(NotFound):
        mark(calendar, "2031-03-03", False)


def test_to_enter_what_stands_already_is_refused(calendar: House) -> None:
    with pytest.raises(Invalid):
        mark(calendar, "2026-12-08", False)
    with pytest.raises(Invalid):
        mark(calendar, "2026-12-05", None)


def test_another_week_is_seeded_anew_but_what_the_office_entered_stays(calendar: House) -> None:
    mark(calendar, "2026-12-26", True)
    with pytest.raises(Invalid):
        actions.set_week(actor=calendar.dilnoza, year=2026, days_a_week=6, grounds="x", basis=BASIS)
    actions.set_week(actor=calendar.dilnoza, year=2026, days_a_week=5, grounds="Senat qarori", basis=BASIS)
    known = days.current_days()
    worked = [day for day in (5, 12, 19, 26) if known.works(date(2026, 12, day))]
    assert worked == [12, 26]
    assert not known.works(date(2026, 3, 23))
    assert known.works(date(2027, 1, 9))


def test_a_year_is_confirmed_on_a_basis(calendar: House) -> None:
    year = actions.confirm_year(actor=calendar.dilnoza, year=2026, basis=BASIS)
    assert (year.confirmed_by, year.confirmed_on, year.confirmed_at is not None) == (calendar.dilnoza, BASIS, True)


def test_an_act_reads_the_rows_once_after_a_change_and_never_again(calendar: House) -> None:
    mark(calendar, "2026-12-05", False)
    first = filed(calendar, "2026-11-20T10:00")
    from movements import actions as acts

    with at("2026-11-20T11:00"), CaptureQueriesContext(connection) as caught:
        acts.decide(actor=calendar.botir, movement_id=first.pk, verdict="return", ground="other", words="Aniqlang")
    assert [one["sql"] for one in caught.captured_queries if "movements_daymark" in one["sql"]] == []
    mark(calendar, "2026-12-05", None)
    with at("2026-11-20T12:00"), CaptureQueriesContext(connection) as caught:
        acts.revise(actor=calendar.aziza, movement_id=first.pk, stated=first.stated)
    assert len([one for one in caught.captured_queries if "movements_daymark" in one["sql"]]) == 1


def due(movement: Movement) -> list[str]:
    turn = Turn.objects.get(movement=movement, finished=None)
    movement.refresh_from_db()
    return [local(moment) for moment in (turn.remind_at, turn.due_at, movement.service_due_at)]


def change_and_work(house: House, day: str, works: bool | None) -> None:
    with at("2026-11-20T12:00"):
        mark(house, day, works)
        do_all_jobs()


def test_a_new_day_off_prolongs_the_terms_that_run_and_its_end_shortens_none(calendar: House) -> None:
    movement = filed(calendar, "2026-11-20T10:00")
    assert due(movement) == ["2026-11-21T00:00:00", "2026-11-23T23:59:59", "2026-12-02T23:59:59"]
    change_and_work(calendar, "2026-11-21", False)
    longer = ["2026-11-23T00:00:00", "2026-11-24T23:59:59", "2026-12-03T23:59:59"]
    assert due(movement) == longer
    change_and_work(calendar, "2026-11-21", None)
    assert due(movement) == longer
    assert [event.act for event in events.of(movement)] == ["draft", "file", "recount"]


def test_a_new_day_off_gives_the_applicant_more_time_before_a_case_lapses(calendar: House) -> None:
    movement = returned(calendar, filed(calendar, "2026-11-18T10:00"), "2026-11-19T10:00")
    change_and_work(calendar, "2026-11-23", False)
    turn = Turn.objects.get(movement=movement, finished=None)
    assert [local(turn.lapse_notice_at), local(turn.lapses_at)] == ["2026-11-24T00:00:00", "2026-11-26T23:59:59"]


def test_a_day_after_all_terms_changes_no_case(calendar: House) -> None:
    movement = filed(calendar, "2026-11-20T10:00")
    change_and_work(calendar, "2026-12-29", False)
    assert [event.act for event in events.of(movement)] == ["draft", "file"]


ANOTHER = """
import django
django.setup()
from datetime import date
from movements.calendar.days import current_days
for _line in iter(input, "end"):
    print(current_days().works(date(2026, 12, 5)), flush=True)
"""


def test_a_second_process_sees_a_change_at_its_next_act(committed_db: str) -> None:
    house = open_house()
    with at("2026-11-20T09:00"):
        actions.open_years_ahead()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(str(connection.settings_dict["NAME"])),
        "DJANGO_SETTINGS_MODULE": "workflow_site.settings",
    }
    other = subprocess.Popen(
        [sys.executable, "-c", ANOTHER],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdin and other.stdout

    def ask() -> str:
        other.stdin.write("\n")
        other.stdin.flush()
        return other.stdout.readline().strip()

    try:
        assert ask() == "True"
        mark(house, "2026-12-05", False)
        assert ask() == "False"
        mark(house, "2026-12-05", None)
        assert ask() == "True"
    finally:
        other.kill()
        other.wait()


def test_without_an_institute_and_without_years_the_law_alone_is_known(db: None) -> None:
    assert not Institute.objects.exists()
    assert days.current_days() is days.days_by_law(6)
    assert clock.today()
