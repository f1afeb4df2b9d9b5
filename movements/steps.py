"""The words a flow is written in.

A step knows where each verdict leads; viewflow carries the token along that edge; django-fsm says whether the case may
legally be in the state that the arrival brings. ``checks.explore`` proves both agree before anything starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from viewflow import this
from viewflow.workflow.base import Edge, Node

from movements.activations import HumanActivation, MachineActivation
from movements.acts import act_of
from movements.clauses import Rule, check, stands_against
from movements.clocks import Telling, Within, resume_service, start_service, stop_service, wind
from movements.difference_target import Target
from movements.facts import facts_of
from movements.forms import Statement
from movements.models import Movement, State, Turn
from movements.papers import Paper
from orders.effects import Effect
from permissions.models import Unit
from permissions.roles import Role

__all__ = ["Apply", "Decide", "Order", "Outcome", "Revise", "Step", "Verify", "this"]


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

    def __init__(self, *, lapses: Within | None = None, told_before: Within | None = None, **words: Any) -> None:
        super().__init__(**words)
        self.lapses, self.told_before = lapses, told_before

    def Lapse(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case ends on which nobody acted in time."""
        return self._leads("lapse", to)


class Apply(HumanStep):
    """What the applicant states, and the papers that prove it; begins every case."""

    main_exit = "file"
    on_leaving: ClassVar = {"file": "file"}
    arrives_as: ClassVar = frozenset({State.DRAFT})

    def __init__(self, form: type[Statement], *, papers: tuple[Paper, ...] = (), **words: Any) -> None:
        super().__init__(**words)
        self.form = form
        self.papers = papers

    def Next(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a filed application goes."""
        return self._leads("file", to)

    def leave(self, movement: Movement, exit_name: str) -> None:
        """Filed: the term of the whole case begins."""
        super().leave(movement, exit_name)
        start_service(movement, self.flow_class.service)


class Revise(MayLapse):
    """The applicant corrects what was returned: the only way up."""

    main_exit = "revise"
    on_leaving: ClassVar = {"revise": "revise"}
    arrives_as: ClassVar = frozenset({State.RETURNED})

    def __init__(self, form: type[Statement], **words: Any) -> None:
        super().__init__(**words)
        self.form = form

    def Next(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a corrected application goes."""
        return self._leads("revise", to)

    def arrive(self, turn: Turn) -> None:
        """The applicant has the case: the term of the whole case stands still."""
        super().arrive(turn)
        stop_service(turn.movement)

    def leave(self, movement: Movement, exit_name: str) -> None:
        """Corrected: it goes on."""
        super().leave(movement, exit_name)
        if exit_name == self.main_exit:
            resume_service(movement, self.flow_class.service)


class Verify(Step):
    """The machine asks the clauses. It never refuses: where one does not hold, a person decides."""

    task_type = "MACHINE"
    activation_class = MachineActivation
    main_exit = "then"
    arrives_as: ClassVar = frozenset({State.FILED})

    def __init__(self, *rules: Rule, **words: Any) -> None:
        super().__init__(**words)
        self.rules = rules

    def Then(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case goes when every clause holds."""
        return self._leads("then", to)

    def Else(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case goes on which the applicant insists."""
        return self._leads("else", to)

    def work(self, movement: Movement) -> str:
        """Freeze the findings on the case and choose the exit."""
        movement.findings = check(self.rules, facts_of(movement))
        return "else" if stands_against(movement.findings) else "then"


class Deciding(HumanStep):
    """A step that ends in a verdict: an office's, or that of a commission.

    Args:
        sees: kinds of sensitive papers this step needs.
    """

    main_exit = "approve"
    on_arrival = "examine"
    arrives_as: ClassVar = frozenset({State.REVIEW})
    on_leaving: ClassVar = {"return": "send_back", "refuse": "refuse"}

    def __init__(self, *, sees: tuple[str, ...] = (), **words: Any) -> None:
        super().__init__(**words)
        self.sees = sees

    @property
    def offices(self) -> tuple[Role, ...]:
        """Who acts here and may therefore open what the step needs."""
        return (self.by,)

    def Approve(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where an approved case goes."""
        return self._leads("approve", to)

    def Return(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case goes that the applicant must correct."""
        return self._leads("return", to)

    def Refuse(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a refused case ends."""
        return self._leads("refuse", to)


class Decide(Deciding):
    """An office approves, returns with grounds or refuses with grounds.

    Args:
        states: a form of what the office must add when it approves; nothing is defaulted silently.
        difference: the office confirms the academic difference here; a function of the case says of which place, where
            ``differences.target_of`` cannot tell it from what is stated.
    """

    def __init__(
        self,
        *,
        states: type[Statement] | None = None,
        difference: bool | Callable[[Movement], Target] = False,
        **words: Any,
    ) -> None:
        super().__init__(**words)
        self.states, self.difference = states, difference


class Order(MayLapse):
    """The registrar composes an order; only its item, once in force, changes the record.

    Args:
        template: names templates/orders/<template>.html.
        effect: what the item does to the student's standing.
        values: makes the item's plain values from the case; sentence and effect read the same ones.
        visas: offices that endorse the order.
        signs: the office that signs it.
        carries: clauses whose words the order's text carries out beside the clause of the step.
    """

    main_exit = "in_force"
    on_arrival = "approve"
    meanwhile = "be_ordered"
    arrives_as: ClassVar = frozenset({State.APPROVED})

    def __init__(
        self,
        template: str,
        *,
        effect: type[Effect],
        values: Callable[[Movement], dict[str, Any]],
        visas: tuple[Role, ...] = (),
        signs: Role = Role.RECTOR,
        carries: tuple[str, ...] = (),
        **words: Any,
    ) -> None:
        words.setdefault("by", Role.REGISTRAR)
        super().__init__(**words)
        self.template, self.effect, self.values = template, effect, values
        self.visas, self.signs, self.carries = visas, signs, carries

    def InForce(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where the case goes when the item has changed the record."""
        return self._leads("in_force", to)

    def Struck(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where the case goes when the registrar strikes the item."""
        return self._leads("struck", to)


class Outcome(Step):
    """An ending: granted, refused or lapsed."""

    task_type = "END"
    activation_class = MachineActivation
    transitions: ClassVar = {"granted": "grant", "refused": "", "lapsed": "lapse"}

    def __init__(self, name: str, *, called: Any = "") -> None:
        super().__init__(called=called)
        self.ending = name
        self.on_arrival = self.transitions[name]  # type: ignore[misc]  # an ending's arrival depends on which ending it is
        self.arrives_as = frozenset({State(name)})  # type: ignore[misc]  # likewise

    def work(self, movement: Movement) -> str:
        """Nothing is left to ask."""
        return ""
