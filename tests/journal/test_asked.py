"""A question whose statement is made once gives what its queryset gives, with whatever values it is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db.models import Exists, OuterRef

from journal.asked import Asked
from journal.models import Event, EventPayload, IdempotencyKey, Job
from journal.writes import Insert, write
from permissions.models import Appointment, Person
from tests.people import House, open_house

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def appointed(offices, on):
    held = Appointment.objects.select_related("person", "unit", "made_by").annotate(
        known=Exists(Person.objects.filter(pk=OuterRef("person"), language="uz"))
    )
    return held.filter(office__in=offices, valid_from__lte=on).order_by("id")


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def house(db) -> House:
    return open_house()


@pytest.mark.parametrize("offices", [["dean"], ["rector", "dean"], ["lawyer", "rector", "dean"], ["admin"]])
@pytest.mark.parametrize("on", [date(2024, 1, 7), date(2026, 11, 25)])
def test_it_gives_the_rows_of_its_queryset(house: House, offices: list[str], on: date) -> None:
    asked = Asked(appointed)
    for _twice in range(2):
        found, expected = asked(offices=offices, on=on), list(appointed(offices, on))
        assert [columns(row) for row in found] == [columns(row) for row in expected]
        assert [columns(row.person) for row in found] == [columns(row.person) for row in expected]
        assert [columns(row.unit) for row in found] == [columns(row.unit) for row in expected]
        assert [(row.made_by, row.known, row._state.adding) for row in found] == [
            (row.made_by, row.known, False) for row in expected
        ]


def test_it_costs_one_statement_and_what_it_read_is_not_asked_again(house: House, django_assert_num_queries) -> None:
    asked = Asked(appointed)
    asked(offices=["dean"], on=date(2026, 11, 25))
    with django_assert_num_queries(1):
        assert [(row.person.surname, row.unit.code) for row in asked(offices=["dean"], on=date(2026, 11, 25))] == [
            ("Karimov", "chemistry"),
            ("Toʻrayev", "food"),
        ]


def test_it_keeps_nothing_of_the_values_it_was_asked_with_before(house: House) -> None:
    asked = Asked(lambda login: Person.objects.filter(account__username=login))
    assert [person.given_name for person in asked(login="botir")] == ["Botir"]
    assert [person.given_name for person in asked(login="erkin")] == ["Erkin"]
    assert asked(login="botir' OR '1'='1") == []


def test_values_moments_and_json_come_as_from_a_queryset(db) -> None:
    write(Insert(IdempotencyKey(person_id=1, key="a", request_hash="b", status=200, body={"ʻ": [1]}, created_at=AT)))
    asked = Asked(lambda at: IdempotencyKey.objects.filter(created_at=at).values_list("body", "created_at"))
    assert asked(at=AT) == [({"ʻ": [1]}, AT)]
    assert asked(at=datetime(2026, 11, 25, 9, 1, tzinfo=UTC)) == []


def test_a_locking_question_stays_one(db) -> None:
    from django.db import connection, transaction

    asked = Asked(lambda key: Job.objects.select_for_update().filter(key=key).order_by().values_list("pk"))
    with transaction.atomic():
        assert asked(key="none") == []
    (statement,) = asked._made.values()
    assert statement.text.endswith(" FOR UPDATE") == (connection.vendor == "postgresql")


def test_models_without_joins_come_whole(db) -> None:
    event = Event(chain="x:1", seq=1, at=AT, actor_name="", act="a", payload_hash="p", hash="h")
    write(Insert(event), Insert(EventPayload(salt="s", body={"a": 1}), after={"event_id": event}))
    asked = Asked(lambda chain: Event.objects.filter(chain=chain).select_related("payload"))
    (found,) = asked(chain="x:1")
    assert (columns(found), columns(found.payload)) == (columns(event), columns(EventPayload.objects.get()))
