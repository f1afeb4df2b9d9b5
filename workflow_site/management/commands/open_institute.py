"""An empty database becomes a working office."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from journal import clock
from journal.refusals import Refusal
from workflow_site.opening import Opened, open_institute, put_seal
from workflow_site.opening_plan import InstitutePlan, read_plan


class Command(BaseCommand):
    """``manage.py open_institute FILE.toml``.

    Prints a one-time password for every login. Exits with 1, having written nothing, where the file is wrong (one
    sentence a line, each beginning with its key) or the database is not empty.
    """

    help = "Open the institute that a TOML file describes (docs/institute.example.toml) in an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file, open the institute, say who may sign in and what is still missing."""
        if settings.HARAKAT_NOW is not None:
            raise CommandError("HARAKAT_NOW is for the demo database only; unset it to open a real institute.")
        try:
            plan = read_plan(self.read(options["file"]))
            opened = open_institute(plan)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        sealed_by_itself = put_seal(opened.institute, valid_from=clock.now())
        self.tell(plan, opened, sealed_by_itself)

    def read(self, path: Path) -> str:
        """The file's text."""
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from None

    def tell(self, plan: InstitutePlan, opened: Opened, sealed_by_itself: bool) -> None:
        """Print what the founder must hand out and what is left to do."""
        self.stdout.write(f"{opened.institute} is open. One-time passwords, printed only here:")
        for login, password in opened.passwords.items():
            self.stdout.write(f"  {login}\t{password}\t{opened.people[login]}")
        if vacant := plan.vacant():
            offices = ", ".join(vacant)
            self.stdout.write(
                f"Nobody holds yet: {offices}. What needs these offices waits until somebody is appointed."
            )
        if sealed_by_itself:
            self.stdout.write(f"Orders are sealed with a self-made certificate, {settings.HARAKAT_SEAL}.")
            self.stdout.write("Put the institute's own (PKCS#12) in its place, and set HARAKAT_SEAL_PASSPHRASE.")
        self.stdout.write("Next: manage.py import_students FILE.json")
