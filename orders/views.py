"""The two addresses an order's paper leads to: its public page and its PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from orders.papers import paper_for
from orders.queries import get_order_for
from orders.verification import public_record
from permissions.middleware import signed_in


@require_safe
@login_not_required
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody may ask whether an order is genuine; the same 404 for a wrong code and an order not yet signed."""
    return render(request, "site/verify.html", {"order": public_record(code)})


@require_safe
@never_cache
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The stored PDF; before there is one, the sheet as a page, marked as a draft."""
    person = signed_in(request)
    return paper_for(person, get_order_for(person, pk))
