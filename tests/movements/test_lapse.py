"""Where the law lets a case end by itself: after a notice, never before its whole time has passed, and once."""

from __future__ import annotations

import pytest

from journal import events
from journal.models import Job, Notice
from journal.refusals import Conflict
from movements import actions, lapsing
from movements.composing import compose
from movements.models import Movement, Turn
from tests.movements.changing_group import approved, at, corrected, filed, local, returned
from tests.people import House
from tests.work import do_all_jobs


def day_passes(moment: str) -> None:
    """The scheduler plans what is due and a worker does it."""
    with at(moment):
        lapsing.lapse_what_is_due()
        do_all_jobs()


def acts_of(movement: Movement) -> list[str]:
    return [event.act for event in events.of(movement)]


def waiting_for_correction(house: House) -> Movement:
    """Returned on Monday 23.11.2026: five working days of a six-day week end with Saturday 28.11."""
    return returned(house, filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")


def test_local_1_the_term_of_the_correction_and_of_its_notice_stand_on_the_turn(house: House) -> None:
    turn = Turn.objects.get(movement=waiting_for_correction(house), finished=None)
    assert local(turn.due_at) == local(turn.lapses_at) == "2026-11-28T23:59:59"
    assert (local(turn.lapse_notice_at), turn.lapse_told_at) == ("2026-11-26T00:00:00", None)


def test_local_1_before_the_day_of_the_notice_nothing_happens(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes("2026-11-25T23:59")
    assert acts_of(movement) == ["draft", "file", "return"]


def test_local_1_first_the_notice_then_the_end_each_once(house: House) -> None:
    movement = waiting_for_correction(house)
    for moment in ("2026-11-26T00:01", "2026-11-26T12:00", "2026-11-27T00:01", "2026-11-28T23:59"):
        day_passes(moment)
    movement.refresh_from_db()
    assert (movement.state, acts_of(movement)[3:]) == ("returned", ["lapse_notice"])
    for moment in ("2026-11-29T00:01", "2026-11-29T00:02", "2026-11-30T00:01"):
        day_passes(moment)
    movement.refresh_from_db()
    assert (movement.state, movement.step, acts_of(movement)[3:]) == ("lapsed", "lapsed", ["lapse_notice", "lapse"])
    assert not Turn.objects.filter(movement=movement, finished=None).exists()
    assert movement.process is not None
    assert movement.process.status == "DONE"


def test_local_1_the_notice_is_a_row_in_the_product_and_one_of_mail(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes("2026-11-26T00:01")
    given = Notice.objects.filter(about=movement.chain, subject__contains="28.11.2026 23:59")
    assert sorted(given.values_list("person_id", "channel", "state")) == [
        (house.aziza.pk, "email", "sent"),
        (house.aziza.pk, "in_app", "sent"),
    ]


def test_local_1_the_end_is_told_with_its_clause_once(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes("2026-11-26T00:01")
    before = set(Notice.objects.values_list("pk", flat=True))
    day_passes("2026-11-29T00:01")
    told = Notice.objects.exclude(pk__in=before).filter(about=movement.chain).order_by("pk")
    # The end itself, and the letter that came of it.
    assert sorted(told.values_list("channel", "person_id")) == [
        *[("email", house.aziza.pk)] * 2,
        *[("in_app", house.aziza.pk)] * 2,
    ]
    body = told.filter(channel="in_app").first().body
    assert body.startswith("Talaba dekan roziligi bilan guruhini almashtiradi.")


def test_local_1_a_late_run_gives_the_notice_its_whole_time(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes(
        "2026-12-03T09:00"
    )  # the worker was down for a week; Thursday, and two working days are Friday, Saturday
    movement.refresh_from_db()
    turn = Turn.objects.get(movement=movement, finished=None)
    assert (movement.state, turn.lapses_at) == ("returned", turn.due_at)
    day_passes("2026-12-05T23:59")
    movement.refresh_from_db()
    assert movement.state == "returned"
    day_passes("2026-12-06T00:01")
    movement.refresh_from_db()
    assert movement.state == "lapsed"


def test_local_1_nothing_lapses_whose_notice_was_never_really_given(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes("2026-11-26T00:01")
    Notice.objects.filter(about=movement.chain).update(state="failed", sent_at=None)
    day_passes("2026-11-29T00:01")
    day_passes("2027-01-11T00:01")
    movement.refresh_from_db()
    assert (movement.state, acts_of(movement)[-1]) == ("returned", "lapse_notice")


def test_local_1_without_an_account_only_a_mail_that_was_sent_counts(house: House) -> None:
    movement = waiting_for_correction(house)
    house.aziza.account = None
    house.aziza.save(update_fields=["account"])
    day_passes("2026-11-26T00:01")
    Notice.objects.filter(about=movement.chain, channel="email").update(state="failed", sent_at=None)
    day_passes("2026-11-29T00:01")
    movement.refresh_from_db()
    assert movement.state == "returned"


def test_local_1_a_correction_on_the_last_minute_saves_the_case(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes("2026-11-26T00:01")
    corrected(house, movement, "2026-11-28T23:59")
    day_passes("2026-11-29T00:01")
    movement.refresh_from_db()
    assert (movement.state, movement.step) == ("review", "dean")


def test_local_1_whoever_comes_after_the_end_is_refused(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes("2026-11-26T00:01")
    day_passes("2026-11-29T00:01")
    with pytest.raises(Conflict):
        corrected(house, movement, "2026-11-29T00:02")


def test_local_1_a_planned_end_finds_an_act_that_came_first(house: House) -> None:
    movement = waiting_for_correction(house)
    day_passes("2026-11-26T00:01")
    turn = Turn.objects.get(movement=movement, finished=None)
    with at("2026-11-29T00:01"):
        lapsing.lapse_what_is_due()
        actions.withdraw(actor=house.aziza, movement_id=movement.pk)
        do_all_jobs()
        assert not lapsing.lapse(movement_id=movement.pk, turn_id=turn.pk)
    assert acts_of(movement)[-1] == "withdraw"


def test_local_1_two_schedulers_plan_one_notice_and_one_end(house: House) -> None:
    movement = waiting_for_correction(house)
    for moment in ("2026-11-26T00:01", "2026-11-29T00:01"):
        with at(moment):
            lapsing.lapse_what_is_due()
            lapsing.lapse_what_is_due()
            do_all_jobs()
    assert sorted(Job.objects.filter(kind__startswith="movements.lapse").values_list("kind", flat=True)) == [
        "movements.lapse",
        "movements.lapse_notice",
    ]
    assert acts_of(movement)[3:] == ["lapse_notice", "lapse"]


def test_local_1_an_approved_case_lapses_but_not_while_an_order_carries_it(house: House) -> None:
    movement = approved(house, filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")
    with at("2026-11-24T10:00"):
        compose(actor=house.dilnoza, kind="swap_of_group", movement_ids=[movement.pk])
    day_passes("2026-12-10T00:01")
    movement.refresh_from_db()
    assert (movement.state, "lapse_notice" in acts_of(movement)) == ("ordered", False)


def test_local_1_an_approved_case_for_which_nothing_came_lapses(house: House) -> None:
    movement = approved(house, filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")
    day_passes("2026-11-29T00:01")
    assert acts_of(movement)[-1] == "approve"
    for moment in ("2026-11-30T00:01", "2026-12-03T23:59"):
        day_passes(moment)
        movement.refresh_from_db()
        assert (movement.state, acts_of(movement)[-1]) == ("approved", "lapse_notice")
    day_passes("2026-12-04T00:01")
    movement.refresh_from_db()
    assert (movement.state, movement.step) == ("lapsed", "lapsed")
