"""A list from the command line: what ``import_curricula`` and ``import_results`` share."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from journal.refusals import Invalid
from students.study_importing import StudyReport, import_files


class ImportCommand(BaseCommand):
    """Imports files as one list.

    Exits with 0 where the list was read, even if rows were refused: those are an ordinary answer, printed on stderr one
    a line (line, what it names, reason). Exits with 1, having written nothing, where a file cannot be read.
    """

    kind: ClassVar[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import all files as one run, print what became of the rows."""
        try:
            files = [(path.name, path.read_bytes()) for path in options["files"]]
        except OSError as error:
            raise CommandError(str(error)) from error
        try:
            report = import_files(actor=None, kind=self.kind, files=files)
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell(report)

    def tell(self, report: StudyReport) -> None:
        """Print the report."""
        for refused in report.refused:
            self.stderr.write(f"{refused.line}\t{refused.what}\t{refused.reason}")
        counts = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(refused)d refused.")
        told = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        self.stdout.write(counts % {**told, "refused": len(report.refused)})
