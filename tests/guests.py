"""Somebody who is no student here: Nodira Sobirova, who comes from another institute, and how she comes in."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from permissions.identity import check_digit
from permissions.models import Person
from tests.journey import press
from tests.work import do_all_jobs


def pinfl(first_thirteen: str) -> str:
    """A PINFL with the right last digit."""
    return f"{first_thirteen}{check_digit(first_thirteen)}"


NODIRA = {
    "surname": "Sobirova",
    "given_name": "Nodira",
    "patronymic": "Olim qizi",
    "surname_cyrl": "Собирова",
    "given_name_cyrl": "Нодира",
    "patronymic_cyrl": "Олим қизи",
    "born_on": "2005-03-14",
    "pinfl": pinfl("6140305700123"),
    "email": "nodira@example.uz",
    "phone": "+998 90 123 45 67",
}


def last_code() -> str:
    """The six digits of the newest mail."""
    do_all_jobs()
    return next(found[0] for one in reversed(mail.outbox) if (found := re.match(r"\d{6}$", one.body, re.MULTILINE)))


def come_in(kind: str = "arrival", **said: str) -> tuple[Client, Person]:
    """A browser in which somebody without account has entered the code; and who it is."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert press(client, f"/apply/{kind}/who/", **{**NODIRA, **said}) == "/apply/code/"
    assert press(client, "/apply/code/", code=last_code()) == f"/apply/{kind}/"
    return client, Person.objects.get(contacts=client.session["contact"])
