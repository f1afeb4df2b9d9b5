"""The pages of acts of destruction and of stocktakings."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock
from journal.reading import read_key
from journal.refusals import NotFound
from orders import blanks, sheets
from orders.blank_kinds import BlankKind
from orders.blank_models import DestructionState
from orders.blanks import comparing, destroying, ledger, papers, queries
from orders.blanks.screen_acts import Deed, Typed, carry_out
from orders.blanks.screen_forms import CountForm, DestructionForm, ExplainForm, StocktakingForm, WordsForm
from orders.stocktaking_models import CountedRange, StocktakingState
from permissions.middleware import signed_in
from permissions.models import Person
from permissions.roles import Act

SHOWN = 100
"""Ranges and differences on a page; of more the first, and how many there are."""


@require_safe
def destructions(request: HttpRequest) -> HttpResponse:
    """The acts of destruction, newest first."""
    acts = ledger.may(signed_in(request))
    rows, after = queries.page_of_destructions(read_key(request.GET.get("after", "")))
    waiting = destroying.waiting_ranges()
    values = {"rows": rows, "after": after, "keeps": Act.BLANK_KEEP in acts, "waiting": waiting[:SHOWN]}
    return render(request, "screens/blanks/destructions.html", values)


@require_http_methods(["GET", "POST"])
def new_destruction(request: HttpRequest) -> HttpResponse:
    """Draw an act; every spoiled serial that stands in none is offered."""
    person = _keeper(request)
    deeds: dict[str, Deed] = {"draw": (DestructionForm, lambda given: blanks.draw_destruction(actor=person, **given))}
    typed = carry_out(request, person, deeds, done=_("The act is drawn; another person confirms it."))
    if typed.done:
        return redirect("blank-destruction", typed.made.pk) if typed.made else redirect("blank-destructions")
    offered = "\n".join(str(one).replace("–", "-") for one in destroying.waiting_ranges())
    form = typed.forms.get("draw") or DestructionForm(initial={"serials": offered}, auto_id="draw_%s")
    values = {"form": form, "refusal": typed.refusal, "once": secrets.token_urlsafe(12)}
    return render(request, "screens/blanks/new_destruction.html", values, status=typed.status)


@require_http_methods(["GET", "POST"])
def destruction(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: confirmed by another person than drew it, or put aside."""
    person = signed_in(request)
    acts = ledger.may(person)
    named: dict[str, Any] = {"actor": person, "destruction_id": pk}
    deeds: dict[str, Deed] = {
        "confirm": (None, lambda _given: blanks.confirm_destruction(**named)),
        "put_aside": (WordsForm, lambda given: blanks.put_destruction_aside(**named, **given)),
    }
    typed = carry_out(request, person, deeds, done=_("Entered in the ledger."))
    if typed.done:
        return redirect("blank-destruction", pk)
    act = queries.get_destruction(pk)
    held = destroying.blanks_of(act)
    drawn = act.state == DestructionState.DRAWN
    values = {
        "act": act,
        "kinds": [
            (kind, ranges[:SHOWN], len(own))
            for kind in BlankKind
            if (own := [one for one in held if one.kind == kind]) and (ranges := queries.as_ranges(own))
        ],
        "count": len(held),
        "confirms": drawn and Act.BLANK_CONFIRM in acts and act.drawn_by_id != person.pk,
        "form": typed.forms.get("put_aside", WordsForm(auto_id="put_aside_%s"))
        if drawn and acts & {Act.BLANK_CONFIRM, Act.BLANK_KEEP}
        else None,
        "sheets": sheets.about(f"{papers.ABOUT_DESTRUCTION}:{pk}"),
        "refusal": typed.refusal,
        "once": secrets.token_urlsafe(12),
    }
    return render(request, "screens/blanks/destruction.html", values, status=typed.status)


@require_safe
def stocktakings(request: HttpRequest) -> HttpResponse:
    """The stocktakings, newest first."""
    acts = ledger.may(signed_in(request))
    rows, after = queries.page_of_stocktakings(read_key(request.GET.get("after", "")))
    values = {"rows": rows, "after": after, "keeps": Act.BLANK_KEEP in acts}
    return render(request, "screens/blanks/stocktakings.html", values)


