"""The pages of the ledger: its stock and list, one serial, a batch that comes, a blank to be assigned, the register."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock
from journal.reading import read_key
from journal.refusals import Invalid, NotFound
from orders.blank_kinds import BlankKind, Place
from orders.blank_models import Blank
from orders.blanks import ledger, moving, papers, queries, receiving
from orders.blanks.picture import bars_of
from orders.blanks.screen_acts import Typed, carry_out
from orders.blanks.screen_forms import AssignForm, IssueForm, PeriodForm, ReceiveForm, ReleaseForm, SpoilForm
from orders.blanks.subjects import name_subjects
from orders.blanks.turnover import turnover
from orders.sheet_models import Sheet
from permissions.middleware import signed_in
from permissions.models import Person
from permissions.roles import Act


@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """How many blanks of each kind are where, and the list of serials, searched, cut and paged."""
    person = signed_in(request)
    acts = ledger.may(person)
    kind, place = request.GET.get("kind", ""), request.GET.get("place", "")
    kind, place = kind if kind in BlankKind.values else "", place if place in Place.values else ""
    text, after = request.GET.get("q", "").strip(), read_key(request.GET.get("after", ""))
    page, following = queries.page_of_blanks(kind=kind, place=place, text=text, after=after)
    name_subjects(person, [one.standing for one in page if one.standing])
    values = {
        "bars": bars_of(queries.counts()),
        "rows": page,
        "after": following,
        "kind": kind,
        "place": place,
        "q": text,
        "kinds": BlankKind.choices,
        "places": Place.choices,
        "keeps": Act.BLANK_KEEP in acts,
    }
    return render(request, "screens/blanks/stock.html", values)


@require_http_methods(["GET", "POST"])
def blank(request: HttpRequest, pk: int) -> HttpResponse:
    """The life of one serial; the keeper issues it, returns it to free or enters it as spoiled."""
    person = signed_in(request)
    acts = ledger.may(person)
    found = queries.get_blank(pk)
    typed = Typed()
    if request.method == "POST":
        typed = carry_out(request, person, _deeds(person, found), done=_("Entered in the ledger."))
        if typed.done:
            return redirect("blank", pk)
        found = queries.get_blank(pk)
    standing, entries = found.standing, queries.life_of(found)
    name_subjects(person, entries)
    may = moving.may_do(standing) if standing and Act.BLANK_KEEP in acts else []
    forms = {
        "assign": AssignForm(initial={"kind": found.kind, "serial": found.serial}, auto_id="assign_%s"),
        "issue": IssueForm(
            initial={"to": standing.holder if standing else "", "on": clock.today()}, auto_id="issue_%s"
        ),
        "release": ReleaseForm(auto_id="release_%s"),
        "spoil": SpoilForm(auto_id="spoil_%s"),
    }
    values: dict[str, Any] = {
        "blank": found,
        "entries": entries,
        "forms": {act: typed.forms.get(act, forms[act]) for act in may},
        "refusal": typed.refusal,
        "once": secrets.token_urlsafe(12),
    }
    return render(request, "screens/blanks/blank.html", values, status=typed.status)


def _deeds(person: Person, found: Blank) -> dict[str, Any]:
    named: dict[str, Any] = {"actor": person, "blank_id": found.pk}
    return {
        "assign": (AssignForm, lambda given: moving.assign(actor=person, **given)),
        "issue": (IssueForm, lambda given: moving.issue(**named, **given)),
        "release": (ReleaseForm, lambda given: moving.release(**named, **given)),
        "spoil": (SpoilForm, lambda given: moving.spoil(**named, **given)),
    }


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Enter a batch that came."""
    person = _keeper(request)
    deeds = {"receive": (ReceiveForm, lambda given: receiving.receive_batch(actor=person, **given))}
    typed = carry_out(request, person, deeds, done=_("The batch is in the ledger; its blanks are free."))
    if typed.done:
        return redirect("blanks")
    form = typed.forms.get("receive") or ReceiveForm(initial={"received_on": clock.today()}, auto_id="receive_%s")
    return _form_page(request, form, "receive", typed)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Set the lowest free blank of a kind aside."""
    person = _keeper(request)
    deeds = {"assign": (AssignForm, lambda given: moving.assign(actor=person, **given))}
    typed = carry_out(request, person, deeds, done=_("The blank is assigned."))
    if isinstance(typed.made, Blank):
        return redirect("blank", typed.made.pk)
    if typed.done:
        return redirect("blanks")
    return _form_page(request, typed.forms.get("assign") or AssignForm(auto_id="assign_%s"), "assign", typed)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The stock register of a period, as a table and as a paper."""
    person = signed_in(request)
    ledger.may(person)
    deeds = {"draw": (PeriodForm, lambda given: papers.draw_register(actor=person, **given))}
    typed = carry_out(request, person, deeds, done=_("The paper is being made."))
    if isinstance(typed.made, Sheet):
        return redirect("sheet", typed.made.pk)
    if typed.done:
        return redirect("blanks-register")
    today = clock.today()
    begin = {"first": today.replace(month=1, day=1), "last": today}
    form = typed.forms.get("draw") or PeriodForm(request.GET if "first" in request.GET else None, initial=begin)
    rows, refusal = None, typed.refusal
    period = form.cleaned_data if form.is_bound and form.is_valid() else {} if form.is_bound else begin
    if period and refusal is None:
        try:
            rows = turnover(**period)
        except Invalid as refused:
            refusal = refused
    values = {"form": form, "rows": rows, "period": period, "refusal": refusal, "once": secrets.token_urlsafe(12)}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "screens/blanks/register.html", values, status=status)


def _keeper(request: HttpRequest) -> Person:
    """Who asks, if they keep the ledger: for others the page is not there."""
    person = signed_in(request)
    if Act.BLANK_KEEP not in ledger.may(person):
        raise NotFound("")
    return person


def _form_page(request: HttpRequest, form: Any, page: str, typed: Typed) -> HttpResponse:
    values = {"form": form, "refusal": typed.refusal, "once": secrets.token_urlsafe(12)}
    return render(request, f"screens/blanks/{page}.html", values, status=typed.status)
