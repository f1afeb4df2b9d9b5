"""Students on leave for tests: sent there by the ledger, as an order on paper would have."""

from __future__ import annotations

from datetime import date

from students.actions import project, record_standing
from students.models import Standing, Student
from students.standing import Facts
from tests.people import House, enrol


def send_on_leave(
    house: House, login: str, until: str | None, *, ground: str = "health", since: str = "2026-03-02", on: str = ""
) -> Student:
    """Put a student on leave from one day until another, by an order on paper.

    Args:
        on: the day of the projection; the first of September 2026, if empty.
    """
    student = house.students[login]
    known = {**Facts.of(student).columns(), "status": "on_leave", "ground": ground}
    facts = Facts(**{**known, "until": date.fromisoformat(until) if until else None})
    record_standing(
        student=student, facts=facts, valid_from=date.fromisoformat(since), basis=Standing.Basis.PAPER_ORDER,
        basis_text="12-T", source=f"test:{login}:{since}", order_number="12-T", order_date=date.fromisoformat(since),
    )  # fmt: skip
    house.students[login] = project(student_id=student.pk, on=date.fromisoformat(on or "2026-09-01"))
    return house.students[login]


def many_on_leave(house: House, count: int, until: str) -> list[Student]:
    """So many students of chemistry on leave until one day, the first of them Aziza."""
    logins = ["aziza", *(f"taʼtilda{number}" for number in range(1, count))]
    for number, login in enumerate(logins[1:], 1):
        if login not in house.students:
            enrol(house, login, f"Taʼtilov{number:02}", "Anvar", "chemistry", f"33725130{number:04}")
    return [
        house.students[login] if house.students[login].status == "on_leave" else send_on_leave(house, login, until)
        for login in logins
    ]
