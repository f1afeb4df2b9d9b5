"""The word ``Commission``: a case waits until a sitting of a body has voted on it and the minutes are signed."""

from __future__ import annotations

from typing import Any

from movements.models import Turn
from movements.steps import Deciding
from permissions.models import Unit
from permissions.roles import COMMISSION, Role


class Commission(Deciding):
    """A commission approves, returns with grounds or refuses with grounds, by the majority of a sitting.

    Nobody decides here alone: the case leaves along the exit for which the sitting voted, once chair and secretary
    have signed its minutes. The answer of the step is ``movement.decided[step]["minutes"]``.

    Args:
        body: code of the commission, for instance ``transfer``.
    """

    def __init__(self, body: str, **words: Any) -> None:
        words.setdefault("by", Role.COMMISSION_SECRETARY)
        super().__init__(**words)
        self.body = body

    @property
    def offices(self) -> tuple[Role, ...]:
        """Whoever sits there may open what the step needs."""
        return COMMISSION

    def arrive(self, turn: Turn) -> None:
        """The case waits in the commission's own unit; until the commission is opened, in the case's."""
        super().arrive(turn)
        own = Unit.objects.filter(body__code=self.body).first()
        turn.unit = own or turn.movement.unit
