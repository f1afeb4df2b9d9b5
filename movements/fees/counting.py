"""The fee of a step: counted from what the flow says, frozen as a row, counted anew only where the case comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.events import MACHINE, prepared_event
from journal.refusals import Conflict
from journal.writes import write
from movements import conflicts
from movements.fee_models import Fee
from movements.fees import sheets
from movements.fees.account import Account, account_of
from movements.fees.due import Due, in_languages, kept
from movements.fees.words import soum
from movements.models import Movement
from movements.steps import Order

if TYPE_CHECKING:
    from movements.pay_step import Pay


def paid_on(movement: Movement, step: str) -> date | None:
    """The day on which what was paid and remitted reached the fee of a step; none while it has not."""
    return account_of(movement.pk, step).settled_on


def count(movement: Movement, step: Pay) -> Account:
    """Count what the step costs and freeze it; where the price is not known yet, nothing is frozen.

    The caller holds the lock of the case and saves it afterwards.
    """
    account, due = account_of(movement.pk, step.name), step.fee(movement)
    if due is None:
        return account
    fee = _row(movement, step, due)
    if account.fee is not None and _same(account.fee, fee):
        return account
    _freeze(movement, step, fee)
    return replace(account, fee=fee)


def _row(movement: Movement, step: Pay, due: Due) -> Fee:
    return Fee(
        movement=movement,
        step=step.name,
        amount=due.amount,
        lines=[kept(line) for line in due.lines],
        source=in_languages(due.source),
        rounding=in_languages(due.rounding),
        fixed_at=clock.now(),
    )


def _same(one: Fee, other: Fee) -> bool:
    return (one.amount, one.lines, one.source) == (other.amount, other.lines, other.source)


def _freeze(movement: Movement, step: Pay, fee: Fee) -> None:
    fee.save(force_insert=True)
    sheets.calculation(movement, fee)
    said = {"step": step.name, "amount": str(fee.amount), "words": soum(fee.amount), "lines": fee.lines}
    ids = {"movement": movement.pk, "fee": fee.pk}
    event, writes = prepared_event(movement, actor=MACHINE, act="fee", payload=said, clause=step.clause, ids=ids)
    write(*writes)
    told = {"movement": movement.pk, "seq": event.seq, "act": "fee", "actor": None}
    jobs.enqueue("movements.notify", key=f"notify:{movement.pk}:{event.seq}", args=told)


def may_go_on(movement: Movement, step: Pay, account: Account) -> bool:
    """Whether nothing is left to pay and no other case of the applicant must end first."""
    if not account.settled:
        return False
    try:
        refuse_what_must_wait(movement, step)
    except Conflict:
        return False
    return True


def refuse_what_must_wait(movement: Movement, step: Pay) -> None:
    """Let no case go on to an order that must wait for another. Raises Conflict, as an approval does."""
    if isinstance(step.exits[step.main_exit], Order):
        conflicts.refuse_approval(movement)


def note(movement: Movement, account: Account) -> None:
    """Keep with the case what was paid for the step it leaves."""
    on = account.settled_on
    paid = {"amount": str(account.amount), "paid": str(account.paid), "paid_on": on.isoformat() if on else ""}
    movement.decided = {**movement.decided, account.step: paid}


def unknown() -> str:
    """What the office is told while the fee cannot be counted."""
    return _("The fee cannot be counted yet: a price is missing. Enter the price, then have the fee counted.")
