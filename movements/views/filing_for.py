"""The office files for another: whom, what, and for somebody the record does not know, who they are."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from journal import idempotency
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from movements import actions, people_to_file_for, queries
from movements.describing import filing_days
from movements.flow import flow_of
from movements.guests import kinds_for_guests
from movements.limits import in_force
from movements.models import Movement
from movements.screen_forms import with_refusal
from movements.views.applying import paper_lines
from permissions.identity import PaperApplicantForm
from permissions.middleware import signed_in
from permissions.models import Person


@require_http_methods(["GET", "POST"])
def file_for(request: HttpRequest) -> HttpResponse:
    """Find the person; choose what is filed for them; begin the draft and open it."""
    actor = signed_in(request)
    chosen = request.POST.get("person") or request.GET.get("person", "")
    if not chosen:
        text = request.GET.get("q", "").strip()
        found = people_to_file_for.find(actor, text)
        values = {
            "q": text,
            "people": found[: people_to_file_for.MOST],
            "more": len(found) > people_to_file_for.MOST,
            "kinds": [(flow.kind, flow.called) for flow in kinds_for_guests()],
        }
        return render(request, "screens/filing_for/find.html", values)
    person = people_to_file_for.get_person_for(actor, read_key(chosen))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _begun(actor, request.POST.get("once", ""), lambda: _draft_of(actor, person, request))
        except NotFound:
            raise
        except Refusal as refused:
            refusal = refused
    numbers = in_force()
    doors = [
        {"offer": offer, "filing_days": filing_days(offer.flow, numbers), "papers": paper_lines(offer.flow)}
        for offer in queries.kinds_for(person)
        if offer.concerns
    ]
    values = {"person": person, "doors": doors, "refusal": refusal, "once": secrets.token_urlsafe(12)}
    return render(request, "screens/filing_for/kinds.html", values, status=refusal.status if refusal else 200)


def _draft_of(actor: Person, person: Person, request: HttpRequest) -> Movement:
    flow = flow_of(request.POST.get("kind", ""))
    offer = next(offer for offer in queries.kinds_for(person) if offer.flow is flow)
    return actions.start_draft_for(actor=actor, applicant=person, kind=flow.kind, student=offer.student, stated={})


def _begun(actor: Person, once: str, begin: Any) -> HttpResponse:
    begun: list[Movement] = []
    idempotency.once(actor.pk, once, lambda: begun.append(begin()))
    return redirect("case", begun[0].pk) if begun else redirect("file-for")


@require_http_methods(["GET", "POST"])
def file_for_newcomer(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter somebody the record does not know, from the signed paper, and begin their application."""
    actor, flow = signed_in(request), flow_of(kind)
    people_to_file_for.find(actor, "")  # whoever may file for nobody is told there is no such page
    if not flow.open_to_outsiders:
        raise NotFound(kind)
    form = PaperApplicantForm(request.POST if request.method == "POST" else None)
    values: dict[str, Any] = {"form": form, "title": flow.called, "once": secrets.token_urlsafe(12)}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.person_data()

        def begin() -> Movement:
            return actions.enter_and_start(actor=actor, said=said, kind=kind, stated={})

        try:
            return _begun(actor, request.POST.get("once", ""), begin)
        except Refusal as refusal:
            with_refusal(form, refusal)
            values["refusal"], status = refusal, refusal.status
    return render(request, "screens/filing_for/newcomer.html", values, status=status)
