"""A serial is in one place because the database says so: tried past every action, on both databases."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from journal import clock
from orders.blank_kinds import FIRST_ACTS, NEXT, EntryAct
from orders.blank_models import Blank, BlankDestruction, BlankEntry
from orders.stocktaking_models import DifferenceAct, Stocktaking
from tests.blanks.keeping import assigned, received, the
from tests.journal.conftest import break_guards
from tests.people import House

MEMBERS = [{"name": name, "post": ""} for name in ("A", "B", "C")]
# How a blank comes to have each act as its last.
ROADS = {
    "received": [], "assigned": ["assigned"], "released": ["assigned", "released"], "issued": ["assigned", "issued"],
    "spoiled": ["spoiled"], "destroyed": ["spoiled", "destroyed"], "missed": ["missed"], "found": ["missed", "found"],
}  # fmt: skip


@pytest.fixture
def stocktaking(house: House) -> Stocktaking:
    return Stocktaking.objects.create(
        number=1, year=2026, as_of=clock.today(), upto=0, basis="b", members=MEMBERS, opened_by=house.dilnoza,
        opened_at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def destruction(house: House) -> BlankDestruction:
    return BlankDestruction.objects.create(
        number=1, year=2026, drawn_on=clock.today(), basis="b", members=MEMBERS, drawn_by=house.dilnoza,
        drawn_at=clock.now(),
    )  # fmt: skip


class Pen:
    """Writes entries past the actions, with all that the columns demand."""

    def __init__(self, house: House, stocktaking: Stocktaking, destruction: BlankDestruction) -> None:
        self.by, self.stocktaking, self.destruction = house.dilnoza, stocktaking, destruction

    def write(self, blank: Blank, nth: int, was: str, act: str) -> None:
        more = {"destruction": self.destruction} if act == "destroyed" else {}
        more |= {"stocktaking": self.stocktaking} if act in ("missed", "found") else {}
        said = {"words": "x", "holder": "x", "handed_on": clock.today()}
        BlankEntry.objects.create(
            blank=blank, nth=nth, was=was, act=act, seq=1, at=clock.now(), by=self.by, **said, **more
        )

    def refusal(self, *entry: object) -> str:
        """What the database says to it; empty where it takes it. Nothing stays of it."""
        try:
            with transaction.atomic():
                self.write(*entry)
                transaction.set_rollback(True)
        except DatabaseError as error:
            return str(error)
        return ""


@pytest.fixture
def pen(house: House, stocktaking: Stocktaking, destruction: BlankDestruction) -> Pen:
    """With a confirmed act of destruction that lists every blank."""
    received(house, "0000001", "0000009")
    destruction.blanks.add(*Blank.objects.all())
    BlankDestruction.objects.update(state="confirmed", decided_by=house.nodira, decided_at=clock.now())
    return Pen(house, stocktaking, destruction)


def refused(statement: str, *values: object) -> str:
    """The database's words when it refuses a statement; empty where it does not. Nothing stays of it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""


def test_an_entry_follows_the_one_before_it_or_is_refused(house: House, pen: Pen) -> None:
    blank = the("AB 0000001")
    assert pen.refusal(blank, 2, "received", "assigned") == ""
    for nth, was, act in (
        (1, "", "received"),  # a second arrival
        (2, "", "received"),
        (2, "", "assigned"),  # after nothing
        (2, "released", "assigned"),  # after what did not happen
        (3, "received", "assigned"),  # over a gap
        (3, "assigned", "issued"),  # after what is still to come
        (0, "", "received"),  # before its arrival
    ):
        assert "follow" in pen.refusal(blank, nth, was, act) or (nth, was) == (1, ""), (nth, was, act)
        assert pen.refusal(blank, nth, was, act), (nth, was, act)


def test_the_database_has_the_same_road_as_the_acts(house: House, pen: Pen) -> None:
    for place, was in enumerate(EntryAct, start=1):
        blank, before = the(f"AB 000000{place}"), "received"
        for nth, act in enumerate(ROADS[was], start=2):
            pen.write(blank, nth, before, act)
            before = act
        for act in EntryAct:
            told = pen.refusal(blank, len(ROADS[was]) + 2, was, act)
            assert (told == "") == (act in NEXT[was]), (was, act, told)


def test_a_serial_arrives_by_a_batch_or_a_count_and_by_nothing_else(house: House, pen: Pen) -> None:
    blank = Blank.objects.create(kind="bachelor", series="ZZ", number=1, serial="ZZ 1")
    for act in EntryAct:
        assert (pen.refusal(blank, 1, "", act) == "") == (act in FIRST_ACTS), act


def test_a_blank_has_one_place_at_a_time_even_for_two_hands(house: House, pen: Pen) -> None:
    blank = the("AB 0000001")
    pen.write(blank, 2, "received", "assigned")
    assert pen.refusal(blank, 2, "received", "spoiled") != ""
    assert pen.refusal(blank, 3, "received", "spoiled") != ""


