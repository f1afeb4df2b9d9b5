"""People, and the ways in which they come in: accounts and tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.reading import one_line
from journal.refusals import Conflict
from permissions.actions.appointing import follow, lock_person
from permissions.models import Account, ApiToken, Appointment, Contact, Person
from permissions.names import search_text
from permissions.roles import Role

TOKEN_LIFE = timedelta(hours=12)


class PersonData(TypedDict, total=False):
    """What is known of a person; names exactly as their papers write them, ``names`` in other scripts."""

    surname: str
    given_name: str
    patronymic: str
    pinfl: str | None
    stated_pinfl: str
    passport: str
    names: dict[str, list[str]]
    gender: str
    born_on: date | None
    email: str
    phone: str
    language: str


def create_person(**data: Unpack[PersonData]) -> Person:
    """Enter a human being; surname and given name are required."""
    person = Person(**_legible(data))
    person.search = _search(person)
    person.save(force_insert=True)
    return person


def correct_person(*, person: Person, **data: Unpack[PersonData]) -> bool:
    """Write what is known better now; returns whether anything differed."""
    data = _legible(data)
    changed = [name for name, value in data.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, data[name])  # type: ignore[literal-required]  # a key of data itself
    if changed:
        person.search = _search(person)
        person.save(update_fields=[*changed, "search"])
    return bool(changed)


def _legible(data: PersonData) -> PersonData:
    """The names without signs nobody sees: an order would read otherwise than it is stored."""
    cleaned = data.copy()
    for name in ("surname", "given_name", "patronymic"):
        if name in cleaned:
            cleaned[name] = one_line(cleaned[name])
    return cleaned


def _search(person: Person) -> str:
    other: list[Sequence[str]] = [name for _script, name in sorted(person.names.items())]
    return search_text(person.full_name, *(part for name in other for part in name))


@transaction.atomic
def open_account(
    *, person: Person, login: str, password: str | None, email: str = "", must_change_password: bool = False
) -> Account:
    """Give a person a way to sign in; offices they already hold become usable.

    Args:
        person: who; the given object knows its account afterwards.
        password: empty for an account that is entered by a one-time link first.
        must_change_password: the password was chosen by somebody else.
    """
    given, person = person, lock_person(person.pk)
    if person.account_id is not None:
        raise Conflict(_("This person already has an account."))
    if Account.objects.filter(username=login).exists():
        raise Conflict(_("This login is taken."), fields={"login": [_("is taken")]})
    account = Account.objects.create_user(
        login, email or person.email, password, must_change_password=must_change_password
    )
    person.account = given.account = account
    person.save(update_fields=["account"])
    held = Appointment.objects.filter(person=person).order_by("office").values_list("office", flat=True).distinct()
    for office in held:
        follow(person, Role(office))
    return account


def _digest(token: str) -> str:
    # The token is 256 random bits: a plain hash cannot be guessed back, and the look-up stays one index.
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(account: Account | None = None, *, contact: Contact | None = None) -> str:
    """A new bearer token for the API, good for twelve hours; only its SHA-256 stays here.

    Args:
        account: whom it opens the API to; or, without account,
        contact: by which somebody came in who has none.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    ApiToken.objects.create(
        account=account, contact=contact, digest=_digest(token), created_at=now, expires_at=now + TOKEN_LIFE
    )
    return token


def valid_token(token: str) -> QuerySet[ApiToken]:
    """The token's row with the person, while it opens an open account, or a contact of somebody without account."""
    opens = Q(account__is_active=True) | Q(contact__isnull=False, contact__person__account=None)
    valid = ApiToken.objects.filter(opens, digest=_digest(token), expires_at__gt=clock.now())
    return valid.select_related("account__person", "contact__person")


def account_of(token: str) -> Account | None:
    """The open account a token belongs to, with its person, in one statement; None once it has expired."""
    found = valid_token(token).first()
    return found.account if found else None


@jobs.daily
def remove_expired_tokens() -> None:
    """Forget tokens that open nothing any more."""
    ApiToken.objects.filter(expires_at__lte=clock.now()).delete()
