"""The roster from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from journal.refusals import Invalid
from students.importing import ImportReport, import_envelope


class Command(BaseCommand):
    """``manage.py import_students FILE…``.

    Several files are the pages of one list. Exits with 0 where the list was read, even if rows were refused: those are
    an ordinary answer, printed on stderr one a line (row, student number, reason). Exits with 1, having written
    nothing, where a file cannot be read or is no HEMIS answer.
    """

    help = "Import the HEMIS student list (JSON). Rows that are refused are listed on stderr with the reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all files, import them as one run, print what became of the rows."""
        pages: list[Any] = []
        for path in options["files"]:
            pages += self.read(path)
        try:
            report = import_envelope(
                actor=None, data=pages, file_name=", ".join(path.name for path in options["files"])
            )
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell(report)

    def read(self, path: Path) -> list[Any]:
        """The envelopes of one file: one, or a list of them."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": path, "why": error}) from error
        return data if isinstance(data, list) else [data]

    def tell(self, report: ImportReport) -> None:
        """Print the report."""
        for refused in report.refused:
            self.stderr.write(f"{refused.row}\t{refused.student_number}\t{refused.reason}")
        if report.missing:
            missing = _("HEMIS announces %(count)d more students than these files hold: pages are missing.")
            self.stderr.write(missing % {"count": report.missing})
        counts = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(refused)d refused.")
        self.stdout.write(
            counts
            % {
                "created": report.created,
                "updated": report.updated,
                "unchanged": report.unchanged,
                "refused": len(report.refused),
            }
        )
