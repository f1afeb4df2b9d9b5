"""Signing in. Who may then do what is asked of ``policy`` alone: this backend grants no permission at all."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from permissions.models import Account


class AccountBackend(BaseBackend):
    """Login and password of an open account."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Account | None:
        """The account with its person, or None: unknown login, wrong password and closed account look alike."""
        if username is None or password is None:
            return None
        account = Account.objects.select_related("person").filter(username=username).first()
        if account is None:
            # As long as a wrong password takes: the time must not tell which logins exist.
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session with its person, in one statement; a closed account is nobody's."""
        return Account.objects.select_related("person").filter(pk=user_id, is_active=True).first()
