"""Whether anything has changed: every row of every table, as the scene was set and afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection

# What a refused request may leave behind: who is signed in, that a password was tried, and that a key was used.
MAY_CHANGE = {"django_session", "journal_idempotencykey", "permissions_apitoken", "permissions_signintry"}


@cache
def _statement() -> str:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = sorted({model._meta.db_table for model in models} - MAY_CHANGE)
    if connection.vendor == "postgresql":
        row = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {0} t"
    else:
        row = "SELECT '{0}', count(*), '' FROM {0}"
    return " UNION ALL ".join(row.format(table) for table in tables)


def everything() -> dict[str, tuple[int, str]]:
    """By table, how many rows it has and a digest of what they say."""
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}


_remembered: dict[str, tuple[int, str]] = {}


def remember() -> None:
    """Keep what the database says now: what the scene of every test is."""
    _remembered.update(everything())


def assert_scene_unchanged() -> None:
    """Every table says what it said when the scene was set."""
    _compare(_remembered, everything())


@contextmanager
def nothing_changes() -> Iterator[None]:
    """What happens inside leaves every table as it was."""
    before = everything()
    yield
    _compare(before, everything())


def _compare(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> None:
    changed = {table: (before[table], after[table]) for table in before if before[table] != after[table]}
    assert not changed, changed
