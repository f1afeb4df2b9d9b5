"""The fee part of a case's page: how it was counted, what came in, what is left, and what the office may do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from journal import clock
from journal.refusals import Refusal
from movements.fee_models import Exemption, Payment
from movements.fees import grounds, sheets
from movements.fees.account import Account, accounts
from movements.fees.forms import CountForm, ExemptionForm, PaymentForm
from movements.fees.locked import keeper_of
from movements.fees.queries import ENDED, has_pay
from movements.fees.words import soum
from movements.flow import flow_of
from movements.models import Movement, Turn
from movements.pay_step import Pay
from permissions.models import Institute, Person

Typed = Mapping[str, forms.Form]


def fees_of(person: Person, movement: Movement, turn: Turn | None, typed: Typed | None = None) -> dict[str, Any] | None:
    """The values of ``movements/fee.html``; nothing for a case that never asked for a fee.

    Args:
        typed: forms that were refused, by act.
    """
    if not has_pay(movement.kind):
        return None
    found = {step: account for (_pk, step), account in accounts([movement.pk]).items()}
    waiting = turn.step if turn and isinstance(flow_of(movement.kind).step(turn.step), Pay) else ""
    if waiting and waiting not in found:
        found[waiting] = Account(movement.pk, waiting, None)
    if not found:
        return None
    keeps = _keeps(person, movement)
    parts = [
        _part(movement, turn if step == waiting else None, account, keeps, typed or {})
        for step, account in found.items()
    ]
    return {
        "parts": parts,
        "keeps": keeps,
        "waits": bool(waiting),
        "reference": str(movement),
        "details": Institute.objects.values_list("letterhead", flat=True).get(),
        "once": secrets.token_urlsafe(12),
    }


def _keeps(person: Person, movement: Movement) -> bool:
    try:
        keeper_of(person, movement)
    except Refusal:
        return False
    return True


def _part(movement: Movement, turn: Turn | None, account: Account, keeps: bool, typed: Typed) -> dict[str, Any]:
    fee = account.fee
    until = turn and (turn.lapses_at or turn.due_at)
    return {
        "step": account.step,
        "title": str(flow_of(movement.kind).step(account.step).called),
        "account": account,
        "known": fee is not None,
        "lines": [_line(line) for line in fee.lines] if fee else [],
        "source": sheets.in_language(fee.source) if fee else "",
        "rounding": sheets.in_language(fee.rounding) if fee else "",
        "sums": {name: soum(getattr(account, name)) for name in ("amount", "exempt", "due", "paid", "left", "over")},
        "until": until,
        "overdue": bool(until and until < clock.now() and account.left),
        "waits": turn is not None,
        "gives_back": movement.state in ENDED and bool(account.paid),
        "payments": [_payment(movement, row, account.payments) for row in account.payments if not row.takes_back_id],
        "exemptions": [_exemption(row, account.exemptions) for row in account.exemptions if not row.takes_back_id],
        "forms": _forms(movement, account, turn, typed) if keeps else {},
    }


def _line(line: Mapping[str, Any]) -> dict[str, str]:
    shown = {name: sheets.number(line[name]) for name in ("quantity", "price", "amount")}
    return {"text": sheets.in_language(line["text"]), **shown}


def _payment(movement: Movement, row: Payment, rows: Sequence[Payment]) -> dict[str, Any]:
    return {
        **_entry(row, rows),
        "paid_on": row.paid_on,
        "document": row.document,
        "number": sheets.number_of(movement, row),
    }


def _exemption(row: Exemption, rows: Sequence[Exemption]) -> dict[str, Any]:
    return {**_entry(row, rows), "ground": grounds.said(row.ground), "paper": row.paper, "at": row.at}


def _entry(row: Payment | Exemption, rows: Sequence[Payment] | Sequence[Exemption]) -> dict[str, Any]:
    back = next((one for one in rows if one.takes_back_id == row.pk), None)
    return {
        "pk": row.pk,
        "sum": soum(row.amount),
        "by": row.by.full_name,
        "words": row.words,
        "stands": back is None,
        "back": back.words if back else "",
    }


def _forms(movement: Movement, account: Account, turn: Turn | None, typed: Typed) -> dict[str, forms.Form]:
    """What may be done with this account now."""
    offered: dict[str, forms.Form] = {}
    if turn is not None and (account.fee is None or account.settled):
        offered["count"] = CountForm()
    initial = {"paid_on": clock.today().isoformat(), "amount": f"{account.left}" if account.left else ""}
    offered["payment"] = PaymentForm(initial=initial, auto_id=f"payment_{account.step}_%s")
    if account.fee is not None and account.left and movement.state not in ENDED:
        offered["exempt"] = ExemptionForm(auto_id=f"exempt_{account.step}_%s")
    return {act: typed.get(f"{act}:{account.step}", form) for act, form in offered.items()}
