"""What must be true of the database before the site runs on it; a second time there is nothing to do."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """``manage.py prepare``."""

    help = "Migrate the database and, outside production, fill an empty one with the invented institute."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate where something is new; load the demo where nobody has an account yet."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        # A production database is opened by open_institute: accounts with a printed password have no place there.
        if not settings.PRODUCTION and "demo" in get_commands() and not get_user_model().objects.exists():
            call_command("demo")
