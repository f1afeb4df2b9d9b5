"""How the API says no: problem details for HTTP APIs (RFC 9457), in the reader's language."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.responses import Response

from journal.refusals import Refusal, TooMany
from workflow_site.shapes import sentence

logger = logging.getLogger("harakat.faults")

CONTENT_TYPE = "application/problem+json"
CODES = {
    400: "malformed",
    401: "not-signed-in",
    403: "password-change",
    404: "not-found",
    405: "not-allowed",
    409: "conflict",
    413: "too-large",
    422: "invalid",
    429: "too-many",
    500: "fault",
}
# What a request raises that breaks off, has broken borders between its parts, or more parts than anybody needs.
GIANT = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
UNREADABLE = (*GIANT, SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)


def title_of(status: int) -> str:
    """The kind of problem in words."""
    return {
        400: _("The request cannot be read"),
        401: _("Not signed in"),
        403: _("Choose a new password first"),
        404: _("There is no such thing"),
        405: _("Not by this method"),
        409: _("Not to be done now"),
        413: _("Too large"),
        422: _("Cannot be accepted as it is"),
        429: _("Asked too often"),
        500: _("Something went wrong"),
    }.get(status, "")


def problem(status: int, detail: object, **more: Any) -> HttpResponse:
    """One problem; members without a value are left out."""
    body = {
        "type": f"urn:harakat:{CODES[status]}",
        "title": title_of(status),
        "status": status,
        "detail": str(detail),
        **{name: value for name, value in more.items() if value not in (None, "", {})},
    }
    response = Response(body, status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def of_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """An action's refusal with its own status, its clause, fields and facts."""
    fields = {name: [str(sentence) for sentence in sentences] for name, sentences in refusal.fields.items()}
    detail = refusal.detail or title_of(refusal.status)
    told = problem(refusal.status, detail, clause=refusal.clause, fields=fields, **_plain(refusal.facts))
    if isinstance(refusal, TooMany):
        told["Retry-After"] = str(refusal.seconds)
    return told


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts under their own names; a fact never overwrites what every problem has."""
    return {name: value for name, value in facts.items() if name not in ("type", "title", "status", "detail")}


def of_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent has another shape than the call takes: by field, what is wrong."""
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        # A place begins with body, query …, then perhaps with the parameter's own name.
        place = [str(part) for part in one["loc"][1:]]
        place = place[1:] if place[:1] in (["sent"], ["given"]) else place
        fields.setdefault(".".join(place) or "body", []).append(sentence(one))
    return problem(422, _("The request has another shape than this call takes."), fields=fields)


def of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A request that cannot be read."""
    return problem(400, _("The body of the request cannot be read as JSON."))


def of_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that opens nothing any more."""
    return problem(401, _("Sign in first: this call wants a valid token."))


def of_absent(request: HttpRequest, error: Http404) -> HttpResponse:
    """Absent or forbidden alike."""
    return problem(404, title_of(404))


def of_unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """More than this call reads, or parts that cannot be told apart."""
    if isinstance(error, GIANT):
        return problem(413, _("The request is larger than this call reads."))
    return problem(400, _("The parts of the request cannot be told apart, or it broke off. Send it again."))


def of_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """An apology with the number under which the log holds the fault, and nothing of what happened inside."""
    error_id = secrets.token_hex(4)
    # Path and places and no more: the message and what was sent may name a person or a diagnosis.
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " > ".join(f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in frames)
    kind = type(error).__name__
    logger.error("fault %s at %s %s: %s in %s", error_id, request.method, request.path, kind, places)
    # A connection may break after the commit and before its answer, so nobody can promise that nothing was changed.
    words = _(
        "We are sorry. The fault is on our side, and nothing was half done: look whether your act stands before you "
        "repeat it, or repeat it with the same Idempotency-Key. Name this number when you ask for help."
    )
    return problem(500, words, error_id=error_id)


def telling(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of ninja's that tells also as a problem what ninja itself answers in other words, or not at all."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **path: Any) -> HttpResponse:
        try:
            response = view(request, *args, **path)
        except Http404 as error:
            return of_absent(request, error)
        except Exception as error:
            # What surrounds ninja's call, such as its transaction, fails outside of ninja's own handlers.
            return of_fault(request, error)
        if response.status_code != 405:
            return response
        refused = problem(405, _("This address knows other methods: %(names)s.") % {"names": response["Allow"]})
        refused["Allow"] = response["Allow"]
        return refused

    return told


def tell_problems(api: NinjaAPI) -> None:
    """Let the API answer everything that goes wrong as a problem."""
    handlers: dict[type[Exception], Any] = {
        Exception: of_fault,
        Refusal: of_refusal,
        ValidationError: of_validation,
        HttpError: of_http,
        AuthenticationError: of_stranger,
        Http404: of_absent,
        **dict.fromkeys(UNREADABLE, of_unreadable),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
