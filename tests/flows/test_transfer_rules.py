"""Transfer, clause by clause, on both sides of 13.09.2025 (Resolutions 578/2025 and 393/2017)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from flows.regulation import transfer_rules as transfer
from movements import limits
from movements.facts import filed_on
from movements.limits import versions
from movements.windows import Window, next_window
from tests.flows.asking import ask, told

WINDOWS = ("transfer.window.autumn", "transfer.window.spring")


@pytest.mark.parametrize(
    ("day", "clause", "answer"),
    [
        ("2027-01-09", "578/2025:window", "against"),
        ("2027-01-10", "578/2025:window", "holds"),
        ("2027-01-20", "578/2025:window", "holds"),
        ("2027-01-21", "578/2025:window", "against"),
        ("2026-07-14", "578/2025:window", "against"),
        ("2026-07-15", "578/2025:window", "holds"),
        ("2026-08-05", "578/2025:window", "holds"),
        ("2026-08-06", "578/2025:window", "against"),
        ("2025-09-12", "393/2017:window", "warns"),
        ("2025-09-13", "578/2025:window", "against"),
        ("2024-12-19", "393/2017:window", "warns"),
        ("2024-12-20", "393/2017:window", "holds"),
        ("2025-01-20", "393/2017:window", "holds"),
        ("2025-01-21", "393/2017:window", "warns"),
    ],
)
def test_window_of_filing(day: str, clause: str, answer: str) -> None:
    assert told(transfer.is_within_window, day) == (clause, answer)


def test_before_the_oldest_act_nothing_is_asked() -> None:
    assert ask(transfer.is_within_window, "2017-06-19") == []
    assert len(ask(transfer.is_within_window, "2017-06-20")) == 1


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2027-01-09T18:59:59", "2027-01-09"),
        ("2027-01-09T19:00:00", "2027-01-10"),
        ("2027-01-20T18:59:59", "2027-01-20"),
        ("2027-01-20T19:00:00", "2027-01-21"),
    ],
)
def test_the_first_and_last_minute_of_a_window_are_those_of_tashkent(moment: str, day: str) -> None:
    filed = SimpleNamespace(filed_at=datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert filed_on(filed) == date.fromisoformat(day)


def test_the_window_names_the_day_of_the_decision_and_the_numbers_it_used() -> None:
    [finding] = ask(transfer.is_within_window, "2027-01-15")
    assert finding["facts"] == [["filed on", "2027-01-15"], ["to be decided by", "10.02"]]
    assert [limit["key"] for limit in finding["limits"]] == [
        "transfer.window.autumn",
        "transfer.window.spring",
        "transfer.decided_by.spring",
    ]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-11-25", "2027-01-10", "2027-01-20"),
        ("2027-01-20", "2027-01-10", "2027-01-20"),
        ("2027-01-21", "2027-07-15", "2027-08-05"),
        ("2025-09-12", "2026-01-10", "2026-01-20"),
        ("2024-12-31", "2024-12-20", "2025-01-20"),
        ("2024-11-01", "2024-12-20", "2025-01-20"),
    ],
)
def test_the_next_days_of_filing(day: str, first: str, last: str) -> None:
    assert next_window(WINDOWS, date.fromisoformat(day)) == Window(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("way", "day", "answer"),
    [
        ("back_into", "2027-01-15", "against"),
        ("back_into", "2026-07-20", "holds"),
        ("back", "2027-01-15", "holds"),
        ("into", "2027-01-15", "holds"),
    ],
)
def test_spring_between_institutions(way: str, day: str, answer: str) -> None:
    assert told(transfer.is_not_between_institutions_in_spring, day, way=way)[1] == answer


def test_spring_between_institutions_was_no_clause_of_393() -> None:
    assert ask(transfer.is_not_between_institutions_in_spring, "2025-01-15", way="back_into") == []


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"way": "into", "institution_now": "state", "institution_asked": "state", "reason": "marriage"}, "holds"),
        ({"way": "out", "institution_now": "state", "institution_asked": "state", "reason": "civil_servant"}, "holds"),
        ({"way": "into", "institution_now": "state", "institution_asked": "state", "reason": "other"}, "against"),
        ({"way": "out", "institution_now": "state", "institution_asked": "state"}, "against"),
        ({"way": "into", "institution_now": "private", "institution_asked": "state", "reason": "other"}, "holds"),
        ({"way": "into", "institution_now": "foreign", "institution_asked": "state"}, "holds"),
        ({"way": "inside", "reason": "other"}, "holds"),
        ({"way": "into", "institution_asked": "state"}, "warns"),
    ],
)
def test_two_reasons_between_state_institutions(facts: dict[str, Any], answer: str) -> None:
    assert told(transfer.reason_is_lawful, "2026-07-20", **facts) == ("578/2025:state-reasons", answer)
    assert told(transfer.reason_is_lawful, "2024-07-20", **facts) == ("393/2017:state-reasons", answer)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"relation": "same"}, "holds"),
        ({"relation": "matching"}, "holds"),
        ({"relation": "related"}, "holds"),
        ({"relation": "other"}, "against"),
        ({"relation": "other", "reason": "marriage", "matching_in_region": True}, "against"),
        ({"relation": "other", "reason": "marriage", "matching_in_region": False}, "holds"),
        ({"relation": "other", "reason": "other", "matching_in_region": False}, "against"),
        ({}, "warns"),
    ],
)
def test_matching_and_related_programmes(facts: dict[str, Any], answer: str) -> None:
    assert told(transfer.programme_is_related, "2026-07-20", **facts) == ("578/2025:programme", answer)
    assert told(transfer.programme_is_related, "2024-07-20", **facts) == ("393/2017:4", answer)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"course": 1, "semester": 1}, "against"),
        ({"course": 1, "semester": 1, "reason": "illness"}, "holds"),
        ({"course": 1, "semester": 2}, "holds"),
        ({"course": 2, "semester": 3}, "holds"),
        ({"course": 1}, "warns"),
    ],
)
def test_first_course_first_semester(facts: dict[str, Any], answer: str) -> None:
    assert told(transfer.is_not_first_semester, "2026-07-20", **facts) == ("578/2025:first-semester", answer)


@pytest.mark.parametrize(
    ("gpa", "answer"), [("2.34", "against"), ("2.35", "holds"), ("2.40", "holds"), ("2.30", "against"), (None, "warns")]
)
def test_gpa_2_4_under_credits_compares_the_published_value(gpa: str | None, answer: str) -> None:
    facts = {"system": "credit", "gpa": Decimal(gpa) if gpa else None}
    assert told(transfer.average_is_enough, "2026-07-20", **facts) == ("578/2025:gpa", answer)


def test_gpa_is_shown_exact_and_as_published() -> None:
    [finding] = ask(transfer.average_is_enough, "2026-07-20", system="credit", gpa=Decimal("2.35"))
    assert finding["facts"] == [["grade point average", "2.35"], ["as published, with one decimal", "2.4"]]
    assert [(limit["key"], limit["value"]) for limit in finding["limits"]] == [
        ("transfer.min_gpa", "2.4"),
        ("transfer.gpa_compared", "published"),
    ]


def test_gpa_which_value_is_compared_is_itself_a_dated_number(monkeypatch: pytest.MonkeyPatch) -> None:
    [old] = versions("transfer.gpa_compared")
    new = replace(old, value="exact", valid_from=date(2026, 7, 1))
    changed = {**limits._limits, old.key: (replace(old, valid_to=date(2026, 6, 30)), new)}
    monkeypatch.setattr(limits, "_limits", changed)
    facts = {"system": "credit", "gpa": Decimal("2.35")}
    assert told(transfer.average_is_enough, "2026-06-30", **facts)[1] == "holds"
    assert told(transfer.average_is_enough, "2026-07-01", **facts)[1] == "against"


def test_gpa_is_not_asked_of_the_rating_system_nor_under_393() -> None:
    assert told(transfer.average_is_enough, "2026-07-20", system="rating", gpa=Decimal("2.0"))[1] == "holds"
    assert ask(transfer.average_is_enough, "2024-07-20", system="credit", gpa=Decimal("2.0")) == []


@pytest.mark.parametrize(("count", "answer"), [(4, "holds"), (5, "against"), (0, "holds"), (None, "warns")])
def test_at_most_four_subjects_differ_under_the_rating_system(count: int | None, answer: str) -> None:
    facts = {"system": "rating", "differing_subjects": count}
    assert told(transfer.few_subjects_differ, "2026-07-20", **facts) == ("578/2025:difference", answer)
    assert told(transfer.few_subjects_differ, "2024-07-20", **facts) == ("393/2017:difference", answer)


def test_differing_subjects_are_not_counted_under_credits() -> None:
    assert told(transfer.few_subjects_differ, "2026-07-20", system="credit", differing_subjects=9)[1] == "holds"


@pytest.mark.parametrize(
    ("target", "relation", "answer"),
    [(True, "related", "against"), (True, "same", "holds"), (False, "other", "holds"), (None, "same", "warns")],
)
def test_target_admission_stays_on_its_programme(target: bool | None, relation: str, answer: str) -> None:
    facts = {"target_admission": target, "relation": relation}
    assert told(transfer.is_not_on_a_target_place, "2026-07-20", **facts) == ("578/2025:target", answer)


@pytest.mark.parametrize(("joint", "answer"), [(True, "against"), (False, "holds"), (None, "warns")])
def test_joint_programmes_are_not_transferred(joint: bool | None, answer: str) -> None:
    assert told(transfer.is_not_on_a_joint_programme, "2026-07-20", joint_programme=joint)[1] == answer


@pytest.mark.parametrize(
    ("now", "accredited", "answer"),
    [
        ("foreign", False, "against"),
        ("foreign", True, "holds"),
        ("foreign", None, "warns"),
        ("private", None, "holds"),
    ],
)
def test_a_foreign_institution_must_be_accredited(now: str, accredited: bool | None, answer: str) -> None:
    facts = {"institution_now": now, "foreign_accredited": accredited}
    assert told(transfer.institution_is_accredited, "2026-07-20", **facts)[1] == answer


def test_a_vacant_grant_place_was_asked_for_under_393_only() -> None:
    facts = {"payment_asked": "11", "vacant_grant_place": False}
    assert told(transfer.grant_place_is_vacant, "2025-09-12", **facts) == ("393/2017:grant-place", "against")
    assert told(transfer.grant_place_is_vacant, "2025-09-12", payment_asked="12")[1] == "holds"
    assert ask(transfer.grant_place_is_vacant, "2025-09-13", **facts) == []


@pytest.mark.parametrize(
    ("now", "asked", "same_field", "opens"),
    [
        ("11", "11", None, True),
        ("11", "12", None, True),
        ("11", "13", None, True),
        ("11", "14", None, False),
        ("12", "11", None, True),
        ("12", "12", True, True),
        ("12", "12", False, False),
        ("12", "13", None, False),
        ("13", "11", None, True),
        ("13", "12", None, True),
        ("13", "13", True, True),
        ("13", "13", False, False),
        ("14", "14", None, True),
        ("14", "11", None, False),
    ],
)
def test_matrix_of_forms_of_study(now: str, asked: str, same_field: bool | None, opens: bool) -> None:
    facts = {"form_now": now, "form_asked": asked, "same_field": same_field}
    assert told(transfer.form_may_follow, "2024-07-20", **facts)[1] == ("holds" if opens else "against")
    assert told(transfer.form_may_follow, "2026-07-20", **facts)[1] == ("holds" if opens else "warns")
