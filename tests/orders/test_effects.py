"""What an effect makes of the facts, and what it refuses to guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journal.refusals import Invalid
from orders import effects, preview
from orders.effects import Effect, GoOnLeave, ReturnToStudy, effect
from students.standing import Facts, plain_facts
from tests.orders.drafts import LEAVE
from tests.people import House

ON = date(2026, 12, 1)
STUDYING = Facts(
    status="studying", faculty_id=1, programme_id=2, group_id=3, course=2, semester=3, form="11", language="11",
    payment="11", curriculum="25-60710100",
)  # fmt: skip
AWAY = replace(STUDYING, status="on_leave", until=date(2027, 9, 1), ground="health")
BACK: dict[str, Any] = {
    "group_id": 4, "group": "26-10", "course": 2, "semester": 4, "curriculum": "26-60710100", "payment": "12",
}  # fmt: skip


def test_leave_keeps_the_place_and_names_ground_and_end() -> None:
    assert GoOnLeave().after(STUDYING, LEAVE, ON) == AWAY


def test_a_return_leads_to_the_place_that_was_named() -> None:
    assert ReturnToStudy().after(AWAY, BACK, ON) == replace(
        STUDYING, group_id=4, semester=4, curriculum="26-60710100", payment="12"
    )


@pytest.mark.parametrize("missing", ["group_id", "course", "semester", "curriculum", "payment"])
def test_a_return_defaults_nothing_silently(missing: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ReturnToStudy().after(AWAY, {**BACK, missing: ""}, ON)
    assert list(refusal.value.fields) == [missing]


def test_a_leave_does_not_end_before_it_begins() -> None:
    with pytest.raises(Invalid):
        GoOnLeave().after(STUDYING, {**LEAVE, "until": "2026-12-01"}, ON)


@pytest.mark.parametrize(("code", "facts"), [("go_on_leave", AWAY), ("return_to_study", STUDYING)])
def test_an_effect_that_makes_no_sense_is_refused(code: str, facts: Facts) -> None:
    with pytest.raises(Invalid):
        effect(code).fitness(facts)
    effect(code).fitness(STUDYING if facts is AWAY else AWAY)


def test_effects_are_found_by_their_code_and_know_their_hemis_decree() -> None:
    assert {code: found.hemis_decree_type for code, found in effects.effects().items()}.items() >= {
        ("go_on_leave", "12"),
        ("return_to_study", "15"),
    }
    with pytest.raises(KeyError):
        effect("guess")


def test_two_effects_never_share_a_code() -> None:
    with pytest.raises(ValueError, match="go_on_leave"):

        class Second(Effect):
            code = "go_on_leave"


def test_facts_survive_json() -> None:
    assert effects.from_json(effects.as_json(AWAY)) == AWAY
    assert effects.changes(AWAY, AWAY) == []


def test_a_difference_is_said_in_words(house: House) -> None:
    before = Facts.of(house.students["aziza"])
    other = house.groups["chemistry 26-10"]
    after = replace(before, group_id=other.pk, course=1, payment="12")
    words = preview.difference(*plain_facts([before, after]))
    assert [(line["field"], line["before"], line["after"]) for line in words][:2] == [
        ("group", "25-10", "26-10"),
        ("course", 2, 1),
    ]
