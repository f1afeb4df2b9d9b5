"""What the API says of fees and payments, and what it is told: the shapes, and how they are filled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from journal.reading import LONGEST, Day, Key, Sent
from movements.fee_models import PaymentLine
from movements.fees import sheets
from movements.fees.account import Account, accounts
from movements.fees.queries import Row
from movements.models import Movement

SUM = "soʻm with tiyin, as text"


class FeeLineOut(Schema):
    """One line of the calculation; numbers are exact, a fraction where no decimal is."""

    text: str
    quantity: str
    price: str
    amount: str


class EntryOut(Schema):
    """A payment or an exemption; ``taken_back`` says why, where somebody took it back."""

    id: int
    amount: str = Field(description=SUM)
    by: str
    at: datetime
    note: str
    taken_back: str | None


class PaymentOut(EntryOut):
    """A payment."""

    paid_on: date
    document: str
    source: str
    receipt: str = Field(description="number of the receipt")


class ExemptionOut(EntryOut):
    """An exemption."""

    ground: str
    paper: str


class AccountOut(Schema):
    """What one step of a case costs, and what came in; ``amount`` is empty while a price is missing."""

    step: str
    amount: str | None = Field(description=SUM)
    exempt: str
    paid: str
    left: str
    over: str = Field(description="what came in beyond the fee")
    settled_on: date | None
    lines: list[FeeLineOut]
    source: str
    rounding: str
    payments: list[PaymentOut]
    exemptions: list[ExemptionOut]


class CaseFeesOut(Schema):
    """The fees of one case, one a step that is paid for."""

    movement: int
    number: str
    state: str
    step: str
    fees: list[AccountOut]


class FeeRowOut(Schema):
    """One fee of a list."""

    movement: int
    number: str
    applicant: str
    step: str
    standing: str
    amount: str | None
    paid: str
    exempt: str
    left: str
    over: str
    due_at: datetime | None


class FeePage(Schema):
    """One page; ``next`` is the ``after`` of the page that follows."""

    items: list[FeeRowOut]
    next: int | None


class PaymentIn(Sent):
    """Money that came in."""

    amount: str = Field(max_length=30, description="in soʻm, for instance 412000 or 412 000,50; never a number")
    paid_on: Day
    document: str = Field(max_length=64, description="number of the payment document; of one day it is recorded once")
    step: str = Field("", max_length=64, description="which step is paid for, where the case has several")
    note: str = Field("", max_length=LONGEST)


class ExemptionIn(Sent):
    """Why a fee, or a part of it, need not be paid."""

    ground: str = Field(max_length=64)
    paper: str = Field(max_length=300, description="the document it rests on: what it is, its number and date")
    note: str = Field(max_length=LONGEST)
    amount: str = Field("", max_length=30, description="empty: as much as the ground remits")
    step: str = Field("", max_length=64)


class BackIn(Sent):
    """Why a row is taken back."""

    note: str = Field(max_length=LONGEST)


class MatchIn(Sent):
    """The case a line pays for."""

    movement: Key
    step: str = Field("", max_length=64)


class FileOut(Schema):
    """A file of payments: what it holds, and whether its lines are kept."""

    id: int
    name: str
    imported_at: datetime | None
    report: dict[str, Any]


class LineOut(Schema):
    """A line that waits for somebody."""

    id: int
    file: str
    number: int
    document: str
    paid_on: date
    amount: str
    payer: str
    pinfl: str
    student_number: str
    purpose: str


class LinePage(Schema):
    """One page; ``next`` is the ``after`` of the page that follows."""

    items: list[LineOut]
    next: int | None


def case_json(movement: Movement) -> dict[str, Any]:
    """The fees of a case, in three statements."""
    found = [account_json(movement, account) for account in accounts([movement.pk]).values()]
    return {
        "movement": movement.pk,
        "number": str(movement),
        "state": str(movement.state),
        "step": movement.step,
        "fees": found,
    }


def account_json(movement: Movement, account: Account) -> dict[str, Any]:
    """One account with every row it ever had."""
    fee = account.fee
    sums = {name: str(getattr(account, name)) for name in ("exempt", "paid", "left", "over")}
    return {
        **sums,
        "step": account.step,
        "amount": str(fee.amount) if fee else None,
        "settled_on": account.settled_on,
        "lines": [{**line, "text": sheets.in_language(line["text"])} for line in fee.lines] if fee else [],
        "source": sheets.in_language(fee.source) if fee else "",
        "rounding": sheets.in_language(fee.rounding) if fee else "",
        "payments": [
            {
                **_entry(row, account.payments), "paid_on": row.paid_on, "document": row.document,
                "source": row.source, "receipt": sheets.number_of(movement, row),
            }
            for row in account.payments if not row.takes_back_id
        ],
        "exemptions": [
            {**_entry(row, account.exemptions), "ground": row.ground, "paper": row.paper}
            for row in account.exemptions if not row.takes_back_id
        ],
    }  # fmt: skip


def _entry(row: Any, rows: Any) -> dict[str, Any]:
    back = next((one.words for one in rows if one.takes_back_id == row.pk), None)
    return {
        "id": row.pk,
        "amount": str(row.amount),
        "by": row.by.full_name,
        "at": row.at,
        "note": row.words,
        "taken_back": back,
    }


def row_json(row: Row) -> dict[str, Any]:
    """One fee of a list."""
    sums = {name: f"{getattr(row, name):.2f}" for name in ("paid", "exempt", "left", "over")}
    amount = None if row.amount is None else str(row.amount)
    names = ("number", "applicant", "step", "standing", "due_at")
    return {**sums, **{name: getattr(row, name) for name in names}, "movement": row.movement_id, "amount": amount}


def line_json(line: PaymentLine) -> dict[str, Any]:
    """A line that waits."""
    names = ("number", "document", "paid_on", "payer", "pinfl", "student_number", "purpose")
    told = {name: getattr(line, name) for name in names}
    return {**told, "id": line.pk, "file": line.file.name, "amount": str(line.amount)}
