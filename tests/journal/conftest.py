"""A small chain to write on, a clock that stands, and a way around the guards for the tests of what finds it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from journal import clock
from journal.guard_check import expected_guards
from movements.models import Movement
from orders.models import Order, Register
from permissions.actions import open_unit
from permissions.models import Unit

NOW = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def stand_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], datetime]:
    """Let the clock stand at an ISO time of Tashkent until it is set again."""

    def stand(text: str) -> datetime:
        moment = datetime.fromisoformat(text).replace(tzinfo=clock.zone)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return stand


@pytest.fixture
def unit(db: None) -> Unit:
    """A unit whose chain has its first event."""
    return open_unit(actor=None, code="337", kind=Unit.Kind.INSTITUTE, parent=None, names={"uz": "Institut"})


def run_sql(statement: str, *values: object) -> int:
    """Run a statement as somebody with a database console would; returns how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def break_guards(table: str) -> None:
    """Take the triggers off a table, as only the owner of the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for trigger, guarded in expected_guards().items():
            if guarded == table:
                cursor.execute(
                    f"DROP TRIGGER {trigger}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
                )


@pytest.fixture
def order(house) -> Order:
    register = Register.objects.get()
    institute, dilnoza = house.institute, house.dilnoza
    return Order.objects.create(
        kind="academic_leave",
        title="x",
        register=register,
        unit=institute,
        composed_by=dilnoza,
        composed_at=NOW,
        code="c",
    )


@pytest.fixture
def movement(house) -> Movement:
    return Movement.objects.create(
        kind="academic_leave", applicant=house.aziza, unit=house.units["chemistry"], created_at=NOW, changed_at=NOW
    )


def refused(statement: str, *values: object) -> str:
    """The database's words when it refuses a statement for a guard's sake."""
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        run_sql(statement, *values)
    return str(told.value)
