"""A step that confirms no academic difference compares nothing, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from journal.refusals import Conflict
from movements import actions
from movements.models import CaseDifference
from tests.people import House
from tests.screens.cases import filed


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        (actions.compare_with, {"curriculum_id": None}),
        (actions.judge_match, {"required": "x", "passed": "y", "verdict": "confirm", "words": "Mayli."}),
    ],
)
def test_at_a_step_that_asks_for_no_difference_nothing_is_compared(house: House, act: Any, sent: Any) -> None:
    leave = filed(house)
    with translation.override("en"), pytest.raises(Conflict, match="No academic difference"):
        act(actor=house.botir, movement_id=leave.pk, **sent)
    assert not CaseDifference.objects.exists()
