"""Login and password, and how many wrong ones are too many.

Each try is a row before its password is looked at, so that many at one moment count one another; the right password
takes the rows of its login and address away again. A refused try leaves no row: whoever goes on knocking keeps nobody
out for longer, and once the rows are too old to count the next try is looked at.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.refusals import TooMany
from permissions.models import Account, SignInTry
from permissions.throttle import Allowance

# Somebody who has forgotten which of their passwords it was finds it in five; a program guesses 480 a day.
FROM_ONE_PLACE = Allowance(5, timedelta(minutes=15), ("account_id", "asked_from"))
# Against guessing from many addresses. Wide and short: a stranger who wants to keep the owner out needs more than six
# addresses at a time, and five minutes after the last of them the owner is in again.
OF_ONE_LOGIN = Allowance(30, timedelta(minutes=5), ("account_id",))
# Against one password tried at every login. A whole building may share an address, and only wrong tries count.
AT_ONE_PLACE = Allowance(100, timedelta(minutes=5), ("asked_from",))
ALL = {"from_one_place": FROM_ONE_PLACE, "of_one_login": OF_ONE_LOGIN, "at_one_place": AT_ONE_PLACE}
LONGEST_LOGIN: int = Account._meta.get_field("username").max_length or 0


def sign_in(*, login: str, password: str, asked_from: str) -> Account | None:
    """The open account with its person, or None: unknown login, wrong password and closed account look alike.

    Args:
        login: as it was typed.
        password: as it was typed.
        asked_from: the network address of whoever asks.

    Raises:
        TooMany: too many wrong ones just now; whether this one is right was not looked at.
    """
    like = {"account_id": login[:LONGEST_LOGIN], "asked_from": asked_from}
    own = SignInTry.objects.create(**like, asked_at=clock.now())
    numbers = {name: one.number(SignInTry.objects.all(), like) for name, one in ALL.items()}
    # With the account: the statements are the same whether there is one or not.
    counted = SignInTry.objects.select_related("account__person").annotate(**numbers).get(pk=own.pk)
    for name, allowance in ALL.items():
        if getattr(counted, name) > allowance.most:
            _refuse(own, allowance, like)
    account = counted.account
    if account is None or account.username != login:
        # As long as a wrong password takes: the time must not tell which logins exist.
        Account().set_password(password)
        return None
    if not account.check_password(password) or not account.is_active:
        return None
    SignInTry.objects.filter(**like).delete()
    return account


def _refuse(own: SignInTry, allowance: Allowance, like: dict[str, str]) -> NoReturn:
    SignInTry.objects.filter(pk=own.pk).delete()
    seconds = allowance.seconds_left(SignInTry.objects.all(), like)
    sentence = _("Too many wrong tries to sign in. Try again in %(minutes)d min.")
    raise TooMany(sentence % {"minutes": -(-seconds // 60)}, seconds=seconds)


@jobs.daily
def forget_tries() -> None:
    """Remove the tries that count for nothing any more."""
    longest = max(allowance.within for allowance in ALL.values())
    SignInTry.objects.filter(asked_at__lte=clock.now() - longest).delete()
