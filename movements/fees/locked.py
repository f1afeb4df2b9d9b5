"""How every act on a fee begins (lock the case, read it, ask policy) and how one ends that may carry the case on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict, Invalid, NotFound
from journal.writes import Insert
from movements.access import can_see
from movements.actions.locked import lock_case, read_case, read_turn, record
from movements.activations import walk
from movements.fee_models import Entry, Payment
from movements.fees import sheets
from movements.fees.account import account_of, accounts
from movements.fees.counting import may_go_on, refuse_what_must_wait
from movements.flow import flow_of
from movements.models import Movement, Turn
from movements.pay_step import Pay
from permissions import policy
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import Act


class FeeAct:
    """One act on the fee of one case: the locked case, its open turn at a ``Pay``, and by which power it is done.

    Raises:
        NotFound: no such case for this actor.
        Conflict: the actor does not keep fees there, or it is the actor's own case.
    """

    def __init__(self, actor: Person, movement_id: int) -> None:
        lock_case(movement_id)
        turn = read_turn(movement_id)
        self.movement: Movement = turn.movement if turn else read_case(movement_id)
        self.turn: Turn | None = turn if turn and isinstance(turn.flow_task, Pay) else None
        self.power: Power = keeper_of(actor, self.movement)

    def step_of(self, name: str = "") -> Pay:
        """The step that is paid for: the one named, the one where the case stands, or the only one it came to.

        Raises:
            Invalid: none of these.
        """
        name = name or (self.turn.step if self.turn else "") or _only(self.movement)
        step = next((one for one in flow_of(self.movement.kind).steps() if one.name == name), None)
        if not isinstance(step, Pay):
            raise Invalid(
                _("Say for which step of the case this is."), fields={"step": [_("no step that is paid for")]}
            )
        return step

    def keep(self, act: str, row: Entry, said: dict[str, Any]) -> None:
        """Write a row of the account with its event, and carry the case on if nothing is left to pay."""
        row.movement, row.by, row.office, row.at = self.movement, self.power.person, self.power.office, clock.now()
        payload = {"step": row.step, "amount": str(row.amount), **said}
        step = self.step_of(row.step)
        clause = step.clause
        record(
            self.movement, actor=self.power.actor, act=act, clause=clause, payload=payload, turn=self.turn,
            beside=[Insert(row)],
        )  # fmt: skip
        if isinstance(row, Payment) and row.takes_back_id is None:
            sheets.receipt(self.movement, row, account_of(self.movement.pk, step.name))
        self.carry_on(step)

    def carry_on(self, step: Pay, *, demand: bool = False) -> bool:
        """Let the case go on where it stands at this step and its fee is settled; returns whether it went.

        Args:
            demand: say why it may not, where another case must end first.
        """
        if self.turn is None or self.turn.step != step.name:
            return False
        account = account_of(self.movement.pk, step.name)
        if demand and account.settled:
            refuse_what_must_wait(self.movement, step)
        if not may_go_on(self.movement, step, account):
            return False
        turn = self.turn
        walk(turn, step.main_exit)
        payload = {"step": step.name, **self.movement.decided[step.name]}
        record(self.movement, actor=self.power.actor, act="paid", clause=step.clause, payload=payload, turn=turn)
        self.turn = None
        return True


def keeper_of(actor: Person, movement: Movement) -> Power:
    """By which power the actor keeps the fees of a case. Raises NotFound and Conflict as ``FeeAct`` does."""
    where: dict[str, Any] = {"unit": movement.unit, "subject_id": movement.applicant_id, "on": clock.today()}
    power = policy.power(actor, Act.FEE_KEEP, **where)
    if power is not None and movement.filed_by_id != actor.pk and (can_see(actor, movement) or _has_fee(movement)):
        return power
    if not can_see(actor, movement):
        raise NotFound(_("There is no such case."))
    if movement.applicant_id == actor.pk:
        raise Conflict(_("Nobody keeps the fee of their own case."))
    raise Conflict(_("This is not yours to do: no appointment of yours allows it today."))


def _has_fee(movement: Movement) -> bool:
    return any(movement.pk == movement_id for movement_id, _step in accounts([movement.pk]))


def _only(movement: Movement) -> str:
    steps = {step for _movement, step in accounts([movement.pk])}
    return steps.pop() if len(steps) == 1 else ""


def past_day(day: date, *, field: str) -> date:
    """A day that has come.

    Raises:
        Invalid: it is still to come.
    """
    if day > clock.today():
        sentence = _("This day is still to come.")
        raise Invalid(sentence, fields={field: [sentence]})
    return day
