"""From approved cases to an order: chosen by the registrar, composed by ``movements.composing``."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journal import idempotency
from journal.reading import read_day, read_key
from journal.refusals import Invalid, NotFound, Refusal
from movements import queries
from movements.composing import compose
from movements.models import Movement, State
from movements.views.rows import kind_title
from orders.models import Order
from permissions.middleware import signed_in_for
from permissions.models import Person
from permissions.policy import Power
from permissions.roles import ACTS, Act


@require_http_methods(["GET", "POST"])
def compose_order(request: HttpRequest) -> HttpResponse:
    """Choose approved cases of one kind and compose one order, or one a faculty."""
    person = signed_in_for(request, Act.ORDER_COMPOSE)
    if request.method == "GET":
        return render(request, "screens/orders/compose.html", page_of(request, person))
    composed: list[Order] = []
    try:
        key, sent = request.POST.get("once", ""), request.POST.lists()
        idempotency.once(person.pk, key, lambda: composed.extend(compose_from(request, person)), sent=sent)
    except NotFound:
        raise
    except Refusal as refusal:
        values = page_of(request, person, refusal=refusal)
        return render(request, "screens/orders/compose.html", values, status=refusal.status)
    if len(composed) == 1:
        return redirect("order", composed[0].pk)
    messages.success(request, _("Orders composed: %(count)d.") % {"count": len(composed)} if composed else _("Done."))
    return redirect("orders")


def compose_from(request: HttpRequest, person: Person) -> list[Order]:
    """Hand over what was chosen."""
    typed = request.POST.get("effective_on", "")
    try:
        effective_on = read_day(typed) if typed else None
    except ValueError:
        words = _("The date cannot be read; choose it again.")
        raise Invalid(words, fields={"effective_on": [words]}) from None
    return compose(
        actor=person,
        kind=request.POST.get("kind", ""),
        movement_ids=[key for one in request.POST.getlist("movements") if (key := read_key(one))],
        split=request.POST.get("split", "one"),
        effective_on=effective_on,
    )


def page_of(request: HttpRequest, person: Person, refusal: Refusal | None = None) -> dict[str, Any]:
    """The values of the page; what was chosen stays chosen after a refusal."""
    waiting = queries.awaiting_order(person)
    counted = Counter(movement.kind for movement in waiting)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = asked if asked in counted or not counted else next(iter(counted))
    chosen = request.POST.getlist("movements") if refusal else request.GET.getlist("case")
    rows = [_row(movement, chosen) for movement in waiting if movement.kind == kind]
    return {
        "kinds": [{"kind": code, "title": kind_title(code), "count": count} for code, count in counted.items()],
        "kind": kind,
        "rows": rows,
        "split": request.POST.get("split", "one"),
        "effective_on": request.POST.get("effective_on", ""),
        "refusal": refusal,
        "once": secrets.token_urlsafe(12),
    }


def waiting_by_kind(powers: Sequence[Power]) -> list[dict[str, Any]]:
    """How many approved cases of each kind wait for an order of somebody with these powers; one statement."""
    reach = Q(pk__in=[])
    for power in powers:
        if Act.ORDER_COMPOSE in ACTS[power.office]:
            reach |= Q(unit_id=power.unit_id) | Q(unit__path__contains=f"/{power.unit_id}/")
    waiting = Movement.objects.filter(reach, state=State.APPROVED).order_by("kind")
    counted = waiting.values_list("kind").annotate(number_of=Count("pk"))
    return [{"kind": kind, "title": kind_title(kind), "count": count} for kind, count in counted]


def _row(movement: Movement, chosen: list[str]) -> dict[str, Any]:
    return {
        "pk": movement.pk,
        "number": movement.number,
        "applicant": movement.applicant.full_name,
        "place": movement.student.group.name if movement.student and movement.student.group else "",
        "unit": movement.unit.name,
        "changed_at": movement.changed_at,
        "chosen": not chosen or str(movement.pk) in chosen,
    }
