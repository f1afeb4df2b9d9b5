"""A request that is sent twice is answered twice and carried out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.models import IdempotencyKey
from journal.refusals import Conflict


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


def once(person_id: int, key: str, act: Callable[[], object]) -> bool:
    """Carry out an act for a form that may be sent twice by a double click; returns whether it was carried out now.

    Args:
        key: made anew for every page that shows the form; empty where the page brought none.
        act: what is done, in the transaction that also keeps the key.
    """
    if key and recall(person_id, key, "") is not None:
        return False
    try:
        with transaction.atomic():
            act()
            if key:
                remember(person_id, key, "", 303, {})
    except (IntegrityError, Conflict):
        # The twin of this request, a moment earlier, may be why there is nothing left to do.
        if key and recall(person_id, key, "") is not None:
            return False
        raise
    return True
