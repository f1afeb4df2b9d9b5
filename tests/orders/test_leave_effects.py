"""The effect of an extension: the same leave, its end later, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from journal.refusals import Invalid
from orders.effects import changes, effect
from orders.paper import arrange, points_of
from orders.render import render_sentence
from students.standing import Facts
from tests.orders.papers import lines

LEAVE = Facts(
    status="on_leave", faculty_id=1, programme_id=1, group_id=1, course=2, semester=3, form="11", language="11",
    payment="11", curriculum="25", until=date(2026, 12, 31), ground="health",
)  # fmt: skip
VALUES = {"ground": "health", "ground_text": "sogʻligʻini tiklash zarurligi", "until": "2027-02-28"}
DAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


def extended(facts: Facts = LEAVE, on: date = DAY, **values: Any) -> list[dict[str, Any]]:
    extend = effect("extend_leave")
    extend.fitness(facts)
    return changes(facts, extend.after(facts, {**VALUES, **values}, on))


def test_only_the_end_moves() -> None:
    assert extended() == [{"field": "until", "before": "2026-12-31", "after": "2027-02-28"}]


def test_the_ground_of_a_leave_on_paper_is_recorded_where_none_was() -> None:
    assert [line["field"] for line in extended(replace(LEAVE, ground=""))] == ["until", "ground"]
    assert [line["field"] for line in extended(replace(LEAVE, ground="hemis-17"))] == ["until"]


def test_only_who_is_on_leave_can_stay_longer() -> None:
    with pytest.raises(Invalid, match="Only the leave of a student who is on academic leave"):
        extended(replace(LEAVE, status="studying"))


def test_another_ground_is_another_leave() -> None:
    with pytest.raises(Invalid, match="Another ground is another leave"):
        extended(ground="family_care")


@pytest.mark.parametrize("until", ["2026-12-31", "2026-12-30", "2026-12-01"])
def test_the_end_moves_to_a_later_day_only(until: str) -> None:
    with pytest.raises(Invalid, match="does not lie later"):
        extended(until=until)


def test_military_service_may_get_its_end_and_lose_it_and_nobody_else_may() -> None:
    service = replace(LEAVE, ground="military", until=None)
    assert extended(service, ground="military")[0] == {"field": "until", "before": None, "after": "2027-02-28"}
    assert extended(replace(service, until=LEAVE.until), ground="military", until=None)[0]["after"] is None
    with pytest.raises(Invalid, match="does not lie later"):
        extended(service, ground="military", until=None)
    with pytest.raises(Invalid, match="Only leave for military service"):
        extended(until=None)


def test_the_sentence_says_from_when_to_when() -> None:
    values = points_of(arrange(lines(1)))[0].values
    common = {**values, "ground": "sogʻligʻini tiklash zarurligi"}
    days = {"extended_from": date(2027, 1, 1), "until": date(2027, 2, 28)}
    told = render_sentence("extension_of_leave", {**common, **days})
    assert "taʼtili 2027-yil 1-yanvardan 2027-yil 28-fevralgacha uzaytirilsin." in told
    told = render_sentence("extension_of_leave", {**common, **days, "extended_from": None})
    assert "taʼtili 2027-yil 28-fevralgacha deb belgilansin." in told
    told = render_sentence("extension_of_leave", {**common, **days, "until": None})
    assert "2027-yil 1-yanvardan xizmat muddati tugagunga qadar uzaytirilsin." in told
