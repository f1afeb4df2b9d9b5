"""The lists of fees: open, overdue, paid, remitted, paid too much, and those not counted yet; all by pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal import clock
from movements.fee_models import Entry, Exemption, Fee, Payment
from movements.flow import flow_of, kinds
from movements.models import Movement, State, Turn
from movements.pay_step import Pay
from movements.queries import PAGE
from permissions import policy
from permissions.models import Person
from permissions.names import normalise
from permissions.roles import Act

SUM: DecimalField[Any, Any] = DecimalField(max_digits=14, decimal_places=2)
NOTHING = Value(Decimal("0.00"), output_field=SUM)
STANDINGS = {
    "open": gettext_lazy("to be paid"),
    "overdue": gettext_lazy("overdue"),
    "uncounted": gettext_lazy("a price is missing"),
    "paid": gettext_lazy("paid"),
    "exempt": gettext_lazy("remitted"),
    "over": gettext_lazy("to be given back"),
    "closed": gettext_lazy("ended unpaid"),
}
ENDED = (State.REFUSED, State.WITHDRAWN, State.LAPSED)
"""How a case ends that asks for no fee any more: what was paid for it belongs to the payer."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fee of a list; ``amount`` is empty while it cannot be counted, ``waits`` while the case stands there."""

    key: int
    movement_id: int
    number: str
    applicant: str
    title: str
    step: str
    called: str
    due_at: datetime | None
    overdue: bool
    state: str
    waits: bool = True
    amount: Decimal | None = None
    paid: Decimal = Decimal(0)
    exempt: Decimal = Decimal(0)
    left: Decimal = Decimal(0)
    over: Decimal = Decimal(0)

    @property
    def standing(self) -> str:
        """In which of ``STANDINGS`` it is shown."""
        if self.amount is None:
            return "uncounted"
        ended = self.state in ENDED
        if self.over or (ended and self.paid):
            return "over"
        if ended and self.left:
            return "closed"
        if self.left:
            return "overdue" if self.overdue else "open"
        return "paid" if self.paid else "exempt"


def fees_for(person: Person, *, standing: str = "", typed: str = "", after: int | None = None) -> list[Row]:
    """A page of the fees the person may read and one more, the newest first; the same statements however many.

    Args:
        standing: one of ``STANDINGS``; every counted fee, if empty.
        typed: of the case's number or the applicant's surname.
        after: the key of the last row of the page before.
    """
    units = policy.unit_ids(person, Act.FEE_READ, on=clock.today())
    if standing == "uncounted":
        return _uncounted(units, typed, after)
    found = _counted().filter(movement__unit_id__in=units)
    if standing:
        found = found.filter(_standing(standing))
    if typed:
        found = found.filter(_typed(typed))
    if after:
        found = found.filter(pk__lt=after)
    return [_row(fee) for fee in found.select_related("movement__applicant").order_by("-pk")[: PAGE + 1]]


def _counted() -> QuerySet[Any]:
    """The newest fee of each step, with what its account has and its open turn."""
    later = Fee.objects.filter(movement=OuterRef("movement"), step=OuterRef("step"), pk__gt=OuterRef("pk"))
    turns = Turn.objects.filter(movement=OuterRef("movement"), step=OuterRef("step"), finished__isnull=True)
    return (
        Fee.objects.filter(~Exists(later))
        .annotate(
            paid=_standing_sum(Payment),
            exempt=_standing_sum(Exemption),
            waits=Exists(turns),
            due_at=Subquery(turns.values("due_at")[:1]),
        )
        .annotate(due=Greatest(F("amount") - F("exempt"), NOTHING, output_field=SUM))
    )


def _standing_sum(model: type[Entry]) -> Coalesce:
    """What stands: a row that takes another back has its amount, and takes it away."""
    rows = model._default_manager.filter(movement=OuterRef("movement"), step=OuterRef("step"))
    signed = Case(When(takes_back__isnull=True, then=F("amount")), default=-F("amount"), output_field=SUM)
    summed = rows.order_by().values("movement").annotate(sum=Sum(signed)).values("sum")
    return Coalesce(Subquery(summed, output_field=SUM), NOTHING, output_field=SUM)


def _standing(name: str) -> Q:
    ended = Q(movement__state__in=ENDED)
    # Also of a case that went on before a payment was taken back.
    waiting = Q(paid__lt=F("due")) & ~ended
    return {
        "open": waiting,
        "overdue": waiting & Q(due_at__lt=clock.now()),
        "paid": Q(paid__gte=F("due"), paid__gt=0),
        "exempt": Q(exempt__gt=0),
        "over": Q(paid__gt=F("due")) | (ended & Q(paid__gt=0)),
        "closed": ended & Q(paid=0, due__gt=0),
    }[name]


def _typed(typed: str) -> Q:
    return Q(movement__number__icontains=typed) | Q(movement__applicant__search__contains=normalise(typed))


def _row(fee: Any) -> Row:
    left, over = max(fee.due - fee.paid, Decimal(0)), max(fee.paid - fee.due, Decimal(0))
    overdue = bool(fee.waits and left and fee.due_at and fee.due_at < clock.now())
    sums = {"amount": fee.amount, "paid": fee.paid, "exempt": fee.exempt, "left": left, "over": over}
    return _row_of(fee.pk, fee.movement, fee.step, fee.due_at, overdue, waits=fee.waits, **sums)


def _row_of(key: int, movement: Movement, step: str, due_at: datetime | None, overdue: bool, **more: Any) -> Row:
    flow = flow_of(movement.kind)
    return Row(
        key=key, movement_id=movement.pk, number=str(movement), applicant=movement.applicant.full_name,
        title=str(flow.called), step=step, called=str(flow.step(step).called), due_at=due_at, overdue=overdue,
        state=str(movement.state), **more,
    )  # fmt: skip


def _uncounted(units: frozenset[int], typed: str, after: int | None) -> list[Row]:
    fees = Fee.objects.filter(movement=OuterRef("movement"), step=OuterRef("step"))
    found = waiting_turns().filter(~Exists(fees), movement__unit_id__in=units)
    if typed:
        found = found.filter(_typed(typed))
    if after:
        found = found.filter(pk__lt=after)
    rows = []
    for turn in found.select_related("movement__applicant").order_by("-pk")[: PAGE + 1]:
        movement = turn.movement
        overdue = bool(turn.due_at and turn.due_at < clock.now())
        rows.append(_row_of(turn.pk, movement, turn.step, turn.due_at, overdue))
    return rows


def waiting_turns() -> QuerySet[Turn]:
    """The open turns at steps that are paid for."""
    asked = Q(pk__in=[])
    for kind, flow in kinds().items():
        steps = [step.name for step in flow.steps() if isinstance(step, Pay)]
        if steps:
            asked |= Q(movement__kind=kind, step__in=steps)
    return Turn.objects.filter(asked, finished__isnull=True)


def has_pay(kind: str) -> bool:
    """Whether a movement of this kind ever asks for a fee."""
    return kind in kinds() and any(isinstance(step, Pay) for step in kinds()[kind].steps())


def empty_words(standing: str, typed: str) -> str:
    """What an empty list says."""
    if typed:
        return _("No fee matches.")
    return {
        "open": _("Nobody has to pay anything now."),
        "overdue": _("No fee is overdue."),
        "uncounted": _("No case waits for a price."),
        "paid": _("Nothing is paid yet."),
        "exempt": _("Nobody is exempted yet."),
        "over": _("Nothing is to be given back."),
        "closed": _("No case has ended unpaid."),
    }.get(standing, _("No fee is counted yet. A case brings one when it comes to the step that is paid for."))
