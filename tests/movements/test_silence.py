"""What happens when an office is silent: people are told, and nothing is decided."""

from __future__ import annotations

from datetime import timedelta

from journal import clock
from journal.models import Notice
from movements.notifying import tell_of_silence
from tests.movements.test_academic_leave_by_actions import filed
from tests.people import House
from tests.work import do_all_jobs


def told_of_silence() -> list[int]:
    tell_of_silence()
    do_all_jobs()
    overdue = Notice.objects.filter(channel="in_app", subject__contains="muddati oʻtdi")
    return sorted(overdue.values_list("person_id", flat=True))


def test_within_the_term_nobody_is_told(house: House) -> None:
    filed(house)
    assert told_of_silence() == []


def test_after_the_term_the_dean_and_the_vice_rector_are_told_once_and_nothing_is_decided(house: House) -> None:
    movement = filed(house)
    with clock.pretend(clock.now() + timedelta(days=14)):
        both = sorted([house.botir.pk, house.hamid.pk])
        assert told_of_silence() == both
        assert told_of_silence() == both
    movement.refresh_from_db()
    assert (movement.state, movement.step) == ("review", "dean_consent")
    assert movement.decisions.exclude(verdict="file").count() == 0
