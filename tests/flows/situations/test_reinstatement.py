"""Reinstatement into the same programme, under Resolution 578/2025 and before 13.09.2025 under 393/2017."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.flows.situations.asking import Line, ask, expected, years_before
from tests.people import House

USUAL = {
    "form": "11", "course": "2", "semester": "3", "payment": "12", "system": "credit", "gpa": "3.5",
    "studies_elsewhere": "no", "starts_on": "2026-09-02",
}  # fmt: skip
FILED = date(2026, 7, 20)
RECORD = {"status": "expelled", "ground": "own_wish", "status_since": date(2026, 2, 2), "admitted_in": 2024}
GRANT = {"payment": "11", "grant_ground": "orphan"}
CONSCRIPT = {"payment": "11", "grant_ground": "conscript"}
BEFORE = "2025-08-01 10:00"
TABLE = [
    Line("half a year after a dismissal at own wish: the rector decides", "placement"),
    Line("four years and 364 days after the dismissal: the rector still decides", "placement",
         student={"status_since": date.fromordinal(years_before(FILED, 5).toordinal() + 1)}),
    Line("five years after the dismissal: the ministry decides", "higher_decision",
         student={"status_since": years_before(FILED, 5)}),
    Line("ten years after the dismissal: the ministry still decides", "higher_decision",
         student={"status_since": years_before(FILED, 10)}),
    Line("ten years and a day after the dismissal: the state commission decides", "higher_decision",
         student={"status_since": years_before(FILED, 10, 1)}),
    Line("dismissed for a breach of the entrance examination", "office_check", student={"ground": "admission"},
         against=("578/2025:dismissal",)),
    Line("dismissed for missed classes", "placement", student={"ground": "absence"}),
    Line("dismissed on a ground nobody recorded", "placement", student={"ground": ""},
         warns=("578/2025:dismissal",)),
    Line("while studying elsewhere", "office_check", stated={"studies_elsewhere": "yes"},
         against=("institute:one-place",)),
    Line("on a grant without a ground", "office_check", stated={"payment": "11"}, against=("578/2025:payment",)),
    Line("on a grant as an orphan, with the certificate", "placement", stated=GRANT),
    Line("on a grant as an orphan, without the certificate", "office_check", stated=GRANT,
         without=("orphan_certificate",), against=("578/2025:application",)),
    Line("on a grant as a conscript discharged two years ago", "placement",
         stated={**CONSCRIPT, "discharged_on": "2024-07-20"}),
    Line("on a grant as a conscript on the last day of three years", "placement",
         stated={**CONSCRIPT, "discharged_on": "2023-07-20"}),
    Line("on a grant as a conscript a day later, which only warns: the term is doubtful", "placement",
         stated={**CONSCRIPT, "discharged_on": "2023-07-19"}, warns=("578/2025:payment",)),
    Line("on a grant for a stay abroad, which 578 no longer lists", "office_check",
         stated={"payment": "11", "grant_ground": "sent_abroad"}, against=("578/2025:payment",)),
    Line("under 393 on a grant for a stay abroad", "placement", at=BEFORE, student={"status_since": date(2025, 2, 3)},
         stated={"payment": "11", "grant_ground": "sent_abroad"}),
    Line("into the first semester of the first course", "office_check", stated={"course": "1", "semester": "1"},
         against=("578/2025:first-semester",)),
    Line("with an average of 2.4", "placement", student={"gpa": Decimal("2.40")}),
    Line("with an average of 2.35, published as 2.4", "placement", student={"gpa": Decimal("2.35")}),
    Line("with an average of 2.3", "office_check", student={"gpa": Decimal("2.30")}, against=("578/2025:gpa",)),
    Line("with five differing subjects under the rating system", "office_check",
         stated={"system": "rating", "gpa": "", "differing": "5"}, against=("578/2025:difference",)),
    Line("so late that the whole study would last longer than eight years", "office_check",
         student={"admitted_in": 2020}, against=("824/2020:42",)),
    Line("so that it ends just within eight years", "placement", student={"admitted_in": 2021}),
    Line("of a year of admission nobody knows", "placement", student={"admitted_in": None}, warns=("824/2020:42",)),
    Line("in November", "office_check", at="2026-11-25 10:00", against=("578/2025:window",)),
    Line("in the spring window", "placement", at="2027-01-20 23:59"),
    Line("under 393 six years after the dismissal", "higher_decision", at=BEFORE,
         student={"status_since": date(2019, 8, 1)}),
]  # fmt: skip


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_situation(office: House, line: Line) -> None:
    assert ask(office, "reinstatement", line, USUAL, RECORD) == expected(line)
