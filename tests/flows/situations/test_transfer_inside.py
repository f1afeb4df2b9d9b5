"""Transfer inside the institute, under Resolution 578/2025 and before 13.09.2025 under 393/2017."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.flows.situations.asking import Line, ask, expected
from tests.people import House

USUAL = {
    "change": "faculty", "programme": "60720100", "relation": "related", "form": "11", "course": "2", "semester": "3",
    "payment": "12", "system": "credit", "gpa": "3.5", "target_admission": "no", "starts_on": "2026-09-02",
    "explanation": "Qiziqish",
}  # fmt: skip
RATING = {"system": "rating", "gpa": ""}
BEFORE, LAST_DAY, FIRST_DAY = "2025-08-01 10:00", "2025-09-12 23:59", "2025-09-13 00:00"
FORM = "578/2025:form"
TABLE = [
    Line("to a related programme of another faculty", "sending_dean"),
    Line("to an unrelated programme", "office_check", stated={"relation": "other"}, against=("578/2025:programme",)),
    Line("to a programme whose relation nobody states", "sending_dean", stated={"relation": ""},
         warns=("578/2025:programme",)),
    Line("to where one is already", "office_check", stated={"programme": "60710100", "relation": ""},
         against=("578/2025:programme",)),
    Line("with an average of 2.4", "sending_dean", student={"gpa": Decimal("2.40")}),
    Line("with an average of 2.35, which is published as 2.4", "sending_dean", student={"gpa": Decimal("2.35")}),
    Line("with an average of 2.34, which is published as 2.3", "office_check", student={"gpa": Decimal("2.34")},
         against=("578/2025:gpa",)),
    Line("with an average nobody knows", "sending_dean", stated={"gpa": ""}, warns=("578/2025:gpa",)),
    Line("with four differing subjects under the rating system", "sending_dean", stated={**RATING, "differing": "4"}),
    Line("with five differing subjects under the rating system", "office_check", stated={**RATING, "differing": "5"},
         against=("578/2025:difference",)),
    Line("with five differing subjects under credits, which are not counted so", "sending_dean",
         stated={"differing": "5"}),
    Line("into the first semester of the first course", "office_check", stated={"course": "1", "semester": "1"},
         against=("578/2025:first-semester",)),
    Line("from a target place to another programme", "office_check", stated={"target_admission": "yes"},
         against=("578/2025:target",)),
    Line("from a joint programme", "office_check", student={"form": "17"}, against=("578/2025:joint",), warns=(FORM,)),
    Line("from full-time to evening", "sending_dean", stated={"change": "form", "form": "12"}),
    Line("from full-time to extramural on the same programme", "sending_dean",
         stated={"change": "form", "programme": "60710100", "relation": "", "form": "13"}),
    Line("from full-time to special extramural, which only warns: the matrix is doubtful", "sending_dean",
         stated={"form": "14"}, warns=(FORM,)),
    Line("from evening to extramural, which only warns", "sending_dean", student={"form": "12"},
         stated={"form": "13"}, warns=(FORM,)),
    Line("from special extramural to full-time, which only warns", "sending_dean", student={"form": "14"},
         warns=(FORM,)),
    Line("from extramural to extramural in another field, which only warns", "sending_dean", student={"form": "13"},
         stated={"form": "13", "same_field": "no"}, warns=(FORM,)),
    Line("from extramural to extramural within the field", "sending_dean", student={"form": "13"},
         stated={"form": "13", "same_field": "yes"}),
    Line("without the extract of the list of related programmes", "office_check", without=("related_list",),
         against=("578/2025:application",)),
    Line("in November", "office_check", at="2026-11-25 10:00", against=("578/2025:window",)),
    Line("to a grant place under 578, which knows no such question", "sending_dean", stated={"payment": "11"}),
    Line("under 393 in summer, where no average is asked", "sending_dean", at=BEFORE,
         student={"gpa": Decimal("2.00")}),
    Line("under 393 to a grant place of which nobody knows whether it is vacant", "sending_dean", at=BEFORE,
         stated={"payment": "11"}, warns=("393/2017:grant-place",)),
    Line("on the last day of 393, out of its window, which only warns: its days are doubtful", "sending_dean",
         at=LAST_DAY, warns=("393/2017:window",)),
    Line("on the first day of 578, out of its window", "office_check", at=FIRST_DAY, against=("578/2025:window",)),
    Line("on the first day of 578 with a low average, too", "office_check", at=FIRST_DAY,
         student={"gpa": Decimal("2.00")}, against=("578/2025:window", "578/2025:gpa")),
    Line("on 25 December 2024, which was within the window of 393", "sending_dean", at="2024-12-25 10:00"),
    Line("on 25 December 2026, which is not within that of 578", "office_check", at="2026-12-25 10:00",
         against=("578/2025:window",)),
]  # fmt: skip


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_situation(office: House, line: Line) -> None:
    assert ask(office, "transfer_inside", line, USUAL, {}) == expected(line)
