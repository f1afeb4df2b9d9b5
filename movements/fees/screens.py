"""The pages of fees: the list, and the acts on the fee of one case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journal import clock, idempotency
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from movements import queries as cases
from movements.fees import actions
from movements.fees.forms import FORMS, BackForm
from movements.fees.page import fees_of
from movements.fees.queries import STANDINGS, empty_words, fees_for
from movements.screen_forms import with_refusal
from permissions import policy
from permissions.middleware import signed_in, signed_in_for
from permissions.models import Person
from permissions.roles import Act


@require_http_methods(["GET", "POST"])
def fees(request: HttpRequest) -> HttpResponse:
    """The fees by pages: open ones, unless another standing is asked for; and a button that counts what can be."""
    person = signed_in_for(request, Act.FEE_READ)
    if request.method == "POST":
        return _counted(request, person)
    standing = request.GET.get("standing", "open")
    standing = standing if standing in STANDINGS else ""
    typed = request.GET.get("q", "").strip()[:100]
    rows = fees_for(person, standing=standing, typed=typed, after=read_key(request.GET.get("after", "")))
    values = {
        "rows": rows[: cases.PAGE],
        "after": rows[cases.PAGE - 1].key if len(rows) > cases.PAGE else None,
        "standing": standing,
        "standings": STANDINGS.items(),
        "q": typed,
        "empty": empty_words(standing, typed),
        "keeps": bool(policy.unit_ids(person, Act.FEE_KEEP, on=clock.today())),
    }
    return render(request, "screens/fees/list.html", values)


def _counted(request: HttpRequest, person: Person) -> HttpResponse:
    """Count the fees of the newest cases that wait for a price."""
    waiting = fees_for(person, standing="uncounted")[: cases.PAGE]
    counted = actions.count_waiting(actor=person, movement_ids=[row.movement_id for row in waiting])
    told = _("Counted: %(counted)d. Still without a price: %(left)d.")
    messages.success(request, told % {"counted": counted, "left": len(waiting) - counted})
    return redirect(f"{reverse('fees')}?standing=uncounted")


@require_http_methods(["GET", "POST"])
def case_fee(request: HttpRequest, pk: int) -> HttpResponse:
    """The fee of one case on a page of its own: where an act is refused, with what was typed."""
    person = signed_in(request)
    movement = cases.get_case_for(person, pk)
    act, step = request.POST.get("act", ""), request.POST.get("step", "")
    typed: dict[str, forms.Form] = {}
    refusal: Refusal | None = None
    if request.method == "POST":
        if act not in FORMS:
            raise NotFound(act)
        form = FORMS[act](request.POST, auto_id=f"{act}_{step}_%s")
        typed[f"{act}:{step}"] = form
        if form.is_valid():
            try:
                once = request.POST.get("once", "")
                key = f"{once}:{act}" if once else ""
                idempotency.once(
                    person.pk, key, lambda: perform(request, person, pk, act, form), sent=request.POST.lists()
                )
            except NotFound:
                raise
            except Refusal as told:
                refusal = told
                with_refusal(form, told)
            else:
                messages.success(request, _("Recorded."))
                return redirect("case", pk)
    part = fees_of(person, movement, cases.open_turn(movement), typed)
    if part is None:
        raise NotFound("")
    failed = any(form.errors for form in typed.values())
    status = refusal.status if refusal else 422 if failed else 200
    values = {"movement": movement, "fees": part, "refusal": refusal, "back": _loose(typed)}
    return render(request, "screens/fees/case.html", values, status=status)


def _loose(typed: dict[str, forms.Form]) -> list[forms.Form]:
    """Refused forms which the page does not show in their place: their sentences stand above it."""
    return [form for form in typed.values() if isinstance(form, BackForm)]


def perform(request: HttpRequest, person: Person, pk: int, act: str, form: forms.Form) -> None:
    """Call the action of the form."""
    said: dict[str, Any] = {"actor": person, **form.cleaned_data}
    if act in ("payment_back", "exempt_back"):
        row = read_key(request.POST.get("row", ""))
        if row is None:
            raise NotFound("")
        if act == "payment_back":
            actions.take_back_payment(payment_id=row, **said)
        else:
            actions.take_back_exemption(exemption_id=row, **said)
        return
    step = request.POST.get("step", "")
    if act == "count":
        actions.count_fee(actor=person, movement_id=pk)
    elif act == "payment":
        actions.record_payment(movement_id=pk, step=step, **said)
    else:
        actions.exempt(movement_id=pk, step=step, **said)
