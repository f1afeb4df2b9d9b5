"""Rows written together are the rows written one by one: all of them or none, with every rule of the database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from journal.models import Event, EventPayload, Job
from journal.writes import MOST, Insert, Update, write

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ON_POSTGRESQL = connection.vendor == "postgresql"


def event(seq: int) -> Event:
    return Event(chain="x:1", seq=seq, at=AT, actor_name="Yoʻldosh", act="a", payload_hash="p", hash=f"h{seq}")


def job(key: str) -> Job:
    return Job(kind="k", key=key, args={"seq": 1}, created_at=AT, run_after=AT)


@pytest.mark.django_db
def test_rows_of_several_tables_take_one_statement(django_assert_num_queries) -> None:
    old, first, second = job("old"), event(1), event(2)
    write(Insert(old))
    old.done, old.args = 3, {"ʻ": None}
    said = [EventPayload(salt="s", body={"of": one.seq}) for one in (first, second)]
    with django_assert_num_queries(1 if ON_POSTGRESQL else 6):
        write(
            Insert(first), Insert(second), Update(old), Insert(job("new")),
            Insert(said[0], after={"event_id": first}), Insert(said[1], after={"event_id": second}),
        )  # fmt: skip
    assert [(row.pk, row.seq, row.payload.body) for row in Event.objects.order_by("pk")] == [
        (first.pk, 1, {"of": 1}),
        (second.pk, 2, {"of": 2}),
    ]
    assert [(row.key, row.done, row.args) for row in Job.objects.order_by("pk")] == [
        ("old", 3, {"ʻ": None}),
        ("new", 0, {"seq": 1}),
    ]


@pytest.mark.django_db
def test_what_must_stand_once_stands_once_and_gets_no_key() -> None:
    first, second = job("once"), job("once")
    write(Insert(first, unless="key"))
    write(Insert(second, unless="key"), Insert(job("beside")))
    assert (second.pk, sorted(Job.objects.values_list("key", flat=True))) == (None, ["beside", "once"])


@pytest.mark.django_db
def test_only_the_named_columns_are_written() -> None:
    row = job("one")
    write(Insert(row))
    row.done, row.total, row.error = 1, 2, "no"
    write(Update(row, ("done", "total"), but=("total",)))
    row.refresh_from_db()
    assert (row.done, row.total, row.error) == (1, 0, "")
    row.done, row.total, row.error = 5, 6, "yes"
    write(Update(row, but=("error",)))
    row.refresh_from_db()
    assert (row.done, row.total, row.error) == (5, 6, "")


def test_a_row_that_is_gone_takes_all_of_it_back(committed_db) -> None:
    row = job("gone")
    write(Insert(row))
    Job.objects.all().delete()
    with pytest.raises(DatabaseError, match="journal_job"), transaction.atomic():
        write(Insert(event(1)), Update(row))
    assert (Event.objects.count(), Job.objects.count()) == (0, 0)


def test_a_rule_of_the_database_takes_all_of_it_back(committed_db) -> None:
    write(Insert(event(1)))
    with pytest.raises(IntegrityError, match=r"event_once_in_chain|journal_event"), transaction.atomic():
        write(Insert(job("beside")), Insert(event(1)))
    assert (Event.objects.count(), Job.objects.count()) == (1, 0)


def test_an_event_is_not_changed_by_this_road_either(committed_db) -> None:
    first = event(1)
    write(Insert(first))
    first.act = "b"
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        write(Insert(job("beside")), Update(first))
    assert (Event.objects.get().act, Job.objects.count()) == ("a", 0)


@pytest.mark.django_db
def test_many_rows_go_in_few_statements(django_assert_num_queries) -> None:
    rows = [event(seq) for seq in range(1, MOST + 12)]
    with django_assert_num_queries(2 if ON_POSTGRESQL else len(rows)):
        write(*(Insert(row) for row in rows))
    assert list(Event.objects.order_by("pk").values_list("pk", "seq")) == [(row.pk, row.seq) for row in rows]
