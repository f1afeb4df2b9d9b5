"""Where a case stands, for its page: all of it taken from the route and the clocks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from journal import clock
from movements import queries
from movements.actions.drafts import ENDED
from movements.clearances.page import in_words
from movements.clocks import long_in_words, span_today
from movements.commission_step import Commission
from movements.describing import office_of
from movements.flow import flow_of
from movements.models import Movement, State, Turn
from movements.views.rows import signed_label, step_title
from orders.models import OrderItem, OrderState
from permissions.models import Person
from permissions.roles import Role


def tracker_of(movement: Movement, turn: Turn | None, reader: Person) -> dict[str, Any]:
    """Where the case stands and what comes next, in words; all of it from the route."""
    flow = flow_of(movement.kind)
    found = queries.tracker(movement, turn)
    if found.step is None and movement.state == State.DRAFT:
        step = flow.first_step()
        now: dict[str, Any] = {"title": _("You are writing it"), "office": "", "clause": step.clause}
        return {"now": now, "next": [_next(one) for one in queries.next_steps(step)], "ended": False}
    if found.step is None:
        return {"now": {"title": movement.get_state_display()}, "next": [], "ended": True}
    item = queries.carrying(movement)
    if item is not None:
        return {"now": in_order(item), "next": [], "ended": False}
    several = turn is not None and not turn.office
    yours = bool(turn and turn.office == Role.STUDENT and turn.person_id == reader.pk)
    held = bool(turn and turn.holder and turn.held_until and turn.held_until > clock.now())
    # Nobody there decides alone: the commission is asked, not its secretary.
    commission = turn.unit.name if turn and turn.unit and isinstance(found.step, Commission) else ""
    now = {
        "title": step_title(movement.kind, movement.step),
        "office": "" if several else _("it is your turn") if yours else commission or found.office,
        "unit": "" if yours or commission else found.unit,
        "offices": in_words(turn) if several and turn else [],
        "due_at": None if several else found.due_at,
        "within": found.within,
        "lapses_at": turn.lapses_at if turn else None,
        "overdue": found.overdue,
        "clause": found.step.clause,
        "person": turn.person.full_name if turn and turn.person and turn.office != Role.STUDENT else "",
        "holder": turn.holder.full_name if turn and turn.holder and held else "",
        "held_until": turn.held_until if turn else None,
    }
    return {"now": now, "next": [_next(one) for one in found.next_steps], "ended": False}


def service_of(movement: Movement) -> dict[str, Any] | None:
    """The term of the whole case in words, while the case is open; nothing where the kind has none."""
    if movement.service_due_at is None or movement.state in ENDED:
        return None
    return {
        "due_at": movement.service_due_at,
        "stopped_at": movement.stopped_at,
        "stopped_for": long_in_words(movement.stopped_for) if movement.stopped_for else "",
        "overdue": movement.stopped_at is None and movement.service_due_at < clock.now(),
    }


def in_order(item: OrderItem) -> dict[str, Any]:
    """Where a case stands while an order carries it: with whom the order is, or from which day it works."""
    order = item.order
    now: dict[str, Any] = {"title": order.title, "office": str(OrderState(order.state).label)}
    if order.state in (OrderState.SIGNED, OrderState.IN_FORCE):
        words = _("Order No. %(number)s of %(date)s is signed; it changes the record from %(day)s.")
        day, date = item.effective_on.strftime("%d.%m.%Y"), order.date.strftime("%d.%m.%Y") if order.date else "—"
        now["state"] = signed_label(item.effective_on)
        now["note"] = words % {"number": order.number or "—", "date": date, "day": day}
    return now


def _next(step: Any) -> dict[str, Any]:
    return {
        "title": str(step.called),
        "office": office_of(step),
        "within": span_today(getattr(step, "within", None)),
    }
