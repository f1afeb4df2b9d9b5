"""The word ``FormGroups``: a case waits until each of its subjects stands in a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from movements.models import Movement, Turn
from movements.steps import Decide
from movements.subject_groups.claims import GroupRules, Wanted, claim, let_go
from movements.subject_groups.standing import Grouped
from permissions.roles import Role


class FormGroups(Decide):
    """The registrar's office forms the groups of all faculties; then the case goes on with what is frozen of them.

    Args:
        subjects: which subjects a case waits for.
        paid_at: name of the step at which the fee is paid.
        passed_meanwhile: of these subjects, those the record now knows as passed, by their keys.
        rules: the numbers and the clause that bind the groups.
    """

    def __init__(
        self,
        *,
        subjects: Callable[[Movement], Sequence[Wanted]],
        paid_at: str,
        passed_meanwhile: Callable[[Movement], Sequence[str]],
        rules: GroupRules,
        **words: Any,
    ) -> None:
        words.setdefault("by", Role.REGISTRAR)
        super().__init__(states=Grouped, **words)
        self.subjects, self.paid_at, self.passed_meanwhile, self.rules = subjects, paid_at, passed_meanwhile, rules

    def arrive(self, turn: Turn) -> None:
        """The case waits for its subjects; struck from an order, it waits for them anew."""
        super().arrive(turn)
        claim(turn.movement, self.subjects(turn.movement))

    def leave(self, movement: Movement, exit_name: str) -> None:
        """Returned or refused, it leaves its groups."""
        super().leave(movement, exit_name)
        if exit_name != self.main_exit:
            let_go(movement)

    def let_go(self, movement: Movement) -> None:
        """Withdrawn wherever it stood, it leaves its groups."""
        let_go(movement)
