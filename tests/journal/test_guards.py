"""What the database itself refuses, tried with plain SQL on whichever database the tests run.

Every table that is only added to is tried with UPDATE, DELETE, TRUNCATE and REPLACE. TRUNCATE exists only on
PostgreSQL, where REPLACE is spelled ON CONFLICT DO UPDATE; both are tried in the spelling the database has.
"""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from journal.guard_check import expected_guards, missing_guards
from journal.models import Event, EventPayload
from orders.models import (
    Order,
)
from students.models import Standing
from tests.journal.conftest import NOW, break_guards, refused, run_sql
from tests.journal.guarded_rows import ADDED_ONLY, fill


@pytest.fixture
def rows(house, order, movement, stand_at) -> None:
    """At least one row in each of them."""
    fill(house, order, movement)


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def replace_all(table: str) -> str:
    """A statement that writes every row again over itself."""
    columns = columns_of(table)
    listed = ", ".join(columns)
    if connection.vendor == "sqlite":
        return f"REPLACE INTO {table} ({listed}) SELECT {listed} FROM {table} WHERE true"
    changed = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns)
    return f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({columns[0]}) DO UPDATE SET {changed}"


def test_a_table_that_is_only_added_to_refuses_update(rows) -> None:
    for table, column in ADDED_ONLY.items():
        assert f"{table}: a row is never changed" in refused(f"UPDATE {table} SET {column} = 'x'")


def test_a_table_that_is_only_added_to_refuses_delete(rows) -> None:
    for table in ADDED_ONLY:
        assert f"{table}: a row is never removed" in refused(f"DELETE FROM {table}")


def test_a_table_that_is_only_added_to_refuses_truncate(rows) -> None:
    if connection.vendor == "sqlite":
        # SQLite has no such word; its fast way of emptying a table is a DELETE without condition, refused above.
        with pytest.raises(Error, match="syntax error"), transaction.atomic():
            run_sql("TRUNCATE journal_event")
        return
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ADDED_ONLY:
        assert "the table is never emptied" in refused(f"TRUNCATE {table} CASCADE")


def test_a_table_that_is_only_added_to_refuses_replace(rows) -> None:
    words = "replaced" if connection.vendor == "sqlite" else "changed"
    for table in ADDED_ONLY:
        assert f"{table}: a row is never {words}" in refused(replace_all(table))


def test_without_their_guards_the_same_statements_would_pass(rows) -> None:
    for table, column in ADDED_ONLY.items():
        break_guards(table)
        assert run_sql(f"UPDATE {table} SET {column} = {column}") > 0
        assert run_sql(replace_all(table)) > 0


def test_replace_by_another_unique_column_is_refused(rows, house) -> None:
    standing = Standing.objects.first()
    other = Standing.objects.exclude(pk=standing.pk).first()
    columns = [column for column in columns_of("students_standing") if column not in ("id", "source")]
    listed = ", ".join(columns)
    word = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    told = refused(
        f"{word} INTO students_standing ({listed}, source) SELECT {listed}, %s FROM students_standing WHERE id = %s",
        standing.source,
        other.pk,
    )
    assert ("never replaced" if connection.vendor == "sqlite" else "duplicate key") in told


def test_a_payload_is_erased_once_and_not_again(rows) -> None:
    event = Event.objects.first()
    erase = "UPDATE journal_eventpayload SET body = NULL, salt = '', erased_on = '2032-01-01' WHERE event_id = %s"
    assert run_sql(erase, event.pk) == 1
    assert EventPayload.objects.get(event=event).body is None
    assert "never changed" in refused(erase, event.pk)


def test_a_payload_is_not_erased_by_halves(rows) -> None:
    for wrong in (
        "body = NULL, salt = ''",  # no day
        "body = NULL, erased_on = '2032-01-01'",  # the salt would let the ground be guessed
        "salt = '', erased_on = '2032-01-01'",  # nothing erased
        "body = NULL, salt = '', erased_on = '2032-01-01', event_id = event_id + 100000",
    ):
        assert "never changed" in refused(f"UPDATE journal_eventpayload SET {wrong}")


def sign(order: Order, **values: object) -> None:
    Order.objects.filter(pk=order.pk).update(
        **{"act_sha256": "a" * 64, "signed_at": NOW, "signed_by": order.composed_by, "date": NOW.date(), **values}
    )


