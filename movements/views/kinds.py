"""How each movement works, for everybody who signs in: the route, who decides within what time, papers, clauses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from movements import describing, numbers_in_words
from movements.flow import flow_of, kinds
from movements.limits import Limit, in_force
from movements.models import Movement, State, Turn
from movements.route_map import Place, RouteMap, following, route_map
from movements.steps import Outcome
from permissions.middleware import signed_in


@require_safe
def movement_kinds(request: HttpRequest) -> HttpResponse:
    """Every movement of the regulation."""
    signed_in(request)
    found = [{"kind": kind, "title": flow.called, "basis": flow.basis} for kind, flow in sorted(kinds().items())]
    return render(request, "movements/kinds.html", {"kinds": found})


@require_safe
def movement_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One movement, read from its flow."""
    signed_in(request)
    flow, numbers = flow_of(kind), in_force()
    values = {
        "title": flow.called,
        "filing_days": describing.filing_days(flow, numbers),
        "open_to": describing.open_to(flow),
        "service": flow.service,
        "route": route_map(flow),
        "stated": describing.stated_in(flow),
        "steps": describing.steps_of(flow),
        "papers": describing.papers_of(flow),
        "rules": describing.rules_of(flow),
        "limits": [_limit(limit) for limit in numbers_in_words.limits_of([flow], numbers)],
        "orders": describing.orders_of(flow),
        "endings": describing.endings_of(flow),
        "silence": describing.silence(flow),
    }
    return render(request, "movements/kind.html", values)


def _limit(limit: Limit) -> dict[str, object]:
    return {
        "limit": limit,
        "amount": numbers_in_words.amount_of(limit),
        "source": numbers_in_words.source_of(limit),
        "confidence": numbers_in_words.confidence_of(limit.confidence),
        "judged_by": numbers_in_words.judged_in_words(limit.judged_by),
    }


def route_of(movement: Movement) -> RouteMap | None:
    """The route with the case's place in it, in one statement; nothing where the flow is gone."""
    flow = kinds().get(movement.kind)
    if flow is None:
        return None
    walked = Turn.objects.filter(movement=movement, finished__isnull=False).values_list("step", "data")
    taken = frozenset((step, str(data["exit"])) for step, data in walked if data.get("exit"))
    steps = {step.name: step for step in flow.steps()}
    here = steps.get(movement.step, flow.first_step() if movement.state == State.DRAFT else None)
    done = frozenset(step for step, _exit in taken)
    if here is None or movement.state in (State.WITHDRAWN, State.LAPSED):
        return route_map(flow, Place(done, taken))
    coming = () if isinstance(here, Outcome) else following(here)[1:]
    return route_map(flow, Place(done, taken, here.name, coming))
