"""Beginning an application."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from journal import idempotency
from movements import actions, queries
from movements.describing import filing_days, when_asked
from movements.flow import MovementFlow, flow_of
from movements.limits import in_force
from movements.models import Movement
from permissions.middleware import contact_of, signed_in


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, kind: str) -> HttpResponse:
    """Say what the kind asks for; begin a draft and open it. One begun already is opened again."""
    person = signed_in(request)
    flow = flow_of(kind)
    offer = next(offer for offer in queries.kinds_for(person) if offer.flow is flow)
    if offer.case is not None:
        return redirect("case", offer.case.pk)
    if request.method == "GET" or not offer.open:
        values = {
            "offer": offer,
            "title": flow.called,
            "filing_days": filing_days(flow, in_force()),
            "papers": paper_lines(flow),
            "once": secrets.token_urlsafe(12),
        }
        return render(request, "movements/apply.html", values, status=200 if offer.open else 409)
    begun: list[Movement] = []
    idempotency.once(
        person.pk,
        request.POST.get("once", ""),
        lambda: begun.append(
            actions.start_draft(actor=person, kind=kind, student=offer.student, stated={}, contact=contact_of(request))
        ),
    )
    return redirect("case", begun[0].pk) if begun else redirect("desk")


def paper_lines(flow: type[MovementFlow]) -> list[dict[str, str]]:
    """Each paper the kind may ask for, and when it does."""
    return [{"title": str(paper.title), "when": when_asked(flow, paper)} for paper in flow.papers()]
