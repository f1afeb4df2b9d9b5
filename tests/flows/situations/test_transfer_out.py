"""Transfer to another institution, under Resolution 578/2025 and before 13.09.2025 under 393/2017."""

from __future__ import annotations

import pytest

from tests.flows.situations.asking import WINTER, Line, ask, expected
from tests.people import House

USUAL = {
    "institution": "Samarqand davlat universiteti", "institution_kind": "private", "programme_there": "60710100 Kimyo",
    "reason": "other", "target_admission": "no", "leaves_on": "2026-08-31",
}  # fmt: skip
STATE = {"institution_kind": "state"}
BEFORE = "2025-08-01 10:00"
TABLE = [
    Line("in summer to a private institution, for whatever reason", "dean_consent"),
    Line("on the first minute of the autumn window", "dean_consent", at="2026-07-15 00:00"),
    Line("on the minute before it", "office_check", at="2026-07-14 23:59", against=("578/2025:window",)),
    Line("on the last minute of it", "dean_consent", at="2026-08-05 23:59"),
    Line("on the minute after it", "office_check", at="2026-08-06 00:00", against=("578/2025:window",)),
    Line("on the first minute of the spring window", "dean_consent", at="2027-01-10 00:00"),
    Line("on the minute before it", "office_check", at="2027-01-09 23:59", against=("578/2025:window",)),
    Line("on the last minute of it", "dean_consent", at="2027-01-20 23:59"),
    Line("on the minute after it", "office_check", at="2027-01-21 00:00", against=("578/2025:window",)),
    Line("to a state institution for another reason", "office_check", stated=STATE,
         against=("578/2025:state-reasons",)),
    Line("to a state institution for marriage, with the certificate", "dean_consent",
         stated={**STATE, "reason": "marriage"}),
    Line("to a state institution for marriage, without the certificate", "office_check",
         stated={**STATE, "reason": "marriage"}, without=("marriage_certificate",),
         against=("578/2025:application",)),
    Line("to a state institution with a civil servant, with the order and the recommendation", "dean_consent",
         stated={**STATE, "reason": "civil_servant"}),
    Line("to a foreign institution", "dean_consent", stated={"institution_kind": "foreign"}, at=WINTER),
    Line("out of the first semester of the first course", "office_check", student={"course": 1, "semester": 1},
         against=("578/2025:first-semester",)),
    Line("out of the second semester of the first course", "dean_consent", student={"course": 1, "semester": 2}),
    Line("from a joint programme", "office_check", student={"form": "17"}, against=("578/2025:joint",)),
    Line("without the letter of the receiving institution", "office_check", without=("request_letter",),
         against=("578/2025:application",)),
    Line("under 393, in the summer before the change of law", "dean_consent", at=BEFORE),
    Line("under 393, to a state institution for another reason", "office_check", at=BEFORE, stated=STATE,
         against=("393/2017:state-reasons",)),
]  # fmt: skip


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_situation(office: House, line: Line) -> None:
    assert ask(office, "transfer_out", line, USUAL, {}) == expected(line)
