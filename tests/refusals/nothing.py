"""Whether anything has changed: every row of every table, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection

# What a refused request may leave behind: who is signed in, and that a key was used.
MAY_CHANGE = {"django_session", "journal_idempotencykey", "permissions_apitoken"}


@cache
def _statement() -> str:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = sorted({model._meta.db_table for model in models} - MAY_CHANGE)
    if connection.vendor == "postgresql":
        row = "SELECT '{0}', count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {0} t"
    else:
        row = "SELECT '{0}', count(*), '' FROM {0}"
    return " UNION ALL ".join(row.format(table) for table in tables)


def everything() -> dict[str, tuple[int, str]]:
    """By table, how many rows it has and a digest of what they say."""
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """What happens inside leaves every table as it was, but an account's last sign-in."""
    before = everything()
    yield
    after = everything()
    changed = {table: (before[table], after[table]) for table in before if before[table] != after[table]}
    assert not changed, changed
