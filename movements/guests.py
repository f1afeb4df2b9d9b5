"""Applicants without account: which kinds are theirs, asking for a code, and finding a case again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from movements.flow import MovementFlow, kinds
from movements.models import Movement
from permissions.actions.contacts import ask_code
from permissions.actions.people import PersonData
from permissions.identity import ApplicantForm, as_stored, checked
from permissions.models import ContactCode, Person
from permissions.phones import is_phone, mobile, proved_phone


def kinds_for_guests() -> list[type[MovementFlow]]:
    """The kinds open to people who are no students of ours, by code."""
    return [flow for _kind, flow in sorted(kinds().items()) if flow.open_to_outsiders]


def ask_to_apply(typed: Mapping[str, Any], *, asked_from: str) -> str:
    """Have a code sent to somebody who wants to apply; returns its handle.

    Where the office knows how to reach whoever they say they are, the code goes there: nobody applies in another's name
    from an address of their own. The answer does not tell which.

    Raises:
        Invalid: with a sentence by field.
        TooMany: see ``ask_code``.
    """
    form = ApplicantForm(dict(typed))
    checked(form)
    who, address = form.person_data(), form.address()
    known = _known_contact(who)
    if known:
        who["email"], address = ("" if is_phone(known) else known), known
    return ask_code(purpose=ContactCode.Purpose.APPLY, address=address, asked_from=asked_from, about=as_stored(who))


def _known_contact(who: PersonData) -> str:
    """Of a person of that PINFL, or what a kind's own records have under that name and day of birth."""
    pinfl, born_on = who["stated_pinfl"], who["born_on"]
    person = Person.objects.filter(pinfl=pinfl).first() if pinfl else None
    known = (person.email.lower() or proved_phone(person)) if person else ""
    if known or born_on is None:
        return known
    names = [" ".join((who["surname"], who["given_name"])), " ".join(who["names"].get("cyrl", [])[:2])]
    asked = ((flow, name) for flow in kinds_for_guests() for name in names if name.strip())
    return next((found for flow, name in asked if (found := flow.contact_of(name=name, born_on=born_on))), "")


def ask_to_track(*, number: str, email: str, asked_from: str) -> str:
    """Have a code sent to the contact of a case, if it is one; the answer is the same if not.

    Args:
        number: the case number, as the notices and the page show it.
        email: the applicant's e-mail address or telephone.
    """
    address = mobile(email) or email.strip().lower()[:254]
    return ask_code(
        purpose=ContactCode.Purpose.TRACK,
        address=address,
        asked_from=asked_from,
        person=_applicant(number.strip(), address),
    )


def _applicant(number: str, address: str) -> Person | None:
    """The applicant of the case, if the address is theirs and they have no account."""
    cases = Movement.objects.select_related("applicant").filter(number=number, applicant__account=None)
    found = (
        cases.filter(applicant__email__iexact=address)
        | cases.filter(applicant__phone=address, applicant__email="")
        | cases.filter(applicant__contacts__address=address)
    ).first()
    return found.applicant if found else None
