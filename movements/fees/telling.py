"""What an applicant is told of a fee: how much, until when and how; what came in; and that unpaid it ends refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from journal import clock
from movements.acts import find_clause
from movements.fees.account import Account, account_of
from movements.fees.words import soum
from movements.flow import flow_of
from movements.models import Movement, Turn

Sentence = tuple[str, str]


def fee_sentence(movement: Movement) -> Sentence:
    """A fee was counted: what to pay, until when and with which reference."""
    account = _account(movement)
    words = {"case": movement, "sum": soum(account.left), "step": flow_of(movement.kind).step(account.step).called}
    if not account.left:
        return _("Case %(case)s: nothing is to be paid (%(step)s)") % words, ""
    return _("Case %(case)s: to be paid: %(sum)s (%(step)s)") % words, "\n\n".join(how_to_pay(movement))


def how_to_pay(movement: Movement) -> list[str]:
    """Until when a fee is to be paid and what is written on the payment."""
    turn = Turn.objects.filter(movement=movement, finished__isnull=True).first()
    until = turn.lapses_at or turn.due_at if turn else None
    told = [_("To be paid by %(day)s (Tashkent time).") % {"day": _moment(until)}] if until else []
    return [*told, _("Write the number of the case on the payment: %(case)s.") % {"case": movement}]


def payment_sentence(movement: Movement) -> Sentence:
    """A payment or an exemption was recorded or taken back: what is left now."""
    account = _account(movement)
    words = {"case": movement, "rest": soum(account.left), "paid": soum(account.paid), "over": soum(account.over)}
    if account.over:
        told = _("What was paid beyond the fee is yours; ask the accountant's office.")
        return _("Case %(case)s: paid %(paid)s; paid too much: %(over)s") % words, told
    return _("Case %(case)s: paid %(paid)s; left to pay: %(rest)s") % words, ""


def unpaid_sentence(until: datetime) -> Callable[[Movement], Sentence]:
    """What the applicant is told before an unpaid case is refused: until when it can be saved, and by which clause."""

    def sentence(movement: Movement) -> Sentence:
        account = _account(movement)
        words = {"case": movement, "day": _moment(until), "sum": soum(account.left)}
        subject = _("Case %(case)s will be refused after %(day)s unless it is paid: %(sum)s") % words
        clause = find_clause(flow_of(movement.kind).step(account.step).clause)
        told = _("If %(sum)s is not paid by %(day)s (Tashkent time), the application is refused.") % words
        return subject, f"{told}\n\n{clause.text} ({_(clause.reference)})" if clause else told

    return sentence


def _moment(moment: datetime) -> str:
    return moment.astimezone(clock.zone).strftime("%d.%m.%Y %H:%M")


def _account(movement: Movement) -> Account:
    """Of the step where the case stands; once it went on, of the step that was counted last."""
    counted = list(movement.fees.order_by("-id").values_list("step", flat=True))
    return account_of(movement.pk, movement.step if movement.step in counted or not counted else counted[0])
