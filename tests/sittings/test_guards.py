"""What the database itself refuses of a sitting, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from movements.sittings import actions
from tests.people import House
from tests.sittings.board import applied, attended, signed
from tests.work import do_all_jobs

WRITTEN_ONCE = {
    "movements_vote": "choice = 'against'",
    "movements_interest": "words = 'boshqa'",
    "movements_minutessignature": "office = 'dean'",
    "movements_minutesdocument": "sha256 = 'x'",
}


def refuses(statement: str) -> bool:
    """Whether the database refuses the statement; nothing stays of it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def whole(house: House, seal: None) -> House:
    """A signed sitting with its paper, and one with a declared interest."""
    signed(house, applied(house))
    movement = applied(house, "sardor")
    sitting = attended(house, movement)
    actions.declare_interest(actor=house.anvar, sitting_id=sitting.pk, movement_id=movement.pk, ground="relative")
    do_all_jobs()
    return house


def test_votes_interests_signatures_and_papers_are_written_once(whole: House) -> None:
    for table, change in WRITTEN_ONCE.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0, table
        assert refuses(f"UPDATE {table} SET {change}"), table
        assert refuses(f"DELETE FROM {table}"), table


def test_signed_minutes_stay_and_a_number_comes_only_by_the_signature(whole: House) -> None:
    mine = "WHERE state = 'signed'"
    for change in ("number = '9'", "date = '2020-01-01'", "place = 'x'", "minutes = NULL", "state = 'void'"):
        assert refuses(f"UPDATE movements_sitting SET {change} {mine}"), change
    assert refuses(f"DELETE FROM movements_sitting {mine}")
    assert refuses("UPDATE movements_sitting SET number = '7' WHERE state = 'called'")
    assert refuses("UPDATE movements_sitting SET state = 'signed' WHERE state = 'called'")
    assert not refuses("UPDATE movements_sitting SET place = '306' WHERE state = 'called'")
