"""Whatever is recorded later: an answer as of a day, as known at a moment, stays what it was."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal import clock
from journal.refusals import Conflict
from students.actions import project, record_standing, retract_standing
from students.models import Standing, Status, Student
from students.queries import standing_of
from students.standing import Facts
from tests.people import House

FIRST = date(2027, 1, 1)
DAYS = [FIRST + timedelta(days=days) for days in range(0, 40, 3)]
acts = st.lists(
    st.one_of(
        st.tuples(st.just("record"), st.integers(0, 39), st.sampled_from(Status.values)),
        st.tuples(st.just("retract"), st.integers(0, 9), st.none()),
    ),
    max_size=8,
)


def act_out(student: Student, number: int, act: tuple[str, int, str | None]) -> None:
    """Record a standing from a day, or take the so-manieth row back."""
    kind, count, status = act
    words = {"basis": "order", "basis_text": f"№ {number}", "source": f"item:{student.pk}:{number}"}
    if kind == "record":
        facts = replace(Facts.of(student), status=str(status))
        record_standing(student=student, facts=facts, valid_from=FIRST + timedelta(days=count), **words)
        return
    rows = list(Standing.objects.filter(student=student).order_by("id"))
    with suppress(Conflict):  # taken back before, or itself a taking back
        retract_standing(standing=rows[count % len(rows)], **words)


def answers(student: Student, known_at: datetime) -> list[int | None]:
    """The rows that answer for every day, as known at a moment."""
    rows = (standing_of(student, as_of=day, known_at=known_at) for day in DAYS)
    return [row.pk if row else None for row in rows]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_an_answer_as_known_at_a_moment_never_changes(house: House, acts: list[tuple[str, int, str | None]]) -> None:
    student = house.students["aziza"]
    with transaction.atomic():
        given_answers: dict[datetime, list[int | None]] = {}
        for number, act in enumerate(acts):
            moment = datetime(2027, 1, 1, 9, tzinfo=clock.zone) + timedelta(days=number)
            with override_settings(HARAKAT_NOW=moment):
                act_out(student, number, act)
            given_answers[moment + timedelta(hours=12)] = answers(student, moment + timedelta(hours=12))
        for known_at, then in given_answers.items():
            assert answers(student, known_at) == then
        # And the projection of any day is the newest answer, whatever path the status had to take.
        for day in DAYS:
            row = standing_of(student, as_of=day)
            if row is not None:
                assert Facts.of(project(student_id=student.pk, on=day)) == Facts.of(row)
        transaction.set_rollback(True)
