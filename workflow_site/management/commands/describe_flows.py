"""The papers that the program writes about itself: the movements, and who may do what."""

from argparse import ArgumentParser
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from movements.flow import kinds
from movements.handbook import handbook
from permissions.table import MEASURED, table


def written() -> dict[str, str]:
    """The text of every generated paper by its name in ``docs``."""
    flows = [flow for _kind, flow in sorted(kinds().items())]
    return {"movements.md": handbook(flows), "permissions.md": table()}


class Command(BaseCommand):
    """``manage.py describe_flows [--write|--check]``; without an option it prints the movements."""

    help = "Describes every movement and the offices in docs/movements.md and docs/permissions.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Write, compare or print."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--write", action="store_true", help="write docs/movements.md and docs/permissions.md")
        what.add_argument("--check", action="store_true", help="exit with 1 and the difference where they are not so")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the option says."""
        docs = settings.BASE_DIR / "docs"
        if options["check"]:
            difference = "".join(line for name, text in written().items() for line in compare(docs / name, text))
            if difference:
                raise CommandError(f"{difference}\nThe papers are old: run manage.py describe_flows --write.")
        elif options["write"]:
            for name, text in written().items():
                (docs / name).write_text(text + measured(docs / name), encoding="utf-8")
        else:
            self.stdout.write(written()["movements.md"])


def measured(path: Path) -> str:
    """What the tests wrote under the generated part, from their mark on; it stays theirs."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    _ours, mark, theirs = text.partition(MEASURED)
    return mark + theirs


def compare(path: Path, text: str) -> Iterator[str]:
    """The lines by which a paper differs from what it should be."""
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    ours = found.partition(MEASURED)[0]
    return unified_diff(ours.splitlines(True), text.splitlines(True), f"docs/{path.name}", "the program")
