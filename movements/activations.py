"""How viewflow's token moves through our steps: one INSERT a step, one UPDATE when it is done.

Upstream saves a task three to five times and links ``previous`` in a further table; here the row is written when
everything about it is known, and the case keeps its own history (docs/decisions/0002-lean-activation.md). All rows of
one walk are written together at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS, STATUS

from journal import clock
from journal.writes import Insert, Update, Write, write
from movements.models import Turn


class StepActivation(Activation):
    """What all our steps have in common."""

    def __init__(self, task: Turn, writes: list[Write] | None = None) -> None:
        # Not upstream's, which would read the process at once: nobody asks for it on the way.
        self.task = task
        self.writes: list[Write] = [] if writes is None else writes

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None
    ) -> StepActivation:
        """Make the next turn in memory; its arrival saves it."""
        before: Turn = prev_activation.task
        turn = Turn(
            process_id=before.process_id,
            movement=before.movement,
            flow_task=flow_task,
            flow_task_type=flow_task.task_type,
            step=flow_task.name,
            token=token,
            created=clock.now(),
        )
        return cls(turn, prev_activation.writes)

    @Activation.status.super()
    def create_next(self) -> Iterator[Any]:
        """Follow the edge of the exit that was chosen."""
        to = self.flow_task.exits.get(self.task.data.get("exit"))
        if to is not None:
            yield to._create(self, self.task.token)


class HumanActivation(StepActivation):
    """A step that waits for a person."""

    @Activation.status.super()
    def activate(self) -> None:
        """Open the turn."""
        self.flow_task.arrive(self.task)
        self.writes.append(Insert(self.task))
        self.task.movement.turn = self.task

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    def start(self) -> None:
        """Somebody acts; the row is written once, by ``complete``."""
        self.task.started = clock.now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """Close the turn; filing opens and closes one at once."""
        self.task.finished = clock.now()
        self.writes.append(Insert(self.task) if self.task.pk is None else Update(self.task))

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Close the turn without a verdict."""
        self.task.finished = clock.now()
        self.task.save()


class PassingActivation(HumanActivation):
    """A step that waits for a person, unless there is nothing to wait for."""

    @Activation.status.super()
    def activate(self) -> None:
        """Open the turn, or close it at once by the main exit."""
        step = self.flow_task
        step.arrive(self.task)
        if step.passes(self.task):
            step.leave(self.task.movement, step.main_exit)
            self.task.data["exit"] = step.main_exit
            self.start()
            return
        self.writes.append(Insert(self.task))
        self.task.movement.turn = self.task


class MachineActivation(StepActivation):
    """A step that answers at once."""

    @Activation.status.super()
    def activate(self) -> None:
        """Do the work and remember the exit."""
        self.flow_task.arrive(self.task)
        self.task.data["exit"] = self.flow_task.work(self.task.movement)

    @Activation.status.super()
    def complete(self) -> None:
        """Write the finished step; an ending closes the process too."""
        self.task.started = self.task.finished = clock.now()
        self.writes.append(Insert(self.task))
        if self.flow_task.task_type == "END":
            process = Process(pk=self.task.process_id, status=PROCESS.DONE, finished=clock.now())
            self.writes.append(Update(process, ("status", "finished")))


def walk(turn: Turn, exit_name: str) -> None:
    """Close a person's turn by one of its exits and carry the case to the next person or ending.

    The caller holds the lock of the case and saves the movement afterwards.
    """
    turn.flow_task.leave(turn.movement, exit_name)
    turn.data["exit"] = exit_name
    activation = turn.flow_task.activation_class(turn)
    activation.start()
    activation.complete()
    activation.activate_next()
    write(*activation.writes)
