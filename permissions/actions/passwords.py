"""The password of an account: what it must be, and its owner's change of it."""

from __future__ import annotations

import logging

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from journal.refusals import Invalid, Refusal
from permissions.models import Account

logger = logging.getLogger("harakat.accounts")
LONGEST = 200


class PasswordChange(Refusal):
    """Nothing else is done before the owner has replaced a password somebody else chose."""

    status = 403


@transaction.atomic
def change_password(*, account: Account, current: str, password: str) -> Account:
    """Replace the password of an account by its owner's choice; tokens the old one opened are closed.

    Raises:
        Invalid: the current password is another one; the new one is too weak, too long or the same.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    # Not Account.check_password: it may write the row itself.
    if not check_password(current, account.password):
        words = _("This is not your current password.")
        raise Invalid(words, fields={"current": [words]})
    if password == current:
        words = _("Choose another password than the current one.")
        raise Invalid(words, fields={"password": [words]})
    return set_password(account, password)


def set_password(account: Account, password: str) -> Account:
    """Give a locked account the password its owner chose. Raises Invalid where it is too weak or too long."""
    if len(password) > LONGEST:
        words = _("A password has at most %(most)d characters.") % {"most": LONGEST}
        raise Invalid(words, fields={"password": [words]})
    try:
        validate_password(password, account)
    except ValidationError as error:
        found = [_weakness(str(one.code)) for one in error.error_list]
        raise Invalid(found[0], fields={"password": found}) from None
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    account.tokens.all().delete()
    logger.info("account %s has a password of its own", account.pk)
    return account


def _weakness(code: str) -> str:
    return {
        "password_too_short": _("The password is too short: use at least 8 characters."),
        "password_too_common": _("This password is known to everybody: choose another one."),
    }.get(code, _("This password is too weak: choose another one."))
