"""Everything the office keeps, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal.refusals import Refusal
from workflow_site.backing_up import back_up


class Command(BaseCommand):
    """``manage.py backup FILE.tar.gz``. Exits with 1 where a paper was missing, though the rest is written."""

    help = "Write database, papers and PDFs of one moment into one archive; the office goes on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive."""
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say what is in it and what is not."""
        target: Path = options["file"]
        try:
            made = back_up(target)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{target}: the database and {made.files} files, {made.size:,} bytes.")
        self.stdout.write("Keep apart from it: HARAKAT_SECRET_KEY and the seal (HARAKAT_SEAL); they are not inside.")
        if made.faults:
            raise CommandError("\n".join(("The backup is written, but:", *made.faults)))
