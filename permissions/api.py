"""Signing in to the API: a login and a password for a bearer token."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from journal.reading import Sent
from journal.refusals import Refusal
from permissions.actions import issue_token
from permissions.models import Account

router = Router(tags=["sign-in"])


class SignInIn(Sent):
    """What opens the API; ``otp`` where a second factor is set."""

    login: str
    password: str
    otp: str | None = None


class TokenOut(Schema):
    """Goes into the header ``Authorization: Bearer …`` of every other call."""

    token: str = Field(description="good for twelve hours")


class NotSignedIn(Refusal):
    """Nobody has proved who asks."""

    status = 401


@router.post("/sign-in", auth=None, response=TokenOut, summary="Exchange login and password for a token")
def sign_in(request: HttpRequest, sent: SignInIn) -> dict[str, str]:
    """Unknown login, wrong password and closed account look alike."""
    account = authenticate(request, username=sent.login, password=sent.password)
    if not isinstance(account, Account):
        raise NotSignedIn(_("Login or password is wrong."))
    return {"token": issue_token(account)}
