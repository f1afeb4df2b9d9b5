"""Every act is one event; whoever changes the history afterwards is found out."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from journal.chain import canonical, event_hash, payload_hash
from journal.events import MACHINE, Actor, of, seal_day, seal_days, verify_all, write_event
from journal.models import DayRecord, Event, EventPayload
from permissions.models import Unit
from tests.journal.conftest import break_guards, run_sql

DEAN = Actor(7, "Karimov Botir", "dean", "own: 12-K")


def write(unit: Unit, act: str = "unit.rename", **payload: object) -> Event:
    event = write_event(unit, actor=DEAN, act=act, clause="344/2021:3", payload=payload, ids={"unit": unit.pk})
    unit.save()
    return event


def test_an_event_follows_the_one_before_it(unit) -> None:
    first = of(unit).get()
    second = write(unit, grounds="sogʻligʻi")
    unit.refresh_from_db()
    assert (second.seq, second.previous) == (2, first.hash)
    assert (unit.chain_length, unit.chain_head) == (2, second.hash)
    assert [event.act for event in of(unit)] == ["unit.open", "unit.rename"]


def test_the_hashes_are_the_same_when_read_back(unit) -> None:
    write(unit, day=date(2026, 9, 1), words="oʻ “gʻ”", deep={"b": [1, None, True], "a": {}})
    stored = of(unit).last()
    assert stored.hash == event_hash(stored)
    assert stored.payload_hash == payload_hash(stored.payload.salt, stored.payload.body)
    assert stored.payload.body == {"day": "2026-09-01", "words": "oʻ “gʻ”", "deep": {"a": {}, "b": [1, None, True]}}


def test_what_an_event_says_is_not_in_the_event(unit) -> None:
    write(unit, grounds="sogʻligʻi")
    assert "sogʻligʻi" not in str(Event.objects.values_list().last())


def test_two_events_that_say_the_same_have_different_hashes(unit) -> None:
    assert write(unit, grounds="x").payload_hash != write(unit, grounds="x").payload_hash


def test_an_event_and_its_payload_take_one_statement_where_the_database_allows_it(
    unit, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        write_event(unit, actor=MACHINE, act="unit.rename", payload={})


def test_plain_values_have_one_spelling() -> None:
    assert canonical({"b": 1, "a": [Decimal("3.50"), "ў"]}) == '{"a":["3.50","ў"],"b":1}'


def test_a_number_with_a_point_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"gpa": [3.5]})


def test_a_whole_history_verifies(unit, stand_at) -> None:
    write(unit)
    assert verify_all() == []
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue() == "2 events and 0 sealed days are whole.\n"


def test_a_changed_event_is_found(unit) -> None:
    event = write(unit)
    break_guards("journal_event")
    run_sql("UPDATE journal_event SET actor_name = 'Nobody' WHERE id = %s", event.pk)
    assert verify_all() == [f"unit:{unit.pk}#2 unit.rename: was changed after it was written"]


def test_a_changed_payload_is_found(unit) -> None:
    event = write(unit, grounds="a")
    break_guards("journal_eventpayload")
    run_sql("""UPDATE journal_eventpayload SET body = '{"grounds": "b"}' WHERE event_id = %s""", event.pk)
    assert verify_all() == [f"unit:{unit.pk}#2 unit.rename: what it said was changed"]


def test_a_payload_that_was_emptied_without_an_act_is_found(unit) -> None:
    event = write(unit, grounds="a")
    break_guards("journal_eventpayload")
    run_sql("UPDATE journal_eventpayload SET body = NULL WHERE event_id = %s", event.pk)
    assert verify_all() == [f"unit:{unit.pk}#2 unit.rename: what it said was changed"]


def test_an_erased_payload_leaves_a_tomb_and_a_whole_chain(unit) -> None:
    event = write(unit, grounds="a")
    erased = EventPayload.objects.filter(event=event)
    assert erased.update(body=None, salt="", erased_on=date(2032, 1, 1), erased_by_act="5-son dalolatnoma") == 1
    assert erased.get().body is None
    assert verify_all() == []


def test_a_removed_last_event_is_found(unit) -> None:
    event = write(unit)
    break_guards("journal_event")
    break_guards("journal_eventpayload")
    run_sql("DELETE FROM journal_eventpayload WHERE event_id = %s", event.pk)
    run_sql("DELETE FROM journal_event WHERE id = %s", event.pk)
    assert verify_all() == [f"unit:{unit.pk}: its newest event is not the one its row names"]


def test_a_removed_event_in_between_is_found(unit) -> None:
    event = write(unit)
    write(unit)
    break_guards("journal_event")
    break_guards("journal_eventpayload")
    run_sql("DELETE FROM journal_eventpayload WHERE event_id = %s", event.pk)
    run_sql("DELETE FROM journal_event WHERE id = %s", event.pk)
    assert verify_all() == [
        f"unit:{unit.pk}#3 unit.rename: 2 should come here, events are missing",
        f"unit:{unit.pk}#3 unit.rename: does not follow the event before it",
    ]


def test_a_chain_without_its_row_is_found(unit) -> None:
    pk = unit.pk
    unit.delete()
    assert verify_all() == [f"unit:{pk}: its row is gone"]


def test_a_missing_guard_is_found(unit) -> None:
    break_guards("journal_dayrecord")
    with pytest.raises(CommandError, match="the guard journal_dayrecord_no_update is gone"):
        call_command("verify_history")


def test_the_command_ends_with_the_list_of_what_is_wrong(unit) -> None:
    event = write(unit)
    break_guards("journal_event")
    run_sql("UPDATE journal_event SET office = 'rector' WHERE id = %s", event.pk)
    with pytest.raises(CommandError) as stopped:
        call_command("verify_history")
    assert stopped.value.returncode == 1
    assert "unit.rename: was changed after it was written" in str(stopped.value)


@pytest.fixture
def three_days(db, stand_at):
    """Two units, acts on the 1st and the 3rd of September, and the morning of the 4th."""
    units = []
    for day, code in (("2026-09-01", "a"), ("2026-09-03", "b")):
        stand_at(f"{day}T23:59:59")
        unit = Unit(code=code, kind=Unit.Kind.OFFICE, path=f"/{code}/", name_uz=code)
        unit.save()
        write(unit)
        units.append(unit)
    write(units[0])
    stand_at("2026-09-04T00:01:00")
    return units


def test_every_day_that_is_over_is_sealed_once(three_days) -> None:
    seal_days()
    seal_days()
    seals = list(DayRecord.objects.order_by("day"))
    assert [(seal.day.day, seal.chains) for seal in seals] == [(1, 1), (2, 1), (3, 2)]
    assert [seal.previous for seal in seals] == ["", seals[0].hash, seals[1].hash]
    assert seals[0].heads_hash == seals[1].heads_hash != seals[2].heads_hash
    assert verify_all() == []


def test_a_day_that_is_not_over_is_not_sealed(three_days) -> None:
    with pytest.raises(ValueError, match="cannot be sealed now"):
        seal_day(date(2026, 9, 4))


def test_a_sealed_day_stays_as_it_is(three_days) -> None:
    assert seal_day(date(2026, 9, 3)) == seal_day(date(2026, 9, 3))
    with pytest.raises(ValueError, match="cannot be sealed now"):
        seal_day(date(2026, 9, 2))


def test_a_chain_rewritten_from_its_end_is_found_by_the_seal(three_days) -> None:
    seal_days()
    unit, event = three_days[1], Event.objects.get(chain=three_days[1].chain)
    break_guards("journal_event")
    event.act = "unit.close"
    new_head = event_hash(event)
    run_sql("UPDATE journal_event SET act = 'unit.close', hash = %s WHERE id = %s", new_head, event.pk)
    Unit.objects.filter(pk=unit.pk).update(chain_head=new_head)
    assert verify_all() == ["seal of 2026-09-03: the history before it is not the one that was sealed"]


def test_a_changed_seal_is_found(three_days) -> None:
    seal_days()
    break_guards("journal_dayrecord")
    run_sql("UPDATE journal_dayrecord SET chains = 5 WHERE day = '2026-09-01'")
    assert verify_all() == [
        "seal of 2026-09-01: was changed after it was written",
        "seal of 2026-09-01: the history before it is not the one that was sealed",
    ]


def test_events_of_a_clock_that_was_set_back_do_not_contradict_the_seals(three_days, stand_at) -> None:
    seal_days()
    stand_at("2026-09-02T12:00:00")
    write(three_days[0])
    assert verify_all() == []
    stand_at("2026-09-05T00:01:00")
    seal_days()
    assert verify_all() == []
