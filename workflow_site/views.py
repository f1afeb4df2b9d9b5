"""The desk: what waits for whoever signs in, and what they may begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock, notices
from movements import queries
from movements.describing import filing_days, opens_on
from movements.limits import Numbers, in_force
from movements.sittings.queries import soon
from movements.views.applying import paper_lines
from movements.views.composing import waiting_by_kind
from movements.views.lists import after_key
from movements.views.rows import case_rows, turn_rows
from orders.waiting import waiting_for
from permissions.middleware import contact_of, powers_of, signed_in
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import ACTS, Act, Role

NOTICES_ON_PAGE = 30
LEAVES_CONCERN = frozenset({Role.DEAN, Role.REGISTRAR, Role.HEAD})
"""The offices that are told when a leave ends or nobody has come back from one."""


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the reader, by the offices held today and by their own enrolment."""
    person = signed_in(request)
    powers = powers_of(request)
    acts = {act for power in powers for act in ACTS[power.office]}
    values: dict[str, Any] = {
        "person": person,
        "today": clock.today(),
        "titles": [power.title or Role(power.office).label for power in powers],
        "orders": None,
        "composing": None,
        "sittings": None,
        "leaves": bool(LEAVES_CONCERN & {power.office for power in powers}),
    }
    if acts & {Act.SITTING_PREPARE, Act.SITTING_VOTE}:
        values["sittings"] = soon(person)
    if acts & {Act.CASE_DECIDE, Act.SITTING_PREPARE}:
        values["inbox"] = inbox_of(request, person, powers)
    if acts & {Act.ORDER_SEND, Act.ORDER_ENDORSE, Act.ORDER_SIGN}:
        values["orders"] = waiting_for(powers)
    if Act.ORDER_COMPOSE in acts:
        values["composing"] = waiting_by_kind(powers)
    if queries.enrolments(person) or contact_of(request) or not (powers or not queries.own_cases(person, limit=1)):
        values["applicant"] = applicant_of(person)
    return render(request, "site/desk.html", values)


def inbox_of(request: HttpRequest, person: Person, powers: list[Power]) -> dict[str, Any]:
    """One page of the cases that wait for the reader's offices, the newest first."""
    text = request.GET.get("q", "").strip()
    found = queries.inbox(person, powers=powers, after=after_key(request), text=text, orders=False)
    page = found[: queries.PAGE]
    after = page[-1].pk if len(found) > queries.PAGE else None
    return {"rows": turn_rows(page, reader=person), "after": after, "searched": text}


def applicant_of(person: Person) -> dict[str, Any]:
    """An applicant's own cases and what may be filed now."""
    cases, numbers = queries.own_cases(person), in_force()
    return {
        "cases": case_rows(cases, reader=person),
        "doors": [door_of(offer, numbers) for offer in queries.kinds_for(person) if offer.concerns],
    }


def door_of(offer: queries.Offer, numbers: Numbers) -> dict[str, Any]:
    """One kind of movement as the desk offers it: open and on which days, or why not, with the clause that says so."""
    begun = offer.case is not None
    opens = opens_on(offer.flow, numbers) if offer.open else None
    return {
        "kind": offer.flow.kind,
        "title": str(offer.flow.called),
        "open": offer.open and opens is None,
        "opens": opens,
        "why": _("one is open already.") if begun else offer.why_not,
        "case": offer.case.pk if offer.case else None,
        "clause": "" if offer.open or begun else offer.flow.first_step().clause,
        "filing_days": filing_days(offer.flow, numbers),
        "papers": paper_lines(offer.flow),
    }


@require_http_methods(["GET", "POST"])
def notice_list(request: HttpRequest) -> HttpResponse:
    """Everything the reader was told; a POST marks all of it as read."""
    person = signed_in(request)
    if request.method == "POST":
        notices.mark_read(person.pk)
        return redirect("notices")
    after = after_key(request)
    told = notices.to_person(person.pk).order_by("-id")
    found = list((told.filter(pk__lt=after) if after else told)[: NOTICES_ON_PAGE + 1])
    page = found[:NOTICES_ON_PAGE]
    values = {"rows": page, "after": page[-1].pk if len(found) > NOTICES_ON_PAGE else None}
    return render(request, "site/notices.html", values)
