"""What every step of a flow has in common; the words themselves are in ``movements.steps``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from viewflow import this
from viewflow.workflow.base import Edge, Node

from movements.activations import HumanActivation
from movements.acts import act_of
from movements.clocks import Telling, Within, wind
from movements.models import Movement, Turn
from permissions.models import Unit
from permissions.roles import Role


class Step(Node):
    """Any step of a flow.

    Args:
        called: the step's name for people, as the regulation has it.
        clause: code of the clause that asks for the step.
        formerly: the same of the act before, cited where a case was filed while that was in force.
    """

    human: ClassVar[bool] = False
    on_arrival: ClassVar[str] = ""
    """FSM transition fired when the case arrives."""
    arrives_as: ClassVar[frozenset[str]] = frozenset()
    """States in which the case may stand here, after ``on_arrival``."""
    meanwhile: ClassVar[str] = ""
    """FSM transition that happens while the case stands here, before it can leave."""
    on_leaving: ClassVar[Mapping[str, str]] = {}
    """FSM transition fired by each exit; empty where the next arrival says it all."""
    main_exit: ClassVar[str] = ""
    """The exit a case takes when all goes well: what the tracker announces."""

    def __init__(self, *, called: Any = "", clause: str = "", formerly: str = "") -> None:
        super().__init__()
        self.called = called
        self.clause, self.formerly = clause, formerly
        self.exits: dict[str, Any] = {}

    def clause_on(self, day: date) -> str:
        """Code of the clause by which a case filed on ``day`` comes here."""
        act = act_of(self.formerly)
        return self.formerly if act is not None and act.is_in_force(day) else self.clause

    def _leads(self, exit_name: str, to: Any) -> Self:
        self.exits[exit_name] = to
        return self

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.exits = {name: this.resolve(instance, node) for name, node in self.exits.items()}

    def _outgoing(self) -> Iterator[Edge]:
        for name, node in self.exits.items():
            yield Edge(src=self, dst=node, edge_class="next", label=name)

    def arrive(self, turn: Turn) -> None:
        """Bring the case to this step: fire the transition of the arrival and remember where it stands."""
        movement = turn.movement
        if self.on_arrival:
            getattr(movement, self.on_arrival)()
        movement.step = self.name

    def leave(self, movement: Movement, exit_name: str) -> None:
        """Fire the transition of an exit."""
        if self.on_leaving.get(exit_name):
            getattr(movement, self.on_leaving[exit_name])()

    def let_go(self, movement: Movement) -> None:
        """What the step holds of a case elsewhere is free again: the case was withdrawn, wherever it stood."""


class HumanStep(Step):
    """A step at which somebody is asked.

    Args:
        by: the office asked; for the applicant's own steps ``Role.STUDENT``.
        at: where the office sits, if not in the faculty whose case it is: a function of the case.
        within: the term: ``working_days(3)``, or a dated one, ``term("transfer.office_days")``.
        reminded: how long before the end of the term whoever must act is reminded, once.
        if_silent: who is told, beside the office itself, when the term has passed.
    """

    human = True
    task_type = "HUMAN"
    activation_class = HumanActivation

    def __init__(
        self,
        *,
        by: Role = Role.STUDENT,
        at: Callable[[Movement], Unit] | None = None,
        within: Within | None = None,
        reminded: Within | None = None,
        if_silent: Telling | None = None,
        called: Any = "",
        clause: str = "",
        formerly: str = "",
    ) -> None:
        super().__init__(called=called, clause=clause, formerly=formerly)
        self.by, self.at = by, at
        self.within, self.reminded = within, reminded
        self.if_silent = if_silent

    def arrive(self, turn: Turn) -> None:
        """Say whose turn it is and until when."""
        super().arrive(turn)
        movement = turn.movement
        turn.office, turn.unit = self.by, self.at(movement) if self.at else movement.unit
        turn.person_id = movement.applicant_id if self.by is Role.STUDENT else None
        wind(turn, self)


class MayLapse(HumanStep):
    """A step at which the law lets a case end by itself, after a notice: ``.Lapse(this.lapsed)``.

    Args:
        lapses: after what term the case lapses; nothing lapses without one.
        told_before: how long before the applicant must have been told.
    """

    ends_as: ClassVar[str] = "lapse"
    """The act that is written when the case ends so; by it the applicant is told before."""

    def __init__(self, *, lapses: Within | None = None, told_before: Within | None = None, **words: Any) -> None:
        super().__init__(**words)
        self.lapses, self.told_before = lapses, told_before

    def is_spared(self, movement: Movement) -> bool:
        """Whether the case does not end by itself although its term has passed."""
        return False

    def Lapse(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case ends on which nobody acted in time."""
        return self._leads("lapse", to)
