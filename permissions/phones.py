"""Telephone numbers as they are compared and called: ``+998901234567``. Messages go to numbers of Uzbekistan alone."""

from __future__ import annotations

import re

from permissions.models import Contact, Person

MOBILE = re.compile(r"(?:[+]?998)?([0-9]{9})")


def mobile(typed: str) -> str:
    """A number of Uzbekistan, with its country or without; empty where it is none that takes messages."""
    digits = re.sub(r"[() -]", "", typed)
    found = MOBILE.fullmatch(digits)
    return f"+998{found[1]}" if found else ""


def is_phone(address: str) -> bool:
    """Whether a contact's address is a number."""
    return address.startswith("+")


def proved_phone(person: Person) -> str:
    """The number by which somebody is told who has neither account nor e-mail; empty for everybody else."""
    if person.account_id is not None or person.email:
        return ""
    proved = person.contacts.filter(kind=Contact.Kind.PHONE).order_by("-proved_at")
    return proved.values_list("address", flat=True).first() or ""
