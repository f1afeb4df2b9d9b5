"""Signing in. Who may then do what is asked of ``policy`` alone: this backend grants no permission at all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from permissions.actions.signing_in import sign_in
from permissions.models import Account
from permissions.throttle import origin_of


class AccountBackend(BaseBackend):
    """Login and password of an open account."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Account | None:
        """The account with its person, or None; raises TooMany, see ``sign_in``."""
        if username is None or password is None:
            return None
        return sign_in(login=username, password=password, asked_from=origin_of(request) if request else "")

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session with its person, in one statement; a closed account is nobody's."""
        return Account.objects.select_related("person").filter(pk=user_id, is_active=True).first()
