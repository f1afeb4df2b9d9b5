"""The word ``Pay``: a case waits until its fee is paid; what is never paid is refused by the act itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from journal import clock
from movements.activations import PassingActivation
from movements.clocks import TURN_CLOCKS, resume_service, stop_service, wind
from movements.fees.account import Account, account_of
from movements.fees.counting import count, may_go_on, note
from movements.fees.due import Due
from movements.models import Movement, State, Turn
from movements.steps import MayLapse
from permissions.roles import Role


class Pay(MayLapse):
    """The applicant pays, the accountant records it; the last payment carries the case on.

    A fee of nothing is passed at once. What is not paid in its term, and after its notice, ends refused: the act says
    so, and nobody judges it (docs/decisions/0022). The answer of the step is ``movement.decided[step]``.

    Args:
        fee: says of a case what is to be paid; nothing, while a price it needs is not known.
    """

    main_exit = "approve"
    ends_as = "unpaid"
    on_arrival = "examine"
    arrives_as: ClassVar = frozenset({State.REVIEW})
    on_leaving: ClassVar = {"lapse": "refuse"}
    activation_class = PassingActivation

    def __init__(self, *, fee: Callable[[Movement], Due | None], **words: Any) -> None:
        words.setdefault("by", Role.ACCOUNTANT)
        super().__init__(**words)
        self.fee = fee

    def Approve(self, to: Any) -> Self:  # noqa: N802 - a flow reads like viewflow's own
        """Where a case goes whose fee is paid."""
        return self._leads("approve", to)

    def arrive(self, turn: Turn) -> None:
        """Count the fee; the applicant's term begins when it is known."""
        super().arrive(turn)
        self.ask(turn, count(turn.movement, self))

    def ask(self, turn: Turn, account: Account) -> None:
        """Begin the applicant's term, if the fee is known; before that only the office's own runs."""
        if account.fee is None:
            turn.lapses_at = turn.lapse_notice_at = None
        elif not account.settled:
            stop_service(turn.movement)

    def ask_later(self, turn: Turn, account: Account) -> None:
        """The fee has become known: all terms begin now."""
        turn.data["since"] = clock.now().isoformat()
        for name in TURN_CLOCKS:
            setattr(turn, name, None)
        wind(turn, self)
        self.ask(turn, account)
        turn.save(update_fields=["data", *TURN_CLOCKS])

    def is_spared(self, movement: Movement) -> bool:
        """What is paid and waits for another case never ends by itself."""
        return account_of(movement.pk, self.name).settled

    def passes(self, turn: Turn) -> bool:
        """Whether nothing is left to pay, so that nobody need be asked."""
        return may_go_on(turn.movement, self, account_of(turn.movement.pk, self.name))

    def leave(self, movement: Movement, exit_name: str) -> None:
        """Paid: what was paid is kept with the case, and its term goes on."""
        super().leave(movement, exit_name)
        if exit_name == self.main_exit:
            note(movement, account_of(movement.pk, self.name))
            resume_service(movement, self.flow_class.service)
