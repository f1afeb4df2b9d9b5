"""Gives every request its person."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from permissions import policy
from permissions.models import Account, Person
from permissions.policy import Power


def person_of(account: object) -> Person | None:
    """The human being behind an account; None for a stranger and for an account without one."""
    return getattr(account, "person", None) if isinstance(account, Account) else None


def person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set ``request.person`` to whoever is signed in, else None; costs no statement beyond the account's own."""

    def with_person(request: HttpRequest) -> HttpResponse:
        request.person = person_of(request.user)  # type: ignore[attr-defined]
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


def powers_of(request: HttpRequest) -> list[Power]:
    """The powers the reader holds today, asked once a request: page and frame both show them."""
    held: list[Power] | None = getattr(request, "powers", None)
    if held is None:
        found: Person | None = getattr(request, "person", None)
        held = policy.powers(found, on=clock.today()) if found else []
        request.powers = held  # type: ignore[attr-defined]
    return held
