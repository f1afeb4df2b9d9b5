"""The word ``Clear``: several offices are asked at the same moment whether the applicant owes them anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from viewflow.workflow.activation import Activation

from journal import clock
from journal.writes import Insert
from movements.activations import HumanActivation
from movements.any_step import HumanStep
from movements.clearance_models import Clearance
from movements.clocks import Telling, Within, wind
from movements.models import Movement, State, Turn
from permissions.roles import Role


@dataclass(frozen=True, kw_only=True)
class Asks:
    """One office of a clearance: its own term, who is told when it is silent, how long before it is reminded.

    ``anew``: it clears again whenever the case comes back to the step; without that what it has given stays given.
    """

    office: Role
    within: Within
    if_silent: Telling
    reminded: Within | None = None
    anew: bool = False


def asks(
    office: Role, *, within: Within, if_silent: Telling, reminded: Within | None = None, anew: bool = False
) -> Asks:
    """An office as a flow writes it: ``asks(Role.LIBRARIAN, within=term("clearance.library_days"), …)``."""
    return Asks(office=office, within=within, if_silent=if_silent, reminded=reminded, anew=anew)


class ClearActivation(HumanActivation):
    """A turn with a row an office; where every office has cleared before, it passes at once."""

    @Activation.status.super()  # type: ignore[untyped-decorator]  # viewflow ships no types
    def activate(self) -> None:
        """Ask all offices; or none, where nothing is left to ask."""
        self.flow_task.arrive(self.task)
        self.task.movement.turn = self.task
        if all(row.state == Clearance.State.CLEARED for row in self.task.asks or ()):
            self.task.data["exit"] = self.flow_task.main_exit
            self.start()
            return
        self.writes.append(Insert(self.task))
        self._write_rows()

    @Activation.status.super()  # type: ignore[untyped-decorator]  # likewise
    def complete(self) -> None:
        """Close the turn; one that passes at once is written only now, and its rows after it."""
        passing = self.task.pk is None
        super().complete.original()
        if passing:
            self._write_rows()

    def _write_rows(self) -> None:
        self.writes += [Insert(row, after={"turn_id": self.task}) for row in self.task.asks or ()]


class Clear(HumanStep):
    """Every office clears for itself; when the last one has, the case walks on in that same act.

    One that says *not yet* waits for the applicant alone: it holds up neither the other offices nor the case.
    Nobody clears by silence.

    Args:
        offices: the offices asked, each once.
    """

    main_exit = "cleared"
    on_arrival = "examine"
    arrives_as: ClassVar = frozenset({State.REVIEW})
    activation_class = ClearActivation

    def __init__(self, *offices: Asks, **words: Any) -> None:
        # The step is nobody's alone; of whoever is not the applicant the first stands for all.
        words.setdefault("by", offices[0].office if offices else Role.ADMIN)
        super().__init__(**words)
        self.asks = offices

    def Cleared(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case goes to whose applicant nobody is owed anything any more."""
        return self._leads("cleared", to)

    def of(self, office: str) -> Asks:
        """How the step asks an office."""
        return next(one for one in self.asks if one.office == office)

    def arrive(self, turn: Turn) -> None:
        """Ask every office at the same moment; what one has given before stays given."""
        super().arrive(turn)
        turn.office = ""
        movement = turn.movement
        given = {row.office: row for row in _given(movement, self.name)}
        turn.asks = [self._row(turn, one, None if one.anew else given.get(one.office)) for one in self.asks]
        turn.due_at = earliest(turn.asks)

    def _row(self, turn: Turn, one: Asks, given: Clearance | None) -> Clearance:
        row = Clearance(movement=turn.movement, step=self.name, office=one.office, unit=turn.unit, asked_at=clock.now())
        if given is None:
            wind_row(row, one)
        else:
            row.state, row.asked_at = Clearance.State.CLEARED, given.asked_at
            row.cleared_at, row.cleared_by = given.cleared_at, given.cleared_by
        return row

    def faults(self) -> list[str]:
        """What is wrong with its offices, in sentences."""
        named = [one.office for one in self.asks]
        found = [] if named else ["asks no office"]
        found += [f"asks {office.value} twice" for office in dict.fromkeys(named) if named.count(office) > 1]
        return [*found, *(["asks the applicant"] if Role.STUDENT in named else [])]


def _given(movement: Movement, step: str) -> list[Clearance]:
    rows = Clearance.objects.select_related("cleared_by").filter(movement=movement, step=step)
    return list(rows.filter(state=Clearance.State.CLEARED).order_by("pk"))


def wind_row(row: Clearance, one: Asks) -> None:
    """Set the clocks of an office that was asked at ``row.asked_at``."""
    # The same clocks as those of a turn.
    fresh = Turn(created=row.asked_at, movement=row.movement)
    wind(fresh, one)
    row.due_at, row.remind_at = fresh.due_at, fresh.remind_at


def earliest(rows: list[Clearance]) -> Any:
    """The end of the first term that runs: by it lists mark the whole case as overdue."""
    running = [row.due_at for row in rows if row.state == Clearance.State.ASKED and row.due_at]
    return min(running, default=None)
