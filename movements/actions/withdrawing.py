"""The applicant takes a case back: freely until the order goes for visas, afterwards by asking the registrar."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.workflow.status import PROCESS

from journal import clock
from journal.events import Actor
from journal.reading import words
from journal.refusals import Conflict, Invalid
from movements.actions.locked import as_applicant, as_party, lock_case, own_case, read_case, record
from movements.flow import flow_of
from movements.models import CaseItem, Decision, Movement, State, Turn
from orders.actions import withdraw_item
from orders.locking import lock
from orders.models import Order, OrderState
from permissions.models import Person
from permissions.roles import Role

FREELY = (State.DRAFT, State.FILED, State.REVIEW, State.RETURNED, State.APPROVED)


@transaction.atomic
def withdraw(*, actor: Person, movement_id: int, grounds: str = "") -> Movement:
    """Withdraw a case, or ask for it while an order is out for visas.

    Args:
        actor: the applicant; of a draft that an office writes, also the office.
        movement_id: the case.
        grounds: why; obligatory once an order carries the case.

    Raises:
        NotFound: not the applicant's case.
        Conflict: the order is signed, or the case has ended: the road is a return or a new order.
        Invalid: grounds are missing.
    """
    grounds = words(grounds, field="grounds")
    order = _lock_order_first(movement_id)
    lock_case(movement_id)
    movement = read_case(movement_id)
    if movement.state == State.DRAFT:
        end_as_withdrawn(movement, actor=as_party(actor, movement).actor, by=actor, grounds=grounds)
        return movement
    own_case(actor, movement)
    if movement.state in FREELY:
        end_as_withdrawn(movement, actor=as_applicant(actor), by=actor, grounds=grounds)
        return movement
    if movement.state != State.ORDERED:
        raise Conflict(_("The case has ended; there is nothing left to withdraw."), facts={"state": movement.state})
    if not grounds:
        raise Invalid(
            _("Say why you withdraw: an order already carries the case."), fields={"grounds": [_("required")]}
        )
    link = movement.case_items.select_related("item").last()
    if order is None or link is None or link.item.order_id != order.pk:
        raise Conflict(_("The case has just gone into an order. Try again."))
    _take_out_of_order(movement, order, link.item_id, actor, grounds)
    return read_case(movement_id)


def _lock_order_first(movement_id: int) -> Order | None:
    """Orders are locked before the cases they carry, everywhere: two acts never wait for each other crosswise."""
    link = CaseItem.objects.filter(movement_id=movement_id, movement__state=State.ORDERED).select_related("item").last()
    return lock(link.item.order_id) if link else None


def _take_out_of_order(movement: Movement, order: Order, item_id: int, actor: Person, grounds: str) -> None:
    if order.state not in (OrderState.DRAFT, OrderState.ENDORSING, OrderState.READY):
        raise Conflict(
            _("The order is signed and stands. What it did can be changed only by a return or by a new order."),
            facts={"state": str(movement.state), "order": order.pk},
        )
    movement.withdrawal_asked = grounds
    record(movement, actor=as_applicant(actor), act="ask_withdrawal", payload={"grounds": grounds, "order": order.pk})
    if order.state == OrderState.DRAFT:
        # Nobody has endorsed anything yet: the item goes at once, and its going ends the case (composing.after_struck).
        withdraw_item(order_id=order.pk, item_id=item_id, actor=as_applicant(actor), words=grounds)


def end_as_withdrawn(movement: Movement, *, actor: Actor, by: Person, grounds: str) -> None:
    """Close a locked case as withdrawn; every open turn is cancelled with it.

    Args:
        movement: the locked case.
        actor: who acts, for the event: the applicant, or the registrar who struck the item at the applicant's wish.
        by: the person to whom the decision belongs.
        grounds: why.
    """
    for turn in Turn.objects.select_related("process").filter(movement=movement, finished__isnull=True):
        turn.flow_task.activation_class(turn).cancel()
    for step in flow_of(movement.kind).steps():
        step.let_go(movement)
    movement.withdraw()
    movement.withdrawal_asked = ""
    if movement.process:
        movement.process.status, movement.process.finished = PROCESS.CANCELED, clock.now()
        movement.process.save(update_fields=["status", "finished"])
    Decision.objects.create(
        movement=movement,
        step=movement.step,
        verdict=Decision.Verdict.WITHDRAW,
        by=by,
        office=Role.STUDENT,
        words=grounds,
        stated={"fields": movement.stated},
        at=clock.now(),
    )
    record(movement, actor=actor, act="withdraw", payload={"grounds": grounds})
