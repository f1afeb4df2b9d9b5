"""The pages that speak of orders alone: the list, and one order with its items, visas, signature and progress."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock, idempotency
from journal.reading import read_day, read_key
from journal.refusals import Invalid, NotFound, Refusal
from orders import actions, queries
from orders.models import Order, OrderState
from orders.order_page import page_of, progress_of
from orders.screen_forms import GroundsForm, RegisterForm
from orders.waiting import page_for
from permissions import policy
from permissions.middleware import signed_in
from permissions.models import Person
from permissions.roles import Act
from permissions.unsent import unsent


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The orders the reader may see, the newest first."""
    person = signed_in(request)
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    after = read_key(request.GET.get("after", ""))
    found, following = page_for(person, state=state, text=text, after=after)
    values = {
        "rows": found,
        "after": following,
        "state": state,
        "q": text,
        "states": OrderState.choices,
        "composes": bool(policy.unit_ids(person, Act.ORDER_COMPOSE, on=clock.today())),
    }
    return render(request, "screens/orders/list.html", values)


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an order; carry out an act on it and show it again. A refusal is shown on the page."""
    person = signed_in(request)
    found = queries.get_order_for(person, pk)
    if request.method == "GET":
        return render(request, "screens/orders/order.html", page_of(request, found))
    act, once = request.POST.get("act", ""), request.POST.get("once", "")
    try:
        key, sent = f"{once}:{act}" if once else "", request.POST.lists()
        idempotency.once(person.pk, key, lambda: carry_out(request, person, found, act), sent=sent)
    except NotFound:
        raise
    except Refusal as refusal:
        values = page_of(request, queries.get_order_for(person, pk), act=act, refusal=refusal)
        if not still_offered(request, act, values):
            values["unsent"] = unsent(request.POST, GroundsForm(), RegisterForm())
        return render(request, "screens/orders/order.html", values, status=refusal.status)
    messages.success(request, said(act))
    return redirect("order", pk)


def still_offered(request: HttpRequest, act: str, values: dict[str, Any]) -> bool:
    """Whether the page still has the form of the act, which then shows what was typed."""
    if act == "strike":
        return any(row["strike"] and row["strike"].is_bound for row in values["rows"])
    return any(one["code"] == act for one in values["acts"])


def carry_out(request: HttpRequest, person: Person, found: Order, act: str) -> None:
    """Call the action of the act.

    Raises:
        NotFound: no such act.
    """
    plain = {"send": actions.send, "endorse": actions.endorse, "sign": actions.sign, "retry": actions.retry}
    explained = {"decline": actions.decline, "discard": actions.discard}
    grounds = request.POST.get("grounds", "")
    if act in plain:
        plain[act](actor=person, order_id=found.pk)
    elif act in explained:
        explained[act](actor=person, order_id=found.pk, grounds=grounds)
    elif act == "strike":
        item = read_key(request.POST.get("item", "")) or 0
        actions.strike(actor=person, order_id=found.pk, item_id=item, grounds=grounds)
    elif act == "register":
        actions.register(actor=person, order_id=found.pk, number=request.POST.get("number", ""), on=day_of(request))
    else:
        raise NotFound(act)


def day_of(request: HttpRequest) -> date | None:
    """The day typed, none where it is empty.

    Raises:
        Invalid: it cannot be read.
    """
    typed = request.POST.get("on", "")
    try:
        return read_day(typed) if typed else None
    except ValueError:
        words = _("The date cannot be read; choose it again.")
        raise Invalid(words, fields={"on": [words]}) from None


def said(act: str) -> str:
    """What the reader is told when the act is done."""
    return {
        "send": _("Sent for visas. The act is frozen from here on."),
        "endorse": _("Your visa is given."),
        "decline": _("Declined. The order is a draft again; the registrar reads your words."),
        "strike": _("The item is struck; its case is back with the office."),
        "sign": _("Signed. Number and date are given; the record is being changed."),
        "register": _("The number is entered; the record is being changed."),
        "discard": _("The order is put aside; its cases are free again."),
        "retry": _("The failed items are being tried again."),
    }[act]


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the order has changed the record: asked every two seconds while something is still to be done."""
    found = queries.get_order_for(signed_in(request), pk)
    return render(request, "screens/orders/progress.html", {"order": found, "progress": progress_of(found)})
