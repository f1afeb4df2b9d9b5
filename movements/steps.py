"""The words a flow is written in.

A step knows where each verdict leads; viewflow carries the token along that edge; django-fsm says whether the case may
legally be in the state that the arrival brings. ``checks.explore`` proves both agree before anything starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from viewflow import this

from movements.activations import MachineActivation
from movements.any_step import HumanStep, MayLapse, Step
from movements.clauses import Rule, check, stands_against
from movements.clocks import resume_service, start_service, stop_service
from movements.difference_target import Target
from movements.facts import facts_of
from movements.forms import Statement
from movements.models import Movement, State, Turn
from movements.papers import Paper
from orders.effects import Effect
from orders.models import OrderItem
from permissions.policy import Power
from permissions.roles import Role

__all__ = ["Apply", "Decide", "HumanStep", "MayLapse", "Order", "Outcome", "Revise", "Step", "Verify", "this"]


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

    def carry_out(self, power: Power, movement: Movement, answers: dict[str, Any]) -> dict[str, Any]:
        """What else an approval does, in its transaction; gives the answers as they are kept."""
        return answers


class Order(MayLapse):
    """The registrar composes an order; only its item, once in force, changes the record.

    Args:
        template: names templates/orders/<template>.html.
        effect: what the item does to the student's standing.
        values: makes the item's plain values from the case; sentence and effect read the same ones.
        visas: offices that endorse the order.
        signs: the office that signs it.
        carries: clauses whose words the order's text carries out beside the clause of the step.
        then: what else is made of a case when its item is applied, in the same transaction.
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
        then: Callable[[Movement, OrderItem], None] | None = None,
        **words: Any,
    ) -> None:
        words.setdefault("by", Role.REGISTRAR)
        super().__init__(**words)
        self.template, self.effect, self.values = template, effect, values
        self.visas, self.signs, self.carries, self.then = visas, signs, carries, then

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
