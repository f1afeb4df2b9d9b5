"""Every write to the fee of a case: count it, record and take back payments, exempt. Page, call and import act here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from journal.reading import one_line, words
from journal.refusals import Conflict, Invalid, NotFound
from journal.transactions import whole_act
from movements.actions.locked import record
from movements.fee_models import Exemption, Payment, PaymentLine
from movements.fees import grounds, sheets
from movements.fees.account import account_of, standing
from movements.fees.counting import count, unknown
from movements.fees.locked import FeeAct, past_day
from movements.fees.words import positive_sum, soum
from movements.models import Movement
from permissions.models import Person

LONGEST_DOCUMENT = 64
LONGEST_PAPER = 300


@whole_act
def count_fee(*, actor: Person, movement_id: int) -> Movement:
    """Count the fee of a case that waits for a price, or let one go on that waited for another case.

    Raises:
        NotFound: no such case for this actor.
        Conflict: not the actor's act, the case does not wait for its fee, a price is still missing, or another case of
            the applicant must end first.
    """
    act = FeeAct(actor, movement_id)
    if act.turn is None:
        raise Conflict(_("This case does not wait for a fee."))
    step, known = act.step_of(), account_of(movement_id, act.turn.step).fee
    account = count(act.movement, step)
    if account.fee is None:
        raise Conflict(unknown())
    if account.fee != known:
        step.ask_later(act.turn, account)
    if not act.carry_on(step, demand=True):
        payload = {"step": step.name, "amount": str(account.amount)}
        record(act.movement, actor=act.power.actor, act="count", payload=payload, turn=act.turn)
    return act.movement


def count_waiting(*, actor: Person, movement_ids: Sequence[int]) -> int:
    """Count the fees of these cases, each in a transaction of its own, and give how many were counted.

    A case whose price is still missing, or which somebody else has counted meanwhile, stops no other.
    """
    counted = 0
    for movement_id in movement_ids:
        try:
            with transaction.atomic():
                count_fee(actor=actor, movement_id=movement_id)
        except (Conflict, NotFound):
            continue
        counted += 1
    return counted


@whole_act
def record_payment(
    *,
    actor: Person,
    movement_id: int,
    amount: object,
    paid_on: date,
    document: str,
    step: str = "",
    note: str = "",
    line: PaymentLine | None = None,
) -> Payment:
    """Record money that came in for a step of a case; the payment that reaches the fee carries the case on.

    What comes after the case has ended is recorded too: it belongs to the payer and is shown.

    Args:
        actor: who keeps the fees there.
        movement_id: the case.
        amount: soʻm, more than nothing.
        paid_on: the day of the payment by the bank's document.
        document: the bank's number; one document of a day is recorded once.
        step: which step is paid for, where the case has several.
        note: the accountant's words.
        line: the line of a file it comes from.

    Raises:
        NotFound: no such case for this actor.
        Conflict: not the actor's act, or the document is recorded already.
        Invalid: no sum, no such step, a day to come, or no document.
    """
    act = FeeAct(actor, movement_id)
    sum_, named = positive_sum(amount), one_line(document)
    if not named or len(named) > LONGEST_DOCUMENT:
        sentence = _("The number of the payment document is needed, at most %(most)d characters.")
        told = sentence % {"most": LONGEST_DOCUMENT}
        raise Invalid(told, fields={"document": [told]})
    payment = Payment(
        step=act.step_of(step).name,
        amount=sum_,
        paid_on=past_day(paid_on, field="paid_on"),
        document=named,
        again=_times_before(named, paid_on),
        ordinal=_next_ordinal(movement_id),
        source=Payment.Source.FILE if line else Payment.Source.HAND,
        line=line,
        words=words(note, field="note"),
    )
    said = {"document": named, "paid_on": paid_on.isoformat(), "words": _told(sum_, paid_on, named, payment.words)}
    try:
        act.keep("payment", payment, said)
    except IntegrityError as error:
        raise _recorded_already(named, paid_on) from error
    return payment


def _told(amount: Decimal, paid_on: date, document: str, note: str = "") -> str:
    """A payment as the history of the case tells it, in no language."""
    return " · ".join(part for part in (soum(amount), f"№ {document}", f"{paid_on:%d.%m.%Y}", note) if part)


def _times_before(document: str, paid_on: date) -> int:
    """How often the document was recorded and taken back. Raises Conflict while it stands."""
    rows = list(Payment.objects.filter(document=document, paid_on=paid_on, takes_back=None).order_by("id"))
    gone = Payment.objects.filter(takes_back__in=rows).count() if rows else 0
    if gone < len(rows):
        raise _recorded_already(document, paid_on)
    return len(rows)


def _recorded_already(document: str, paid_on: date) -> Conflict:
    told = {"document": document, "day": f"{paid_on:%d.%m.%Y}"}
    return Conflict(_("Document No. %(document)s of %(day)s is recorded already.") % told)


def _next_ordinal(movement_id: int) -> int:
    return Payment.objects.filter(movement=movement_id).count() + 1


@whole_act
def take_back_payment(*, actor: Person, payment_id: int, note: str) -> Payment:
    """Take a wrongly recorded payment back by a row that names it; the case stays where it is.

    Raises:
        NotFound: no such payment for this actor.
        Conflict: not the actor's act, or taken back already.
        Invalid: no words that say why.
    """
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None:
        raise NotFound(_("There is no such payment."))
    act = FeeAct(actor, found.movement_id)
    why = _why(note)
    if found not in standing(account_of(found.movement_id, found.step).payments):
        raise Conflict(_("This is taken back already."))
    back = Payment(
        step=found.step,
        amount=found.amount,
        paid_on=found.paid_on,
        ordinal=_next_ordinal(found.movement_id),
        source=found.source,
        takes_back=found,
        words=why,
    )
    said = {"payment": found.pk, "words": _told(found.amount, found.paid_on, found.document, why)}
    act.keep("payment_back", back, said)
    sheets.take_back(found, why)
    return back


@whole_act
def exempt(
    *, actor: Person, movement_id: int, ground: str, note: str, paper: str, amount: object = None, step: str = ""
) -> Exemption:
    """Remit a fee or a part of it; what leaves nothing to pay carries the case on.

    Args:
        ground: one of the coded grounds of today.
        note: why, in words.
        paper: the document it rests on: what it is, number and date.
        amount: soʻm; as much as the ground remits, if empty.

    Raises:
        NotFound: no such case for this actor.
        Conflict: not the actor's act, the fee is not known, or nothing is left of it.
        Invalid: no such ground or step, no words, no paper, or more than the ground remits.
    """
    act = FeeAct(actor, movement_id)
    named = act.step_of(step).name
    account = account_of(movement_id, named)
    if account.fee is None:
        raise Conflict(unknown())
    if account.rest <= 0:
        raise Conflict(_("Nothing is left to pay."))
    most = min(account.rest, grounds.most(ground, account.amount))
    sum_ = most if amount in (None, "") else positive_sum(amount)
    if sum_ > most:
        sentence = _("At most %(most)s can be remitted on this ground.") % {"most": soum(most)}
        raise Invalid(sentence, fields={"amount": [sentence]})
    row = Exemption(step=named, amount=sum_, ground=ground, paper=_paper(paper), words=_why(note))
    said = {"exempted_for": row.ground, "paper": row.paper, "words": f"{soum(sum_)} · {row.paper} · {row.words}"}
    act.keep("exempt", row, said)
    return row


@whole_act
def take_back_exemption(*, actor: Person, exemption_id: int, note: str) -> Exemption:
    """Take an exemption back by a row that names it; the case stays where it is.

    Raises:
        NotFound: no such exemption for this actor.
        Conflict: not the actor's act, or taken back already.
        Invalid: no words that say why.
    """
    found = Exemption.objects.filter(pk=exemption_id).first()
    if found is None:
        raise NotFound(_("There is no such exemption."))
    act = FeeAct(actor, found.movement_id)
    why = _why(note)
    if found not in standing(account_of(found.movement_id, found.step).exemptions):
        raise Conflict(_("This is taken back already."))
    back = Exemption(
        step=found.step, amount=found.amount, ground=found.ground, paper=found.paper, takes_back=found, words=why
    )
    act.keep("exempt_back", back, {"exemption": found.pk, "words": f"{soum(found.amount)} · {why}"})
    return back


def _why(note: str) -> str:
    kept = words(note, field="note")
    if not kept:
        raise Invalid(_("Say why in words."), fields={"note": [_("say it in words")]})
    return kept


def _paper(typed: str) -> str:
    kept = one_line(typed)
    if not kept or len(kept) > LONGEST_PAPER:
        sentence = _("Name the document the exemption rests on: what it is, its number and date.")
        raise Invalid(sentence, fields={"paper": [sentence]})
    return kept
