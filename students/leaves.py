"""The academic leaves of a student as the ledger knows them: each with its extensions, wherever it was granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from students.models import Standing, Status, Student
from students.queries import held_rows


@dataclass(frozen=True)
class Leave:
    """One leave: an unbroken time on leave on one ground.

    Args:
        rows: of the ledger, oldest first; an order, an order on paper or an import brought each.
        ended_on: its last day; None while it lasts.
    """

    rows: tuple[Standing, ...]
    ended_on: date | None

    @property
    def since(self) -> date:
        """Its first day."""
        return self.rows[0].valid_from

    @property
    def ground(self) -> str:
        """Its ground; empty where nobody has recorded one."""
        return next((row.ground for row in self.rows if row.ground), "")

    @property
    def until(self) -> date | None:
        """The last day its orders name; None where the law sets no end."""
        return self.rows[-1].until

    @property
    def granted_by(self) -> Standing:
        """The row with which it began."""
        return self.rows[0]

    @property
    def extensions(self) -> list[Standing]:
        """The rows that moved its end: an extension is no new leave."""
        pairs = zip(self.rows, self.rows[1:], strict=False)
        return [row for before, row in pairs if row.until is not None and row.until != before.until]


def leaves_of(student: Student, *, on: date) -> list[Leave]:
    """The leaves that have begun by a day, oldest first, as known now; one statement.

    A row that was taken back counts for nothing. Another ground is another leave, even where one follows the other
    without a day between: the regulation grants each on its own (Resolution 344/2021, clause 3).
    """
    found: list[Leave] = []
    current: list[Standing] = []
    for row in held_rows(student, on=on):
        if current and (row.status != Status.ON_LEAVE or _other_ground(current, row)):
            found.append(Leave(tuple(current), row.valid_from - timedelta(days=1)))
            current = []
        if row.status == Status.ON_LEAVE:
            current.append(row)
    return [*found, Leave(tuple(current), None)] if current else found


def _other_ground(rows: Sequence[Standing], row: Standing) -> bool:
    known = next((one.ground for one in rows if one.ground), "")
    return bool(known and row.ground and row.ground != known)
