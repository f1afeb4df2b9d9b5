"""The numbers of the law: what holds when, where it was read, and the form by which the office adds a value."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import idempotency
from journal.refusals import NotFound, Refusal
from movements import actions, limit_pages
from movements.screen_forms import LimitForm, with_refusal
from permissions.middleware import powers_of, signed_in
from permissions.roles import ACTS, Act

PAGE = 15


@require_safe
def law_limits(request: HttpRequest) -> HttpResponse:
    """Every number, searched by words and paged by key."""
    signed_in(request)
    text, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    found = [one for one in limit_pages.numbers(text) if one.key > after]
    values = {"q": text, "numbers": found[:PAGE], "after": found[PAGE - 1].key if len(found) > PAGE else None}
    return render(request, "movements/limits.html", values)


@require_http_methods(["GET", "POST"])
def law_limit(request: HttpRequest, key: str) -> HttpResponse:
    """One number with its versions; who may add a value finds the form below them."""
    actor = signed_in(request)
    may_add = any(Act.LIMIT_ADD in ACTS[power.office] for power in powers_of(request))
    if request.method == "POST" and not may_add:
        raise NotFound("")
    form = LimitForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        try:
            add = partial(actions.add_limit, actor=actor, key=key, **form.given())
            idempotency.once(actor.pk, request.POST.get("once", ""), add, sent=request.POST.lists())
        except Refusal as found:
            refusal = found
            with_refusal(form, found)
        else:
            messages.success(request, _("Added. Findings already made stay as they are."))
            return redirect("limit", key)
    number = next(iter(limit_pages.numbers(key=key)), None)
    if number is None:
        raise NotFound("")
    example = _("This number is written as: %(example)s.") % {"example": number.versions[-1].limit.value}
    form.fields["value"].help_text = example
    values: dict[str, Any] = {
        "number": number,
        "cited_by": limit_pages.cited_by(key),
        "in_office": bool(powers_of(request)),
        "form": form if may_add else None,
        "refusal": refusal,
        "once": secrets.token_urlsafe(12),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "movements/limit.html", values, status=status)
