"""``manage.py verify_history``: is everything that happened still written as it was?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal.events import verify_all
from journal.guard_check import missing_guards
from journal.models import DayRecord, Event


class Command(BaseCommand):
    """Reads every chain and every seal again; exit code 1 with the list where something is wrong."""

    help = "Verifies the chains of events, the seals of the days and the guards of the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the result."""
        faults = [*verify_all(), *(f"the guard {name} is gone" for name in missing_guards())]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{Event.objects.count()} events and {DayRecord.objects.count()} sealed days are whole.")