NUMBERED = {"number": "1-T", "sequence": 1, "year": 2026}


def test_a_signed_order_keeps_number_date_act_and_signature(order) -> None:
    sign(order, **NUMBERED)
    for change in (
        "number = '2-T'",
        "number = ''",
        "sequence = 2",
        "sequence = NULL",
        "year = 2025",
        "date = '2026-09-09'",
        "date = NULL",
        "signed_at = '2026-09-09 00:00:00'",
        "signed_by_id = NULL",
        "act_sha256 = 'b'",
        "act = '{}'",
        "register_id = register_id + 1",
        "code = 'other'",
        "id = id + 1000",
    ):
        assert "orders_order: " in refused(f"UPDATE orders_order SET {change} WHERE id = %s", order.pk)


def test_the_rest_of_a_signed_order_goes_on(order) -> None:
    sign(order, **NUMBERED)
    assert Order.objects.filter(pk=order.pk).update(recorded_at=NOW, registered_at=NOW) == 1


def test_a_draft_may_still_change(order) -> None:
    assert Order.objects.filter(pk=order.pk).update(act={"a": 1}, act_sha256="x", title="y") == 1
    assert Order.objects.filter(pk=order.pk).update(act=None, act_sha256="") == 1


def test_an_external_number_comes_later_and_once(order) -> None:
    sign(order, date=None)
    assert Order.objects.filter(pk=order.pk).update(number="417", year=2026, date=NOW.date()) == 1
    assert "given once" in refused("UPDATE orders_order SET number = '418' WHERE id = %s", order.pk)


def test_an_order_is_not_numbered_or_dated_before_its_signature(order) -> None:
    assert "before the signature" in refused("UPDATE orders_order SET number = '1-T' WHERE id = %s", order.pk)
    assert "before the signature" in refused("UPDATE orders_order SET date = '2026-09-10' WHERE id = %s", order.pk)


def test_a_signed_order_is_not_removed(order) -> None:
    sign(order, **NUMBERED)
    assert "never removed" in refused("DELETE FROM orders_order WHERE id = %s", order.pk)


def test_a_draft_may_be_removed(order) -> None:
    assert run_sql("DELETE FROM orders_order WHERE id = %s", order.pk) == 1


def test_a_signed_order_is_not_replaced(order) -> None:
    sign(order, **NUMBERED)
    told = refused(replace_all("orders_order").replace("code = EXCLUDED.code", "code = 'other'"))
    assert ("never replaced" if connection.vendor == "sqlite" else "what was signed stays") in told


def test_a_signed_order_is_not_displaced_by_changing_another(order) -> None:
    sign(order, **NUMBERED)
    other = Order.objects.get(pk=order.pk)
    draft = Order.objects.create(
        kind=other.kind,
        title="y",
        register=other.register,
        unit=other.unit,
        composed_by=other.composed_by,
        composed_at=NOW,
        code="d",
    )
    word = "UPDATE OR REPLACE" if connection.vendor == "sqlite" else "UPDATE"
    told = refused(f"{word} orders_order SET code = 'c' WHERE id = %s", draft.pk)
    assert ("never replaced" if connection.vendor == "sqlite" else "duplicate key") in told


TRIED_ELSEWHERE = {
    "tests/sittings": (
        *("movements_sitting", "movements_vote", "movements_interest"),
        *("movements_minutessignature", "movements_minutesdocument"),
    ),
    "tests/blanks": ("orders_blankdestruction", "orders_blankdestruction_blanks", "orders_stocktaking"),
    "tests/fees": (
        *("movements_fee", "movements_payment", "movements_exemption", "movements_paymentline", "movements_lineaside"),
        *("students_contractprice", "students_studentcontract"),
    ),
    "tests/students": ("students_diploma", "students_diplomaend"),
    "tests/correspondence": ("movements_inquiry", "movements_inquiryanswer"),
    "tests/retakes": ("movements_subjectgroup",),
    "tests/clearances": ("movements_clearance",),
}
"""Tables that are guarded otherwise, by where their guards are tried."""


def test_all_guards_stand(db) -> None:
    assert missing_guards() == []
    elsewhere = {table for tables in TRIED_ELSEWHERE.values() for table in tables}
    assert set(expected_guards().values()) == {*ADDED_ONLY, "orders_order", "movements_movement", *elsewhere}
