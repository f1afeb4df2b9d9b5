"""Reinstatement, clause by clause, on both sides of 13.09.2025 (Resolutions 578/2025, 393/2017, 824/2020)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows.regulation import reinstatement_rules as back
from tests.flows.asking import told


@pytest.mark.parametrize(
    ("dismissed", "level", "then", "now"),
    [
        ("2021-07-21", "rector", "holds", "holds"),
        ("2021-07-20", "ministry", "against", "warns"),
        ("2016-07-20", "ministry", "against", "warns"),
        ("2016-07-19", "state_commission", "against", "warns"),
    ],
)
def test_five_and_ten_years_since_the_dismissal(dismissed: str, level: str, then: str, now: str) -> None:
    day = date.fromisoformat(dismissed)
    assert back.deciding_level(day, date(2026, 7, 20)) == level
    assert told(back.is_decided_by_the_rector, "2026-07-20", dismissed_on=day) == ("578/2025:level", now)
    earlier = day.replace(year=day.year - 2)
    assert told(back.is_decided_by_the_rector, "2024-07-20", dismissed_on=earlier) == ("393/2017:6", then)


def test_a_dismissal_on_a_leap_day_is_five_years_old_on_the_first_of_march() -> None:
    assert back.deciding_level(date(2020, 2, 29), date(2025, 2, 28)) == "rector"
    assert back.deciding_level(date(2020, 2, 29), date(2025, 3, 1)) == "ministry"


@pytest.mark.parametrize(
    ("ground", "now", "then"),
    [("11", "holds", "holds"), ("15", "holds", "holds"), ("18", "against", "warns"), ("19", "against", "warns")],
)
def test_grounds_of_dismissal_that_exclude_a_return(ground: str, now: str, then: str) -> None:
    assert told(back.dismissal_allows_a_return, "2026-07-20", dismissal_ground=ground)[1] == now
    assert told(back.dismissal_allows_a_return, "2024-07-20", dismissal_ground=ground)[1] == then


@pytest.mark.parametrize(
    ("facts", "now", "then"),
    [
        ({"payment_asked": "12"}, "holds", "holds"),
        ({"payment_asked": "11"}, "against", "against"),
        ({"payment_asked": "11", "grant_ground": "orphan"}, "holds", "holds"),
        ({"payment_asked": "11", "grant_ground": "disability"}, "holds", "holds"),
        ({"payment_asked": "11", "grant_ground": "conscript"}, "holds", "holds"),
        ({"payment_asked": "11", "grant_ground": "returned_from_leave"}, "holds", "holds"),
        ({"payment_asked": "11", "grant_ground": "sent_abroad"}, "against", "holds"),
        ({}, "warns", "warns"),
    ],
)
def test_reinstatement_is_on_contract_save_for_the_list(facts: dict[str, Any], now: str, then: str) -> None:
    assert told(back.payment_is_lawful, "2026-07-20", **facts) == ("578/2025:payment", now)
    assert told(back.payment_is_lawful, "2024-07-20", **facts) == ("393/2017:payment", then)


@pytest.mark.parametrize(("discharged", "then", "now"), [("-07-20", "holds", "holds"), ("-07-19", "against", "warns")])
def test_a_conscript_keeps_the_grant_for_three_years(discharged: str, then: str, now: str) -> None:
    facts = {"payment_asked": "11", "grant_ground": "conscript"}
    early, late = date.fromisoformat(f"2021{discharged}"), date.fromisoformat(f"2023{discharged}")
    assert told(back.conscript_is_in_time, "2024-07-20", **facts, discharged_on=early)[1] == then
    assert told(back.conscript_is_in_time, "2026-07-20", **facts, discharged_on=late)[1] == now


@pytest.mark.parametrize(("active", "answer"), [(True, "against"), (False, "holds"), (None, "warns")])
def test_the_same_personal_number_studies_nowhere_else(active: bool | None, answer: str) -> None:
    assert told(back.studies_nowhere_else, "2026-07-20", active_elsewhere=active) == ("institute:one-place", answer)


@pytest.mark.parametrize(
    ("degree", "ends", "answer"),
    [
        ("11", "2027-09-01", "holds"),
        ("11", "2027-09-02", "against"),
        ("12", "2023-09-01", "holds"),
        ("12", "2023-09-02", "against"),
    ],
)
def test_824_42_the_whole_study_lasts_eight_years_a_masters_four(degree: str, ends: str, answer: str) -> None:
    facts = {"degree": degree, "admitted_on": date(2019, 9, 1), "ends_on": date.fromisoformat(ends)}
    assert told(back.years_of_study_are_left, "2026-07-20", **facts) == ("824/2020:42", answer)
