"""The addresses an order's paper leads to: its public page, the form for its code, and its PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from journal.refusals import NotFound
from orders.papers import paper_for
from orders.queries import get_order_for
from orders.verification import public_record
from orders.verification_code import normal_code
from permissions.middleware import signed_in


@require_safe
@login_not_required
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody may ask whether an order is genuine; the same 404 for a wrong code and an order not yet signed."""
    try:
        record = public_record(code)
    except NotFound:
        return render(request, "site/verify_ask.html", {"typed": code}, status=404)
    return render(request, "site/verify.html", {"order": record})


@require_safe
@login_not_required
@never_cache
def ask_code(request: HttpRequest) -> HttpResponse:
    """The form for a code read from paper; a typed one leads to its page."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "site/verify_ask.html")
    # What holds no letter of a code is shown as it was typed; a slash would be another address.
    code = normal_code(typed)
    return redirect("verify", code) if code else render(request, "site/verify_ask.html", {"typed": typed}, status=404)


@require_safe
@never_cache
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The stored PDF; of an unsigned order the sheet as a page, marked as a draft; 409 while the PDF is being made."""
    person = signed_in(request)
    return paper_for(person, get_order_for(person, pk))
