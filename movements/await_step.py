"""The word ``Await``: the case is approved, something outside must still happen, and an office records that it has."""

from __future__ import annotations

from typing import ClassVar

from movements.models import State
from movements.steps import Decide, MayLapse


class Await(Decide, MayLapse):
    """An office records a payment, a letter, a file; it has nothing to judge, and what never comes lets the case lapse.

    Args: those of ``Decide`` and of ``MayLapse``.
    """

    on_arrival = "approve"
    arrives_as: ClassVar = frozenset({State.APPROVED})
    on_leaving: ClassVar = {}
