"""HEMIS codes and our words for them, there and back."""

from __future__ import annotations

import pytest

from students.hemis.codes import (
    LEAVE_GROUNDS,
    STATUSES,
    LeaveGround,
    ground_label,
    hemis_leave_reason,
    hemis_reason,
    hemis_status,
    leave_ground,
)
from students.models import Status

HEMIS = {
    "studying": "11",
    "on_leave": "13",
    "expelled": "12",
    "transferred_out": "12",
    "graduated": "14",
    "deceased": "12",
}
REASONS = {"military": "11", "health": "12", "maternity": "13", "child_care": "14", "family_care": None}


def test_every_status_has_its_hemis_code() -> None:
    assert {status.value: hemis_status(status) for status in Status} == HEMIS


@pytest.mark.parametrize("unknown", ["10", "15", "16", "17"])
def test_codes_on_which_instances_disagree_mean_nothing(unknown: str) -> None:
    assert unknown not in STATUSES


def test_every_ground_of_leave_has_its_reason_but_the_family_care_that_hemis_does_not_know() -> None:
    assert {ground.value: hemis_leave_reason(ground) for ground in LeaveGround} == REASONS
    assert set(LEAVE_GROUNDS.values()) == set(LeaveGround)


def test_a_stored_ground_is_told_in_words_and_an_unknown_one_as_it_stands() -> None:
    assert [ground_label(code) for code in ("family_care", "absence", "elsewhere", "")] == [
        "care of a sick family member",
        "missed classes",
        "elsewhere",
        "",
    ]


def test_a_reason_of_leave_that_nobody_knows_is_kept_shown_and_entered_as_it_came() -> None:
    assert [leave_ground(code) for code in ("12", "H-15", "17", "")] == ["health", "family_care", "hemis-17", ""]
    assert ground_label("hemis-17") == "reason 17 of HEMIS, unknown here"
    assert hemis_reason(Status.ON_LEAVE, "hemis-17") == "17"


def test_a_reason_goes_with_a_leave_or_an_expulsion_and_with_nothing_else() -> None:
    assert hemis_reason(Status.ON_LEAVE, "health") == "12"
    assert hemis_reason(Status.EXPELLED, "absence") == "15"
    assert hemis_reason(Status.DECEASED, "death") == "19"
    assert hemis_reason(Status.ON_LEAVE, "family_care") is None
    assert hemis_reason(Status.GRADUATED, "") is None
