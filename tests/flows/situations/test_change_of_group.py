"""Change of group or language: the dean decides; the institute's own clause."""

from __future__ import annotations

import pytest

from tests.flows.situations.asking import Line, ask, expected
from tests.people import House

OWN = "institute:group-language"
USUAL = {"change": "group", "group": "25-11", "starts_on": "2026-12-01", "explanation": "Yoʻl uzoq"}
TABLE = [
    Line("to a parallel group taught in the same language", "dean_decision"),
    Line("at any time of the year", "dean_decision", at="2026-11-25 23:59"),
    Line("to the own group", "dean_decision", stated={"group": "25-10"}, against=(OWN,)),
    Line("to a group of another language, said to be only the group", "dean_decision",
         stated={"group": "25-12"}, against=(OWN,)),
    Line("to a group of another language, said so", "dean_decision", stated={"change": "language", "group": "25-12"}),
    Line("a change of language into a group of the own language", "dean_decision",
         stated={"change": "language"}, against=(OWN,)),
    Line("to a group that is taught another semester", "dean_decision", stated={"group": "24-10"}, against=(OWN,)),
    Line("to a group nobody knows", "dean_decision", stated={"group": "99-99"}, against=(OWN,)),
    Line("by a student of another curriculum than the group's", "dean_decision",
         student={"curriculum": "25-60710100-B"}, against=(OWN,)),
]  # fmt: skip


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_situation(office: House, line: Line) -> None:
    assert ask(office, "change_of_group", line, USUAL, {}) == expected(line)
