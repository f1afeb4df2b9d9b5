"""What a movement will mean, said before it is filed and before its order is signed. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from movements import differences, numbers
from movements.difference_target import decided_in_order, programme_code
from movements.duties import Duty, duties_of
from movements.facts import filed_on
from movements.fees.words import soum
from movements.flow import flow_of
from movements.limits import Limit, Numbers, in_force
from movements.models import CaseItem, Movement
from movements.numbers import Book
from orders.models import OrderItem
from students.hemis.codes import Decree
from students.models import Payment
from students.study_plan import fee

# Where the law sets the payment basis anew (578/2025, annex 3).
SETS_PAYMENT = (Decree.RESTORE, Decree.TRANSFER, Decree.ADMISSION)


@dataclass(frozen=True)
class Fee:
    """What the credits cost, in soʻm; ``sum`` is None while a number is missing, and ``why`` says which."""

    sum: Decimal | None
    why: str
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Impact:
    """What one movement means.

    Args:
        result: sums of the academic difference; None where the movement asks for none, or nothing can be compared.
        counted: whether the movement asks for an academic difference at all.
        frozen: the office has confirmed it; otherwise it is an estimate.
        fee: None where nothing is to be made up.
        payment_now, payment_after: in words; empty where nobody studies on any.
    """

    result: dict[str, Any] | None
    counted: bool
    frozen: bool
    fee: Fee | None
    payment_now: str
    payment_after: str
    duties: tuple[Duty, ...]

    def lines(self) -> list[tuple[str, str]]:
        """Label and value of everything it says, in the reader's language."""
        told = self._difference_lines() if self.counted else []
        if self.payment_now or self.payment_after:
            same = self.payment_now == self.payment_after
            after = _("%(payment)s, as now") % {"payment": self.payment_now} if same else self.payment_after
            told.append((_("Payment afterwards"), after))
        told += [(str(duty.office).capitalize(), str(duty.text)) for duty in self.duties]
        return told or [(_("What else follows"), _("nothing: no credits, no fee, and no other office has to act"))]

    def _difference_lines(self) -> list[tuple[str, str]]:
        if self.result is None:
            return [(_("To make up"), _("not known yet: the office has not compared the curricula"))]
        words = {"credits": plain(self.result["credits"]), "subjects": self.result["subjects"]}
        amount = _("%(credits)s credits, differing subjects: %(subjects)d") % words
        told = [(_("To make up") if self.frozen else _("To make up (estimate)"), amount)]
        place = {"course": self.result["course"], "semester": self.result["semester"]}
        told.append((_("Proposed"), _("year %(course)d, semester %(semester)d") % place))
        if self.result["plan"]:
            told.append((_("Personal plan"), "; ".join(planned(one) for one in self.result["plan"])))
        if self.fee:
            told.append((_("Fee by credits"), soum(self.fee.sum) if self.fee.sum is not None else self.fee.why))
        return told


def planned(one: dict[str, Any]) -> str:
    """One semester of a plan in words."""
    words = {"semester": one["semester"], "credits": plain(one["credits"]), "count": len(one["subjects"])}
    return _("semester %(semester)d: %(credits)s credits, subjects: %(count)d") % words


def plain(amount: str) -> str:
    """An amount without the zeros nobody writes."""
    return f"{Decimal(amount).normalize():f}"


def fee_of(credits: Decimal, *, programme_code: str, book: Book) -> Fee | None:
    """The fee for credits by the numbers of a day: the contract of the programme, else the one for all.

    Nothing where there are no credits. The sum is rounded to whole tiyin, half a tiyin up.
    """
    if not credits:
        return None
    annual = book.number(f"{numbers.ANNUAL_CONTRACT}.{programme_code}")
    if annual is None:
        annual = book.number(numbers.ANNUAL_CONTRACT)
    year = book.number(numbers.CREDITS_A_YEAR)
    if annual is None:
        return Fee(None, _("the office has not entered the annual contract price"))
    if not year:
        return Fee(None, _("the credits of a year are not entered"))
    return Fee(fee(credits, annual_contract=annual, credits_a_year=year), "", tuple(book.used))


def can_be_told(movement: Movement) -> bool:
    """Whether what is stated names the programme asked for, where the movement asks for one (else all is a guess)."""
    asks = "programme" in flow_of(movement.kind).first_step().form.base_fields
    return not asks or bool(programme_code(movement.stated))


def impact_of(movement: Movement) -> Impact:
    """What a case will mean, as far as it is known now; a rehearsed one is a movement that was never saved.

    Seven statements where the difference is estimated, none otherwise.
    """
    flow = flow_of(movement.kind)
    step = differences.differing_step(flow)
    frozen = frozen_of(movement)
    result, programme = frozen, _programme(movement)
    if frozen is None and step is not None:
        basis = differences.basis_of(movement, step)
        programme = basis.target.programme_code
        if basis.curriculum is not None:
            found = differences.compared(movement, basis.target, basis.curriculum, basis.verdicts)
            result = differences.result_of(found)
    now = _payment(movement.student.payment if movement.student else "")
    return Impact(
        result=result,
        counted=step is not None,
        frozen=frozen is not None,
        fee=_fee(movement, result, programme),
        payment_now=now,
        payment_after=_after(movement, now),
        duties=tuple(duties_of(order.effect.code for order in flow.orders())),
    )


def _fee(movement: Movement, result: dict[str, Any] | None, programme: str, held: Numbers | None = None) -> Fee | None:
    if result is None:
        return None
    book = Book(filed_on(movement), held)
    return fee_of(differences.credits_of(result), programme_code=programme, book=book)


def frozen_of(movement: Movement) -> dict[str, Any] | None:
    """The difference an office has confirmed, the last one."""
    found = [answers["difference"] for answers in decided_in_order(movement) if "difference" in answers]
    return found[-1] if found else None


def _programme(movement: Movement) -> str:
    return programme_code(movement.stated) or (movement.student.programme.code if movement.student else "")


def _payment(code: str) -> str:
    return str(Payment(code).label) if code in Payment.values else ""


def _after(movement: Movement, now: str) -> str:
    """The payment after the movement: as an office has decided, as it is, or that an office will say."""
    decided = [answers["payment"] for answers in decided_in_order(movement) if answers.get("payment")]
    if decided:
        return _payment(str(decided[-1]))
    types = {order.effect.hemis_decree_type for order in flow_of(movement.kind).orders()}
    if types.isdisjoint(SETS_PAYMENT):
        return now
    return _("fee contract, unless the office finds an exception of the law (578/2025, annex 3)")


def of_items(items: Sequence[OrderItem]) -> dict[int, list[tuple[str, str]]]:
    """What the items of an order mean beside the change of the record, by item; two statements for all.

    An item that no case led to says nothing.
    """
    links = CaseItem.objects.select_related("movement__student__programme").filter(item__in=[item.pk for item in items])
    by_pk, held = {item.pk: item for item in items}, in_force()
    return {link.item_id: _of_item(link.movement, by_pk[link.item_id], held).lines() for link in links}


def _of_item(movement: Movement, item: OrderItem, held: Numbers) -> Impact:
    result = frozen_of(movement)
    now = str(item.facts.get("payment", ""))
    after = next((str(line["after"]) for line in item.difference if line["field"] == "payment"), now)
    return Impact(
        result=result,
        counted=differences.differing_step(flow_of(movement.kind)) is not None,
        frozen=result is not None,
        fee=_fee(movement, result, _programme(movement), held),
        payment_now=_payment(now),
        payment_after=_payment(after),
        duties=tuple(duties_of([item.effect])),
    )
