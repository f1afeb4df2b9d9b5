"""A database of its own for a test which commits.

Emptying tables after such a test, as Django does, is what the append-only triggers refuse. So each gets a fresh copy
of the migrated database (PostgreSQL's ``TEMPLATE``, a copied file on SQLite), which is thrown away whole.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.services import HOME, SQLITE

TEMPLATE = "harakat_template"
_numbers = count(1)


def _outside(statement: str) -> None:
    """Run a statement which PostgreSQL allows only outside the database concerned and outside a transaction."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _copy_file(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture(scope="session")
def migrated_template(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The migrated and otherwise empty database under a name nobody connects to, ready to be copied."""
    migrated = str(connection.settings_dict["NAME"])
    if SQLITE:
        yield migrated
        return
    with django_db_blocker.unblock():
        connections.close_all()
        _outside(f'CREATE DATABASE {TEMPLATE} TEMPLATE "{migrated}"')
    yield TEMPLATE
    with django_db_blocker.unblock():
        _outside(f"DROP DATABASE {TEMPLATE}")


def _create(template: str, number: int) -> str:
    """A fresh copy of the template; returns its name (on SQLite its path)."""
    if SQLITE:
        copy = HOME / f"test-{number}.sqlite3"
        _copy_file(Path(template), copy)
        return str(copy)
    _outside(f"CREATE DATABASE harakat_test_{number} TEMPLATE {template}")
    return f"harakat_test_{number}"


def _drop(name: str) -> None:
    if SQLITE:
        for leftover in HOME.glob(f"{Path(name).name}*"):
            leftover.unlink()
    else:
        _outside(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def committed_db(migrated_template: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """This test's own database, where commits are real: for threads, workers, triggers, browsers. Gives its name."""
    settings = connections["default"].settings_dict
    usual = settings["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        settings["NAME"] = name = _create(migrated_template, next(_numbers))
        try:
            yield name
        finally:
            connections.close_all()
            settings["NAME"] = usual
            _drop(name)


LONGEST = (
    *("tests/browser/test_every_page.py", "tests/workflow_site/test_demo.py", "tests/flows/walking/"),
    *("tests/refusals/", "tests/orders/test_render.py", "tests/faults/", "tests/workflow_site/"),
)
"""Files that take a minute and more: begun last, all other processes would wait for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say at once what would otherwise fail strangely: the triggers refuse Django's way of committing tests."""
    for item in items:
        marker, fixtures = item.get_closest_marker("django_db"), getattr(item, "fixturenames", ())
        if marker and marker.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture committed_db instead of transaction=True")
        if ("committed_db" in fixtures or "live_server" in fixtures) and (marker or "db" in fixtures):
            raise pytest.UsageError(
                f"{item.nodeid}: a test has either db or committed_db (a live_server has the latter)"
            )
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
