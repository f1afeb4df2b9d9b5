"""The leaves which a ledger tells: what was taken back is none, and another ground is another leave."""

from __future__ import annotations

from datetime import date

from students.actions import record_standing, retract_standing
from students.leaves import leaves_of
from students.models import Standing
from students.standing import Facts
from tests.movements.on_leave import send_on_leave
from tests.people import House

ENDS = "2026-12-31"


def test_a_leave_that_was_taken_back_is_none(house: House) -> None:
    student = send_on_leave(house, "aziza", ENDS)
    row = Standing.objects.get(student=student, status="on_leave")
    words = {"basis": Standing.Basis.ORDER, "basis_text": "13-T"}
    retract_standing(standing=row, source="undo:1", **words)
    assert leaves_of(student, on=date(2026, 12, 1)) == []


def test_another_ground_on_the_next_day_is_another_leave_and_a_return_between_is_seen_too(house: House) -> None:
    student = send_on_leave(house, "aziza", "2026-06-30", ground="maternity")
    send_on_leave(house, "aziza", ENDS, ground="child_care", since="2026-07-01")
    first, second = leaves_of(student, on=date(2026, 12, 1))
    assert [(one.ground, one.ended_on) for one in (first, second)] == [
        ("maternity", date(2026, 6, 30)),
        ("child_care", None),
    ]
    back = Facts(**{**Facts.of(student).columns(), "status": "studying", "until": None, "ground": ""})
    record_standing(
        student=student, facts=back, valid_from=date(2026, 9, 2), basis=Standing.Basis.ORDER, basis_text="14-T",
        source="test:back",
    )  # fmt: skip
    assert [one.ended_on for one in leaves_of(student, on=date(2026, 12, 1))] == [date(2026, 6, 30), date(2026, 9, 1)]
