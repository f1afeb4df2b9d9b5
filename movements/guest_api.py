"""The calls of somebody without account: a code, and for the code a token that opens the own cases alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from journal.reading import Sent
from movements.guests import ask_to_apply, ask_to_track
from permissions.actions import issue_token
from permissions.actions.contacts import enter_code
from permissions.api import TokenOut
from permissions.throttle import origin_of

router = Router(tags=["guests"])


class IdentityIn(Sent):
    """Who somebody is, as the passport has it."""

    email: str = ""
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    surname_cyrl: str = ""
    given_name_cyrl: str = ""
    patronymic_cyrl: str = ""
    born_on: str = Field("", description="ISO date")
    pinfl: str = Field("", description="14 digits; or the passport")
    passport: str = ""
    phone: str = ""


class CodeIn(IdentityIn):
    """Who wants to apply; or, with ``case``, who wants to find a case again (then only e-mail or phone is read)."""

    case: str = Field("", description="case number; empty to apply")


class HandleOut(Schema):
    """Names the code at ``sign-in``; the same whether the address is known or not."""

    handle: str


class CodeEnteredIn(Sent):
    """What the message said."""

    handle: str
    code: str


@router.post(
    "/guests/code",
    auth=None,
    response=HandleOut,
    summary="Have a six-digit code sent by e-mail or text message",
)
def ask(request: HttpRequest, sent: CodeIn) -> dict[str, Any]:
    """It holds for 15 minutes and five tries; 429 when too many were asked for."""
    typed = sent.dict()
    number = typed.pop("case")
    if number:
        return {"handle": ask_to_track(number=number, email=sent.email or sent.phone, asked_from=origin_of(request))}
    return {"handle": ask_to_apply(typed, asked_from=origin_of(request))}


@router.post("/guests/sign-in", auth=None, response=TokenOut, summary="Exchange a code for a token of the own cases")
def sign_in(request: HttpRequest, sent: CodeEnteredIn) -> dict[str, str]:
    """Wrong, used and expired codes look alike."""
    return {"token": issue_token(contact=enter_code(handle=sent.handle, digits=sent.code))}
