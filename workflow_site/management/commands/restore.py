"""An office comes back from its archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from journal.refusals import Refusal
from workflow_site.restoring import restore


class Command(BaseCommand):
    """``manage.py restore FILE.tar.gz``, into an empty database and an empty folder for the papers."""

    help = "Bring back an office from its backup into an empty place, and verify its whole history."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive."""
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and verify; exit with 1 where anything is not as it was."""
        try:
            faults = restore(options["file"])
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from None
        if faults:
            raise CommandError("\n".join(("It was restored, but do not work with it:", *faults)))
        call_command("verify_history", stdout=self.stdout)
        self.stdout.write("The office is restored. Put HARAKAT_SECRET_KEY and the seal (HARAKAT_SEAL) back in place.")
