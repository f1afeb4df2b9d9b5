"""A one-time link by which a person chooses the password of their account themself.

The link is signed, and bound to the password's hash and to the last sign-in: once a password was chosen by it, or
another way, it opens nothing any more. It lasts as long as ``PASSWORD_RESET_TIMEOUT`` says.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict, NotFound
from permissions.actions.passwords import set_password
from permissions.models import Account


class _Seal(PasswordResetTokenGenerator):
    """Django's own seal of a password link, under a name of ours and with our clock."""

    key_salt = "harakat.invitation"

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)


_seal = _Seal()


def invite(*, account: Account) -> tuple[str, str]:
    """The two parts of the link's address: which account, and the seal. Nothing is written.

    Raises:
        Conflict: the account is closed.
    """
    if not account.is_active:
        raise Conflict(_("This account is closed."))
    return urlsafe_base64_encode(force_bytes(account.pk)), _seal.make_token(account)


def invited(code: str, token: str) -> Account:
    """The account a link opens.

    Raises:
        NotFound: used, expired, of another account, of a closed one or of none: nobody is told which.
    """
    account = _account(code)
    if account is None or not account.is_active or not _seal.check_token(account, token):
        raise NotFound(_("This link opens nothing: it was used, has expired, or was not copied whole."))
    return account


def _account(code: str) -> Account | None:
    try:
        key = force_str(urlsafe_base64_decode(code))
    except ValueError:
        return None
    return Account.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


@transaction.atomic
def accept_invitation(*, code: str, token: str, password: str) -> Account:
    """Give the account the password its owner chose; what the old one opened is closed.

    Raises:
        NotFound: the link opens nothing (any more).
        Invalid: the password is too weak or too long.
    """
    # Lock first, read second: of two at the same moment the second finds the link used.
    Account.objects.select_for_update().get(pk=invited(code, token).pk)
    account = invited(code, token)
    return set_password(account, password)
