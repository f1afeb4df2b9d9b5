"""Whether every trigger the migrations made still stands in the database."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from journal.guards import SQLITE, Guard


def expected_guards() -> dict[str, str]:
    """Every trigger the applied migrations made, with its table."""
    loader = MigrationLoader(connection)
    applied = [loader.disk_migrations[key] for key in loader.applied_migrations if key in loader.disk_migrations]
    guards = [step for migration in applied for step in migration.operations if isinstance(step, Guard)]
    return {
        f"{guard.table}_{trigger.name}": guard.table
        for guard in guards
        for trigger in guard.triggers(connection.vendor)
    }


def missing_guards() -> list[str]:
    """Triggers that should stand and do not, or are switched off."""
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != SQLITE:
        names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(names)
        standing = {name for (name,) in cursor.fetchall()}
    return sorted(set(expected_guards()) - standing)
