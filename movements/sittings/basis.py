"""What a commission decided as the basis of an order: no order cites minutes that are not signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from journal.refusals import Conflict
from movements.commission_step import Commission
from movements.flow import flow_of
from movements.models import AgendaCase, Movement, SittingState, Turn
from movements.sittings.minutes import basis_of


def minutes_behind(movements: Sequence[Movement]) -> dict[int, list[str]]:
    """By case, the minutes by which it passed the commissions of its route, as *Asos* cites them; two statements.

    Args:
        movements: cases of one kind that go into an order.

    Raises:
        Conflict: a case left a commission's step without signed minutes that approve it.
    """
    steps = {step.name for step in flow_of(movements[0].kind).steps() if isinstance(step, Commission)}
    if not steps:
        return {}
    passed = Turn.objects.filter(movement__in=movements, step__in=steps, data__exit="approve").order_by("pk")
    last = {(turn.movement_id, turn.step): turn.pk for turn in passed}
    signed = AgendaCase.objects.select_related("sitting__body__unit").filter(
        turn__in=last.values(),
        outcome=AgendaCase.Proposal.APPROVE,
        carried_at__isnull=False,
        sitting__state=SittingState.SIGNED,
    )
    by_turn = {case.turn_id: case.sitting for case in signed}
    found: dict[int, list[str]] = defaultdict(list)
    for (movement_id, _step), turn_id in last.items():
        if turn_id not in by_turn:
            case = next(movement for movement in movements if movement.pk == movement_id)
            raise Conflict(_("Case %(case)s has no signed minutes of the commission.") % {"case": case})
        found[movement_id].append(basis_of(by_turn[turn_id]))
    return found
