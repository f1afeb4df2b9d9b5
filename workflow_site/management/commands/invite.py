"""A person comes in: a one-time link, and an account where there is none yet."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from journal.refusals import Refusal
from permissions.actions import create_person, invite, open_account
from permissions.models import Account, Person
from students.models import Student


class Command(BaseCommand):
    """``manage.py invite LOGIN [--student NUMBER | --person ID | --surname S --given-name G …]``."""

    help = "Print a one-time link by which the owner of an account chooses its password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The login; for a new account also whose it is."""
        parser.add_argument("login", metavar="LOGIN")
        whose = parser.add_argument_group("a new account", "belongs to a student, a known person, or somebody new")
        whose.add_argument("--student", metavar="NUMBER", help="the HEMIS student number")
        whose.add_argument("--person", metavar="ID", type=int, help="as the page of an appointment shows it")
        for name in ("surname", "given-name", "patronymic", "email"):
            whose.add_argument(f"--{name}", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the account where it is new; print the link and how long it lasts."""
        login: str = options["login"]
        account = Account.objects.filter(username=login).first()
        is_new = any(options[name] for name in ("student", "person", "surname", "given_name"))
        if account is not None and is_new:
            raise CommandError(f"The login {login} is taken; leave the other options out to invite its owner again.")
        try:
            code, token = invite(account=account or self.open(login, options))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
        self.stdout.write(f"{settings.SITE_ADDRESS}{reverse('invitation', args=[code, token])}")
        self.stdout.write(f"It opens once, within {days} days. Give it to nobody but the owner of the account.")

    @transaction.atomic
    def open(self, login: str, options: dict[str, Any]) -> Account:
        """An account without a password, for whom the options name."""
        return open_account(person=self.whose(login, options), login=login, password=None)

    def whose(self, login: str, options: dict[str, Any]) -> Person:
        """The person of a new account."""
        if options["student"]:
            student = Student.objects.select_related("person").filter(number=options["student"]).first()
            if student is None:
                raise CommandError(f"There is no student {options['student']}.")
            return student.person
        if options["person"]:
            person = Person.objects.filter(pk=options["person"]).first()
            if person is None:
                raise CommandError(f"There is no person {options['person']}.")
            return person
        if not (options["surname"] and options["given_name"]):
            raise CommandError(
                f"There is no login {login}. For a new account say whose: --student, --person, "
                "or --surname and --given-name."
            )
        names = {name: options[name] for name in ("surname", "given_name", "patronymic", "email")}
        return create_person(**names)
