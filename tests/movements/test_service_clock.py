"""The clocks of a step and of a whole case: dated terms, and the time that does not count for the office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal.models import Notice
from movements.clocks import long_in_words, term
from movements.models import Movement, Turn
from movements.notifying import remind
from tests.movements.changing_group import approved, at, corrected, filed, local, returned
from tests.people import House
from tests.work import do_all_jobs


def due(movement: Movement) -> str:
    return local(Turn.objects.get(movement=movement, finished=None).due_at)


@pytest.mark.parametrize(
    ("arrives", "ends"), [("2026-12-29T10:00", "2027-01-02T23:59:59"), ("2027-01-05T10:00", "2027-01-06T23:59:59")]
)
def test_a_dated_term_is_the_one_of_the_day_of_arrival(house: House, arrives: str, ends: str) -> None:
    assert due(filed(house, arrives)) == ends


def test_a_term_no_version_of_which_holds_sets_no_clock() -> None:
    assert term("groups.dean_days").on(date(2025, 12, 31)) is None


def test_a_dated_term_says_all_its_versions() -> None:
    assert str(term("groups.dean_days")) == "05.01.2026 dan 2 ish kuni; 01.01.2027 dan 1 ish kuni"
    assert str(term("groups.remind_hours")) == "24 soat"


def test_the_term_of_the_whole_case_begins_with_filing(house: House) -> None:
    movement = filed(house, "2026-11-20T10:00")  # Friday; Saturdays are worked
    assert (local(movement.service_due_at), movement.stopped_at) == ("2026-12-02T23:59:59", None)


def test_while_the_applicant_has_the_case_the_clock_stands_and_afterwards_it_is_prolonged_by_just_that(
    house: House,
) -> None:
    movement = returned(house, filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")
    assert local(movement.stopped_at) == "2026-11-23T10:00:00"
    movement = corrected(house, movement, "2026-11-24T12:30")
    assert (movement.stopped_at, movement.stopped_for) == (None, timedelta(days=1, hours=2, minutes=30))
    # One working day, two hours and a half after the end of Wednesday 2.12.
    assert local(movement.service_due_at) == "2026-12-04T02:29:59"


def test_a_day_off_in_the_applicants_hands_prolongs_nothing_and_two_stops_add_up(house: House) -> None:
    movement = returned(house, filed(house, "2026-11-20T10:00"), "2026-11-21T22:00")  # Saturday
    movement = corrected(house, movement, "2026-11-23T01:00")  # Monday
    assert movement.stopped_for == timedelta(hours=3)
    movement = returned(house, movement, "2026-11-23T10:00")
    movement = corrected(house, movement, "2026-11-23T10:01")
    assert movement.stopped_for == timedelta(hours=3, minutes=1)
    assert local(movement.service_due_at) == "2026-12-03T03:00:59"


def test_how_long_it_stood_is_said_in_words() -> None:
    assert long_in_words(timedelta(days=1, hours=2, minutes=30)) == "1 kun 2 soat 30 daqiqa"
    assert long_in_words(timedelta(seconds=5)) == "0 daqiqa"


def reminded(moment: str) -> list[int]:
    with at(moment):
        remind()
        do_all_jobs()
    told = Notice.objects.filter(channel="in_app", subject__contains="muddati 24.11.2026")
    return sorted(told.values_list("person_id", flat=True))


def test_whoever_must_act_is_reminded_once_a_working_day_before_the_end(house: House) -> None:
    filed(house, "2026-11-21T10:00")  # due on Tuesday 24.11
    assert reminded("2026-11-22T12:00") == []
    assert reminded("2026-11-23T00:01") == [house.botir.pk]
    assert reminded("2026-11-24T00:01") == [house.botir.pk]


def test_who_has_acted_is_not_reminded(house: House) -> None:
    approved(house, filed(house, "2026-11-21T10:00"), "2026-11-21T11:00")
    assert reminded("2026-11-23T00:01") == []
