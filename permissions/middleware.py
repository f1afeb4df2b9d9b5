"""Gives every request its person."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from permissions import policy
from permissions.models import Account, Contact, Person
from permissions.policy import Power
from permissions.roles import Act

GUEST = "contact"
GUEST_LIFE = 8 * 3600  # seconds


def person_of(account: object) -> Person | None:
    """The human being behind an account; None for a stranger and for an account without one."""
    return getattr(account, "person", None) if isinstance(account, Account) else None


def standing_contact(pk: object) -> Contact | None:
    """The contact of a guest's session with its person; None once the person has an account to sign in with."""
    if not isinstance(pk, int):
        return None
    return Contact.objects.select_related("person").filter(pk=pk, person__account=None).first()


def let_in(request: HttpRequest, contact: Contact) -> None:
    """From now on this browser shows the cases of the contact's person, until the working day is over."""
    request.session.flush()
    rotate_token(request)
    request.session[GUEST] = contact.pk
    request.session.set_expiry(GUEST_LIFE)


def contact_of(request: HttpRequest) -> Contact | None:
    """The contact by which somebody without account came in."""
    found: Contact | None = getattr(request, "contact", None)
    return found


def person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set ``request.person`` to whoever is signed in, else None; costs no statement beyond the account's own.

    Somebody who came in by a code has no account; ``request.contact`` then says by which contact.
    """

    def with_person(request: HttpRequest) -> HttpResponse:
        found, contact = person_of(request.user), None
        if not request.user.is_authenticated and GUEST in request.session:
            contact = standing_contact(request.session[GUEST])
            found = contact.person if contact else None
        request.person, request.contact = found, contact  # type: ignore[attr-defined]
        return get_response(request)

    return with_person


def signed_in(request: HttpRequest) -> Person:
    """The person a page is for.

    Raises:
        NotFound: the account belongs to nobody.
    """
    found: Person | None = getattr(request, "person", None)
    if found is None:
        raise NotFound(_("This account belongs to no person."))
    return found


def signed_in_for(request: HttpRequest, act: Act) -> Person:
    """The person a page is for, who may do this somewhere today. Raises NotFound: nobody else need know of the page."""
    found = signed_in(request)
    if not policy.unit_ids(found, act, on=clock.today()):
        raise NotFound("")
    return found


def powers_of(request: HttpRequest) -> list[Power]:
    """The powers the reader holds today, asked once a request: page and frame both show them."""
    held: list[Power] | None = getattr(request, "powers", None)
    if held is None:
        found: Person | None = getattr(request, "person", None)
        held = policy.powers(found, on=clock.today()) if found else []
        request.powers = held  # type: ignore[attr-defined]
    return held
