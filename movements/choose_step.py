"""The word ``Choose``: the machine answers a question of the law that decides who is asked next, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

from movements.activations import MachineActivation
from movements.models import Movement, State
from movements.steps import Step


class Choose(Step):
    """A fork of the route that the law itself makes, by facts and not by anybody's judgement.

    Args:
        question: gives the name of the way for a case.
        ways: every answer, with its words.
    """

    task_type = "MACHINE"
    activation_class = MachineActivation
    arrives_as: ClassVar = frozenset({State.FILED, State.REVIEW})

    def __init__(self, question: Callable[[Movement], str], *, ways: Mapping[str, Any], **words: Any) -> None:
        super().__init__(**words)
        self.question, self.ways = question, ways
        self.main_exit = next(iter(ways))  # type: ignore[misc]  # the usual answer stands first

    def To(self, answer: str, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case goes under one of the answers."""
        return self._leads(answer, to)

    def faults(self) -> Iterator[str]:
        """Answers that lead nowhere, and ways that are no answer."""
        yield from (f"“{answer}” leads nowhere" for answer in self.ways if answer not in self.exits)
        yield from (f"“{answer}” is no answer" for answer in self.exits if answer not in self.ways)

    def work(self, movement: Movement) -> str:
        """Ask the question."""
        return self.question(movement)
