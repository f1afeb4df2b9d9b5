"""The papers of a fee: how it was counted, and a receipt for each payment, in the applicant's language."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from movements.fee_models import Fee, Payment
from movements.fees.account import Account
from movements.fees.sum_words import in_words
from movements.fees.words import grouped, soum
from movements.flow import flow_of
from movements.models import Movement
from orders import sheets
from orders.sheets import Form, Hand, Table
from permissions.roles import Role
from students.study_plan import half_a_tiyin_up

CALCULATION, RECEIPT = "fee_calculation", "receipt_of_payment"


def calculation(movement: Movement, fee: Fee) -> None:
    """Plan the sheet that says how the fee was counted."""
    language = _language(movement)
    with translation.override(language):
        sheets.plan(
            kind=CALCULATION,
            about=_about(movement),
            key=f"fee:{fee.pk}",
            title=_("Calculation of the fee"),
            number=str(movement),
            language=language,
            says=Form(facts=_facts(movement, fee), tables=[_lines(fee)], closing=_closing(fee)),
        )


def _facts(movement: Movement, fee: Fee) -> list[tuple[str, str]]:
    """Whose case it is, what is paid for, and where the prices stand."""
    return [*_case(movement, fee.step), (_("Where the prices stand"), in_language(fee.source))]


def _case(movement: Movement, step: str) -> list[tuple[str, str]]:
    flow = flow_of(movement.kind)
    facts = [
        (_("Applicant"), movement.applicant.full_name),
        (_("Application"), f"{flow.called}, № {movement}"),
        (_("Paid for"), str(flow.step(step).called)),
    ]
    if movement.student is not None:
        facts.insert(1, (_("Student number"), movement.student.number))
    return facts


def _lines(fee: Fee) -> Table:
    rows = [
        [in_language(line["text"]), *(number(line[name]) for name in ("quantity", "price", "amount"))]
        for line in fee.lines
    ]
    return Table(
        head=(_("What for"), _("Quantity"), _("Price, soʻm"), _("Sum, soʻm")),
        rows=rows,
        foot=(_("To be paid"), "", "", grouped(fee.amount)),
        numbers=(1, 2, 3),
    )


def _closing(fee: Fee) -> list[str]:
    words = _("Sum in words: %(words)s.") % {"words": in_words(fee.amount, _active())}
    return [words, _("Rounding: %(rule)s.") % {"rule": in_language(fee.rounding)}]


def receipt(movement: Movement, payment: Payment, account: Account) -> None:
    """Plan the receipt of a payment that was just recorded.

    Args:
        account: with the payment in it.
    """
    language = _language(movement)
    with translation.override(language):
        facts = [
            *_case(movement, payment.step),
            (_("Received"), soum(payment.amount)),
            (_("In words"), in_words(payment.amount, language)),
            (_("Paid on"), f"{payment.paid_on:%d.%m.%Y}"),
            (_("Payment document"), f"№ {payment.document}"),
            (_("Left to pay"), soum(account.left)),
        ]
        if account.over:
            facts.append((_("Paid too much"), soum(account.over)))
        sheets.plan(
            kind=RECEIPT,
            about=_about(movement),
            key=f"payment:{payment.pk}",
            title=_("Receipt of a payment"),
            number=number_of(movement, payment),
            language=language,
            says=Form(facts=facts, hands=[Hand(str(Role.ACCOUNTANT.label), payment.by.full_name)]),
        )


def take_back(payment: Payment, why: str) -> None:
    """Say of the receipt that it no longer holds."""
    sheets.void(kind=RECEIPT, key=f"payment:{payment.pk}", why=why)


def number_of(movement: Movement, payment: Payment) -> str:
    """The number of a receipt: that of the case, and which row of it."""
    return f"{movement}/{payment.ordinal}"


def number(kept: str) -> str:
    """An exact number as people read it: one that does not end is shown to the tiyin, with a sign that it is not."""
    exact = Fraction(kept)
    if "/" in kept:
        return f"≈ {grouped(half_a_tiyin_up(exact))}"
    whole, _point, part = kept.partition(".")
    return f"{int(whole):,}".replace(",", "\u00a0") + (f",{part}" if part else "")


def in_language(kept: dict[str, Any]) -> str:
    """A kept sentence in the active language."""
    return str(kept.get(_active()) or kept.get("uz") or "")


def _active() -> str:
    return (translation.get_language() or "uz")[:2]


def _language(movement: Movement) -> str:
    return movement.applicant.language or "uz"


def _about(movement: Movement) -> str:
    return f"movement:{movement.pk}"
