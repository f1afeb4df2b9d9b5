"""An invented institute to try everything on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal.refusals import Conflict
from permissions.models import Institute
from workflow_site.demo import LOGINS, PASSWORD
from workflow_site.demo.loading import FEWEST_STUDENTS, load

USUAL_STUDENTS, USUAL_SEED = 400, 7


class Command(BaseCommand):
    """``manage.py demo``.

    Fills an empty database; where the invented institute is already, it changes nothing. Any other database is refused:
    the accounts have a password everybody knows.
    """

    help = "Load the invented institute into an empty database, with accounts whose password is known to everybody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many students, and from which seed they are made."""
        parser.add_argument("--students", type=int, default=USUAL_STUDENTS, metavar="N", help="default: %(default)s")
        parser.add_argument("--seed", type=int, default=USUAL_SEED, metavar="S", help="default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, or say that it is there; name the accounts."""
        if Institute.objects.filter(is_demo=True).exists():
            self.stdout.write("The invented institute is here already; nothing was changed.")
        else:
            self.load(options["students"], options["seed"])
        self.stdout.write(f"Accounts, password {PASSWORD}: {', '.join(LOGINS)}.")

    def load(self, students: int, seed: int) -> None:
        """Fill the empty database."""
        if students < FEWEST_STUDENTS:
            raise CommandError(f"--students: at least {FEWEST_STUDENTS}, or some cases would find no student.")
        self.stdout.write("Loading the invented institute: some thirty seconds …")
        self.stdout.flush()
        try:
            institute = load(students=students, seed=seed)
        except Conflict as refusal:
            raise CommandError(f"{refusal} The demo would put accounts with a known password into it.") from None
        self.stdout.write(f"{institute}: {students} students.")
