"""Transfer from another institution and reinstatement after a dismissal elsewhere: people who are no students here."""

from __future__ import annotations

import pytest

from tests.flows.situations.asking import WINTER, Line, ask, expected
from tests.people import House

COMMON = {
    "institution": "Toshkent davlat texnika universiteti", "institution_kind": "private",
    "programme_there": "60710100 Kimyo muhandisligi", "form_now": "11", "programme": "60710100",
    "relation": "matching", "form": "11", "course": "2", "semester": "3", "payment": "12", "system": "credit",
    "gpa": "3.5", "target_admission": "no", "joint_programme": "no", "starts_on": "2026-09-02",
}  # fmt: skip
TRANSFER = {**COMMON, "reason": "other"}
DISMISSED = {**COMMON, "dismissed_on": "2025-02-03", "dismissal_ground": "11", "studies_elsewhere": "no"}
STATE = {"institution_kind": "state"}
INTO = [
    Line("from a private institution, for whatever reason", "placement"),
    Line("from a state institution for another reason", "office_check", stated=STATE,
         against=("578/2025:state-reasons",)),
    Line("from a state institution for marriage", "placement", stated={**STATE, "reason": "marriage"}),
    Line("from a state institution with a civil servant, without the recommendation", "office_check",
         stated={**STATE, "reason": "civil_servant"}, without=("workplace_order",),
         against=("578/2025:application",)),
    Line("from a foreign institution that is accredited", "placement",
         stated={"institution_kind": "foreign", "accredited": "yes"}),
    Line("from a foreign institution that is not", "office_check",
         stated={"institution_kind": "foreign", "accredited": "no"}, against=("578/2025:foreign",)),
    Line("from a foreign institution of which nobody says it", "placement", stated={"institution_kind": "foreign"},
         warns=("578/2025:foreign",)),
    Line("to an unrelated programme", "office_check", stated={"relation": "other"}, against=("578/2025:programme",)),
    Line("to an unrelated programme for marriage, where the region has no matching one", "placement",
         stated={**STATE, "reason": "marriage", "relation": "other", "matching_in_region": "no"}),
    Line("into the first semester for illness", "placement",
         stated={"reason": "illness", "course": "1", "semester": "1"}),
    Line("into the first semester for another reason", "office_check", stated={"course": "1", "semester": "1"},
         against=("578/2025:first-semester",)),
    Line("with an average of 2.34", "office_check", stated={"gpa": "2.34"}, against=("578/2025:gpa",)),
    Line("from a joint programme", "office_check", stated={"joint_programme": "yes"}, against=("578/2025:joint",)),
    Line("before the spring semester", "placement", at=WINTER),
    Line("without the copy of the passport", "office_check", without=("passport",),
         against=("578/2025:application",)),
    Line("under 393 in the summer of 2025", "placement", at="2025-08-01 10:00"),
]  # fmt: skip
BACK = [
    Line("a year and a half after a dismissal elsewhere", "placement"),
    Line("before the spring semester, when it is not accepted", "office_check", at=WINTER,
         against=("578/2025:spring-between",)),
    Line("five years after the dismissal, to the day", "higher_decision", stated={"dismissed_on": "2021-07-20"}),
    Line("four years and 364 days after it", "placement", stated={"dismissed_on": "2021-07-21"}),
    Line("dismissed for a breach of the entrance examination", "office_check", stated={"dismissal_ground": "18"},
         against=("578/2025:dismissal",)),
    Line("while studying elsewhere", "office_check", stated={"studies_elsewhere": "yes"},
         against=("institute:one-place",)),
    Line("on a grant without a ground", "office_check", stated={"payment": "11"}, against=("578/2025:payment",)),
    Line("on a grant as an orphan, with the proof", "placement", stated={"payment": "11", "grant_ground": "orphan"}),
    Line("to a programme that is not related", "office_check", stated={"relation": "other"},
         against=("578/2025:programme",)),
    Line("without the order of the dismissal", "office_check", without=("dismissal_order",),
         against=("578/2025:application",)),
    Line("under 393 before the spring semester, when it was accepted", "placement", at="2025-01-15 10:00",
         stated={"dismissed_on": "2024-02-05"}),
]  # fmt: skip


@pytest.mark.parametrize("line", INTO, ids=str)
def test_transfer_in(office: House, line: Line) -> None:
    assert ask(office, "transfer_in", line, TRANSFER, None) == expected(line)


@pytest.mark.parametrize("line", BACK, ids=str)
def test_transfer_reinstatement(office: House, line: Line) -> None:
    assert ask(office, "transfer_reinstatement", line, DISMISSED, None) == expected(line)