def test_only_a_confirmed_act_that_lists_it_destroys_a_blank(house: House, stocktaking: Stocktaking) -> None:
    received(house)
    blank, other = the("AB 0000001"), the("AB 0000002")
    act = BlankDestruction.objects.create(
        number=1, year=2026, drawn_on=clock.today(), basis="b", members=MEMBERS, drawn_by=house.dilnoza,
        drawn_at=clock.now(),
    )  # fmt: skip
    act.blanks.add(Blank.objects.get(pk=blank.pk))
    pen = Pen(house, stocktaking, act)
    for one in (blank, other):
        pen.write(one, 2, "received", "spoiled")
    assert "no confirmed act" in pen.refusal(blank, 3, "spoiled", "destroyed")
    BlankDestruction.objects.update(state="confirmed", decided_by=house.nodira)
    assert pen.refusal(blank, 3, "spoiled", "destroyed") == ""
    assert "no confirmed act" in pen.refusal(other, 3, "spoiled", "destroyed")
    nameless = "UPDATE orders_blankentry SET destruction_id = NULL"
    assert refused(nameless)


def test_nobody_confirms_the_act_they_drew(house: House, destruction: BlankDestruction) -> None:
    by_the_same = "UPDATE orders_blankdestruction SET state = 'confirmed', decided_by_id = drawn_by_id"
    assert "destruction_by_two" in refused(by_the_same)
    assert "destruction_by_two" in refused("UPDATE orders_blankdestruction SET state = 'confirmed'")
    assert refused("UPDATE orders_blankdestruction SET state = 'confirmed', decided_by_id = %s", house.nodira.pk) == ""


def test_what_is_settled_stays(house: House, stocktaking: Stocktaking, destruction: BlankDestruction) -> None:
    for table, kept in (("orders_blankdestruction", "drawn_on"), ("orders_stocktaking", "as_of")):
        for change in ("number = 9", f"{kept} = '2020-01-01'", "basis = 'x'", "members = '[]'", "id = id + 1000"):
            assert "what it was made with stays" in refused(f"UPDATE {table} SET {change}"), (table, change)
        assert "never removed" in refused(f"DELETE FROM {table}")
    BlankDestruction.objects.update(state="discarded", words="xato")
    Stocktaking.objects.update(state="closed", result={})
    for table in ("orders_blankdestruction", "orders_stocktaking"):
        for change in ("words = 'boshqa'", "state = 'confirmed'", "state = 'open'"):
            assert "what is settled stays" in refused(f"UPDATE {table} SET {change}"), (table, change)


def test_a_stocktaking_is_not_closed_without_what_was_found(house: House, stocktaking: Stocktaking) -> None:
    assert "closed_with_result" in refused("UPDATE orders_stocktaking SET state = 'closed'")


def test_nothing_begins_settled(house: House, destruction: BlankDestruction, stocktaking: Stocktaking) -> None:
    for table, state in (("orders_blankdestruction", "confirmed"), ("orders_stocktaking", "dropped")):
        with connection.cursor() as cursor:
            names = [
                column.name
                for column in connection.introspection.get_table_description(cursor, table)
                if column.name not in ("id", "state", "number")
            ]
        listed = ", ".join(names)
        copied = f"INSERT INTO {table} ({listed}, state, number) SELECT {listed}, '{state}', 77 FROM {table}"
        assert "it begins in its first state" in refused(copied)
        assert refused(copied.replace(state, "drawn" if state == "confirmed" else "open")) == ""


def test_the_columns_demand_words_hands_and_days(house: House) -> None:
    received(house)
    blank = assigned(house)
    insert = (
        "INSERT INTO orders_blankentry (blank_id, nth, was, act, seq, at, by_id, about, holder, authority, signature,"
        " words, handed_on) VALUES (%s, 3, 'assigned', %s, 1, %s, %s, '', %s, '', '', %s, %s)"
    )

    def told(act: str, holder: str, words: str, day: object) -> str:
        return refused(insert, blank.pk, act, clock.now(), house.dilnoza.pk, holder, words, day)

    today = clock.today()
    assert told("spoiled", "", "x", None) == told("issued", "x", "", today) == ""
    assert "spoiled_in_words" in told("spoiled", "", "", None)
    assert "issued_to_somebody" in told("issued", "", "", today)
    assert "issued_to_somebody" in told("issued", "x", "", None)
    assert "missed_and_found_by_a_count" in told("missed", "", "", None)


def test_an_explanation_is_written_once(house: House, stocktaking: Stocktaking) -> None:
    DifferenceAct.objects.create(
        stocktaking=stocktaking, series="AB", first=1, last=2, number="1", date=clock.today(), words="x",
        by=house.dilnoza, at=clock.now(),
    )  # fmt: skip
    assert "never changed" in refused("UPDATE orders_differenceact SET words = 'y'")


def test_the_serials_of_an_act_of_destruction_stay(house: House, destruction: BlankDestruction) -> None:
    received(house)
    destruction.blanks.add(*Blank.objects.all()[:2])
    table = "orders_blankdestruction_blanks"
    if connection.vendor == "postgresql":
        connection.check_constraints()  # TRUNCATE waits for none that is deferred
    assert "never changed" in refused(f"UPDATE {table} SET blank_id = blank_id")
    assert "never removed" in refused(f"DELETE FROM {table}")
    columns = "id, blankdestruction_id, blank_id"
    if connection.vendor == "sqlite":
        assert "never replaced" in refused(f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE true")
    else:
        assert "never emptied" in refused(f"TRUNCATE {table}")


def test_without_its_guards_an_entry_could_follow_anything(house: House, pen: Pen) -> None:
    break_guards("orders_blankentry")
    assert pen.refusal(the("AB 0000001"), 7, "issued", "assigned") == ""
