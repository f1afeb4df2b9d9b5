"""A request that is sent twice is answered twice and carried out once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.models import IdempotencyKey
from journal.refusals import Conflict

LONGEST_KEY = 128


def recall(person_id: int, key: str, request_hash: str) -> tuple[int, Any] | None:
    """The answer (status, body) already given to this person's request of this key, or None for a new key.

    Args:
        request_hash: SHA-256 of what was asked; the same key for another request is refused.
    """
    given = IdempotencyKey.objects.filter(person_id=person_id, key=key).first()
    if given is None:
        return None
    if given.request_hash != request_hash:
        raise Conflict(_("This Idempotency-Key was used for another request; choose a new one."))
    return given.status, given.body


def remember(person_id: int, key: str, request_hash: str, status: int, body: Any) -> None:
    """Keep the answer, in the transaction of the act itself: both stand or neither.

    Where the same request was carried out at the same moment, this raises IntegrityError and so takes the second act
    back; the caller then recalls the first one's answer.
    """
    IdempotencyKey(
        person_id=person_id, key=key, request_hash=request_hash, status=status, body=body, created_at=clock.now()
    ).save(force_insert=True)


def once(person_id: int, key: str, act: Callable[[], object], *, sent: Iterable[tuple[str, list[str]]] = ()) -> bool:
    """Carry out an act for a form that may be sent twice by a double click; returns whether it was carried out now.

    Args:
        key: made anew for every page that shows the form; empty where the page brought none.
        act: what is done, in the transaction that also keeps the key.
        sent: the fields of the form; another text under the same key was not carried out, and is not said to be.

    Raises:
        Conflict: the page was sent already with other words.
    """
    key, asked = key[:LONGEST_KEY], _fingerprint(sent)
    if _was_sent(person_id, key, asked):
        return False
    try:
        with transaction.atomic():
            act()
            if key:
                remember(person_id, key, asked, 303, {})
    except (IntegrityError, Conflict):
        # The twin of this request, a moment earlier, may be why there is nothing left to do.
        if _was_sent(person_id, key, asked):
            return False
        raise
    return True


def _was_sent(person_id: int, key: str, asked: str) -> bool:
    try:
        return bool(key) and recall(person_id, key, asked) is not None
    except Conflict:
        raise Conflict(
            _(
                "This form was sent already, with other words. Below is how it stands now; what you typed this time "
                "was not sent."
            )
        ) from None


def _fingerprint(sent: Iterable[tuple[str, list[str]]]) -> str:
    # The token against forgery is masked anew for every page.
    fields = sorted((name, values) for name, values in sent if name != "csrfmiddlewaretoken")
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest() if fields else ""
