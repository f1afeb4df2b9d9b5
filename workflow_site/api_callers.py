"""Who calls the API, and whether the same request was answered before: one statement tells both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.responses import Response
from ninja.security import HttpBearer

from journal import idempotency
from journal.models import IdempotencyKey
from journal.refusals import Invalid, Refusal
from journal.transactions import whole_request
from permissions.actions.passwords import PasswordChange
from permissions.actions.people import valid_token
from permissions.models import Account, Contact, Person
from workflow_site import problems

KEY = "Idempotency-Key"
LONGEST_KEY = idempotency.LONGEST_KEY

Run = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Caller:
    """Account or contact behind a token; ``answered`` says that its request of this key has an answer already."""

    account: Account | None
    contact: Contact | None
    answered: bool

    @property
    def person(self) -> Person | None:
        """Who calls; an account may belong to nobody."""
        return self.contact.person if self.contact else getattr(self.account, "person", None)


def caller_of(request: HttpRequest, token: str) -> Caller | None:
    """The caller, asked once a request."""
    if not hasattr(request, "caller"):
        key = request.headers.get(KEY, "")
        # One that cannot be kept cannot have been; who sends it is told so by ``_once``.
        key = key[:LONGEST_KEY] if key.isprintable() else ""
        caller = Q(person_id=OuterRef("account__person")) | Q(person_id=OuterRef("contact__person"))
        answers = IdempotencyKey.objects.filter(caller, key=key)
        found: Any = valid_token(token).annotate(answered=Exists(answers)).first()
        known = Caller(found.account, found.contact, found.answered) if found else None
        request.caller = known  # type: ignore[attr-defined]
    called_by: Caller | None = request.caller  # type: ignore[attr-defined]
    return called_by


class Token(HttpBearer):
    """``Authorization: Bearer`` with a token of ``POST /sign-in``."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | Contact | None:
        """The account or contact, if the token still opens it; the request then knows its person.

        Raises PasswordChange where somebody else chose the password.
        """
        caller = caller_of(request, token)
        if caller and caller.account and caller.account.must_change_password:
            raise PasswordChange(_("Your password was chosen by somebody else. Sign in to the site and replace it."))
        request.person = caller.person if caller else None  # type: ignore[attr-defined]
        request.contact = caller.contact if caller else None  # type: ignore[attr-defined]
        return (caller.account or caller.contact) if caller else None


def carried_out_once(run: Run) -> Run:
    """Wrap a call: with an ``Idempotency-Key`` it is carried out once, and its answer kept in the same transaction."""
    if not run.__self__.auth_callbacks:  # type: ignore[attr-defined]  # ninja hands over the bound method of the call
        # Signing in belongs to nobody yet, and a token is not for keeping.
        return run

    @wraps(run)
    def once(request: HttpRequest, **path: Any) -> HttpResponse:
        key = request.headers.get(KEY, "")
        if request.method != "POST" or not key:
            return run(request, **path)
        try:
            if not Token()(request):
                return run(request, **path)
            caller: Caller = request.caller  # type: ignore[attr-defined]
            if caller.person is None:
                return run(request, **path)
            return _once(run, request, path, caller, key)
        except Refusal as refusal:
            return problems.of_refusal(request, refusal)
        except problems.UNREADABLE as error:
            return problems.of_unreadable(request, error)

    return once


def _once(run: Run, request: HttpRequest, path: dict[str, Any], caller: Caller, key: str) -> HttpResponse:
    assert caller.person is not None  # noqa: S101 - asked by the only caller
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Invalid(_("An Idempotency-Key has at most %(most)d printable characters.") % {"most": LONGEST_KEY})
    asked = fingerprint(request)
    if caller.answered and (given := idempotency.recall(caller.person.pk, key, asked)):
        return answer(*given)
    response, fault = None, None
    try:
        with whole_request():
            response = run(request, **path)
            if not request.undo:  # type: ignore[attr-defined]  # set by the API where the call raised
                idempotency.remember(caller.person.pk, key, asked, response.status_code, json.loads(response.content))
                return response
            transaction.set_rollback(True)
    except IntegrityError as error:
        response, fault = None, error
    # Nothing was carried out: the twin of this request, a moment earlier, may be the reason.
    if given := idempotency.recall(caller.person.pk, key, asked):
        return answer(*given)
    return response or problems.of_fault(request, fault or RuntimeError())


def fingerprint(request: HttpRequest) -> str:
    """SHA-256 of what is asked: method, address and body; of a form its fields and files, whose borders differ."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            digest.update(json.dumps([name, values]).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(json.dumps([name, file.name, file.size]).encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()


def answer(status: int, body: Any) -> HttpResponse:
    """An answer that was given before."""
    kind = problems.CONTENT_TYPE if status >= 400 else "application/json; charset=utf-8"
    return Response(body, status=status, content_type=kind)
