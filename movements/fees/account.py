"""The account of one step of one case: what it costs, what was remitted and paid, and what is left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar

from journal import clock
from movements.fee_models import Entry, Exemption, Fee, Payment

NOTHING = Decimal("0.00")
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Account:
    """Everything of one step; payments and exemptions with those taken back and the rows that take them back."""

    movement_id: int
    step: str
    fee: Fee | None
    payments: Sequence[Payment] = ()
    exemptions: Sequence[Exemption] = ()

    @property
    def amount(self) -> Decimal:
        """The fee as it was counted; nothing while it is not known."""
        return self.fee.amount if self.fee else NOTHING

    @property
    def exempt(self) -> Decimal:
        """What was remitted."""
        return _sum(standing(self.exemptions))

    @property
    def due(self) -> Decimal:
        """What is to be paid of the fee."""
        return max(self.amount - self.exempt, NOTHING)

    @property
    def paid(self) -> Decimal:
        """What came in and was not taken back."""
        return _sum(standing(self.payments))

    @property
    def rest(self) -> Decimal:
        """What is still to be paid; negative where more came in than was due."""
        return self.due - self.paid

    @property
    def left(self) -> Decimal:
        """What is still to be paid; never negative."""
        return max(self.rest, NOTHING)

    @property
    def over(self) -> Decimal:
        """What came in beyond the fee and belongs to the payer."""
        return max(-self.rest, NOTHING)

    @property
    def settled(self) -> bool:
        """Whether the fee is known and nothing of it is left."""
        return self.fee is not None and self.rest <= 0

    @property
    def settled_on(self) -> date | None:
        """The day on which what was paid and remitted reached the fee; none while it has not."""
        if self.fee is None or not self.settled:
            return None
        came = [(_day(row), row.amount) for row in standing(self.exemptions)]
        came += [(row.paid_on, row.amount) for row in standing(self.payments)]
        came.sort(key=lambda one: one[0])
        sums = accumulate(amount for _on, amount in came)
        reached = (day for (day, _amount), so_far in zip(came, sums, strict=True) if so_far >= self.fee.amount)
        return next(reached, self.fee.fixed_at.astimezone(clock.zone).date())


def standing(rows: Sequence[E]) -> list[E]:
    """The rows that nobody has taken back."""
    gone = {row.takes_back_id for row in rows if row.takes_back_id}
    return [row for row in rows if row.takes_back_id is None and row.pk not in gone]


def _sum(rows: Sequence[Entry]) -> Decimal:
    return sum((row.amount for row in rows), NOTHING)


def _day(row: Exemption) -> date:
    return row.at.astimezone(clock.zone).date()


def account_of(movement_id: int, step: str) -> Account:
    """The account of one step of a case, in three statements."""
    return accounts([movement_id]).get((movement_id, step), Account(movement_id, step, None))


def accounts(movement_ids: Collection[int]) -> dict[tuple[int, str], Account]:
    """Every account of these cases by case and step, in three statements however many they are."""
    fees = {(fee.movement_id, fee.step): fee for fee in Fee.objects.filter(movement__in=movement_ids)}
    payments, exemptions = _by_step(Payment, movement_ids), _by_step(Exemption, movement_ids)
    steps = dict.fromkeys([*fees, *payments, *exemptions])
    return {key: Account(*key, fees.get(key), payments.get(key, ()), exemptions.get(key, ())) for key in steps}


def _by_step(model: type[E], movement_ids: Collection[int]) -> dict[tuple[int, str], list[E]]:
    found: dict[tuple[int, str], list[E]] = {}
    for row in model._default_manager.filter(movement__in=movement_ids).select_related("by").order_by("id"):
        found.setdefault((row.movement_id, row.step), []).append(row)
    return found