@require_http_methods(["GET", "POST"])
def new_stocktaking(request: HttpRequest) -> HttpResponse:
    """Open one."""
    person = _keeper(request)
    deeds: dict[str, Deed] = {"open": (StocktakingForm, lambda given: blanks.open_stocktaking(actor=person, **given))}
    typed = carry_out(request, person, deeds, done=_("The stocktaking is open; the ledger goes on meanwhile."))
    if typed.done:
        return redirect("stocktaking", typed.made.pk) if typed.made else redirect("stocktakings")
    form = typed.forms.get("open") or StocktakingForm(initial={"as_of": clock.today()}, auto_id="open_%s")
    values = {"form": form, "refusal": typed.refusal, "once": secrets.token_urlsafe(12)}
    return render(request, "screens/blanks/new_stocktaking.html", values, status=typed.status)


@require_http_methods(["GET", "POST"])
def stocktaking(request: HttpRequest, pk: int) -> HttpResponse:
    """One stocktaking: what was counted, what differs, which act explains it."""
    person = signed_in(request)
    acts = ledger.may(person)
    typed = carry_out(request, person, _deeds(request, person, pk), done=_("Entered in the ledger."))
    if typed.done:
        return redirect("stocktaking", pk)
    row = queries.get_stocktaking(pk)
    result = comparing.result_of(row)
    keeps = row.state == StocktakingState.OPEN and Act.BLANK_KEEP in acts
    values = {
        "row": row,
        "kind": BlankKind(row.kind).label if row.kind else _("every kind"),
        "kinds": [{**one, "label": BlankKind(one["kind"]).label} for one in result["kinds"]],
        "ranges": [_range(one) for one in result["ranges"][:SHOWN]],
        "differences": [_difference(one) for one in result["differences"][:SHOWN]],
        "many": {name: len(result[name]) for name in ("ranges", "differences") if len(result[name]) > SHOWN},
        "result": result,
        "forms": _forms(row.kind, result, typed) if keeps else {},
        "sheets": sheets.about(f"{papers.ABOUT_STOCKTAKING}:{pk}"),
        "refusal": typed.refusal,
        "once": secrets.token_urlsafe(12),
    }
    return render(request, "screens/blanks/stocktaking.html", values, status=typed.status)


def _deeds(request: HttpRequest, person: Person, pk: int) -> dict[str, Deed]:
    named: dict[str, Any] = {"actor": person, "stocktaking_id": pk}
    counted = read_key(request.POST.get("range", "")) or 0
    return {
        "count": (CountForm, lambda given: blanks.count_blanks(**named, **given)),
        "uncount": (None, lambda _given: blanks.uncount(**named, range_id=counted)),
        "explain": (ExplainForm, lambda given: blanks.explain(**named, **given)),
        "close": (None, lambda _given: blanks.close_stocktaking(**named)),
        "drop": (WordsForm, lambda given: blanks.drop_stocktaking(**named, **given)),
    }


def _forms(kind: str, result: dict[str, Any], typed: Typed) -> dict[str, Any]:
    differing = [one["serials"].replace("–", "-") for one in result["differences"] if not one["act"]]
    begin = {
        "count": CountForm(initial={"kind": kind}, auto_id="count_%s"),
        "explain": ExplainForm(
            initial={"serials": "\n".join(differing[:SHOWN]), "on": clock.today()}, auto_id="explain_%s"
        ),
        "drop": WordsForm(auto_id="drop_%s"),
    }
    if not result["differences"]:
        del begin["explain"]
    return {act: typed.forms.get(act, form) for act, form in begin.items()}


def _range(one: dict[str, Any]) -> dict[str, Any]:
    condition = CountedRange.Condition(one["condition"]).label
    return {**one, "kind": BlankKind(one["kind"]).label, "condition": condition}


def _difference(one: dict[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(one["act"]["date"]) if one["act"] else None
    return {**one, **papers.in_words(one), "act_day": day}


def _keeper(request: HttpRequest) -> Person:
    person = signed_in(request)
    if Act.BLANK_KEEP not in ledger.may(person):
        raise NotFound("")
    return person
