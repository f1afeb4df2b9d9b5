"""The pages of commissions: the list of sittings, a new one, one sitting with its agenda and votes, its minutes."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from journal import idempotency
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from movements.models import Sitting, SittingState
from movements.sittings import actions, queries
from movements.sittings.access import get_sitting_for
from movements.sittings.documents import paper_for
from movements.sittings.page import page_of
from movements.sittings.screen_forms import BodyForm, SittingForm
from permissions.middleware import signed_in, signed_in_for
from permissions.models import Person
from permissions.roles import Act
from permissions.screen_forms import with_refusal


@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """The sittings the reader may see, searched and paged."""
    person = signed_in(request)
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = queries.sittings_for(person, state=state, text=text, after=read_key(request.GET.get("after", "")))
    page = found[: queries.PAGE]
    values = {
        "rows": page,
        "after": page[-1].pk if len(found) > queries.PAGE else None,
        "state": state,
        "q": text,
        "states": SittingState.choices,
        "prepares": bool(queries.bodies_for(person, Act.SITTING_PREPARE)),
    }
    return render(request, "screens/sittings/list.html", values)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say when and where a commission meets and choose the first cases of its agenda."""
    person = signed_in(request)
    bodies = queries.bodies_for(person, Act.SITTING_PREPARE)
    if not bodies:
        raise NotFound("")
    key = read_key(request.POST.get("body", request.GET.get("body", "")))
    body = next((one for one in bodies if one.pk == key), bodies[0])
    form = SittingForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    made: list[Sitting] = []
    if form.is_bound and form.is_valid():
        try:
            idempotency.once(
                person.pk,
                request.POST.get("once", ""),
                lambda: made.append(
                    actions.prepare(
                        actor=person,
                        body_id=body.pk,
                        meets_at=form.moment(),
                        place=form.cleaned_data["place"],
                        movement_ids=keys_of(request, "cases"),
                    )
                ),
            )
        except NotFound:
            raise
        except Refusal as found:
            refusal = found
            with_refusal(form, found)
        else:
            return redirect("sitting", made[0].pk) if made else redirect("sittings")
    waiting = list(queries.waiting_turns(person, body)[: queries.MOST_OFFERED])
    values = {"bodies": bodies, "body": body, "form": form, "refusal": refusal, "waiting": waiting}
    values |= {"once": secrets.token_urlsafe(12), "chosen": keys_of(request, "cases")}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "screens/sittings/new.html", values, status=status)


@require_http_methods(["GET", "POST"])
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sitting; carry out an act on it and show it again. A refusal is shown on the page, with what was typed."""
    person = signed_in(request)
    found = get_sitting_for(person, pk)
    if request.method == "GET":
        return render(request, "screens/sittings/sitting.html", page_of(request, found))
    act, once = request.POST.get("act", ""), request.POST.get("once", "")
    key = f"{once}:{act}:{request.POST.get('case', '')}" if once else ""
    try:
        idempotency.once(person.pk, key, lambda: carry_out(request, person, pk, act), sent=request.POST.lists())
    except NotFound:
        raise
    except Refusal as refusal:
        values = page_of(request, get_sitting_for(person, pk), refusal=refusal)
        return render(request, "screens/sittings/sitting.html", values, status=refusal.status)
    messages.success(request, said(act))
    return redirect("sitting", pk)


def carry_out(request: HttpRequest, person: Person, pk: int, act: str) -> None:
    """Call the action of the act.

    Raises:
        NotFound: no such act.
    """
    plain = {"call": actions.call, "vote_all": actions.vote_all, "close": actions.close, "sign": actions.sign}
    asked: dict[str, Any] = {"actor": person, "sitting_id": pk}
    case, words = read_key(request.POST.get("case", "")) or 0, request.POST.get("words", "")
    if act in plain:
        plain[act](**asked)
    elif act == "add":
        actions.put_on(**asked, movement_ids=keys_of(request, "cases"))
    elif act == "leave":
        actions.leave_over(**asked, movement_id=case, grounds=words)
    elif act == "void":
        actions.void(**asked, grounds=words)
    elif act == "attend":
        actions.attend(
            **asked, present=keys_of(request, "present"), presided_by=read_key(request.POST.get("presided_by", ""))
        )
    elif act == "interest":
        who = read_key(request.POST.get("person", ""))
        ground = request.POST.get("ground", "")
        actions.declare_interest(**asked, movement_id=case, ground=ground, words=words, person_id=who)
    elif act == "vote":
        vote(request, asked, case)
    else:
        raise NotFound(act)


def vote(request: HttpRequest, asked: dict[str, Any], case: int) -> None:
    """Hand the votes of one case over, as its form has them."""
    names = {name: read_key(name.removeprefix("vote_")) for name in request.POST if name.startswith("vote_")}
    actions.vote(
        **asked,
        movement_id=case,
        votes={pk: request.POST[name] for name, pk in names.items() if pk and request.POST[name]},
        dissent={pk: request.POST.get(f"dissent_{pk}", "") for pk in names.values() if pk},
        proposal=request.POST.get("proposal", ""),
        ground=request.POST.get("ground", ""),
        words=request.POST.get("words", ""),
    )


def keys_of(request: HttpRequest, name: str) -> list[int]:
    """The keys that were ticked; what is none is left out."""
    return [key for typed in request.POST.getlist(name) if (key := read_key(typed))]


def said(act: str) -> str:
    """What the reader is told when the act is done."""
    return {
        "add": _("The cases are on the agenda."),
        "call": _("The members and the applicants are told."),
        "leave": _("The case is left to another sitting."),
        "attend": _("Attendance is recorded."),
        "interest": _("The interest is recorded: the member has no part in that case."),
        "vote": _("The votes are recorded."),
        "vote_all": _("All in favour is recorded for the cases without a vote."),
        "close": _("Closed. The minutes wait for the signatures of chair and secretary."),
        "sign": _("Signed."),
        "void": _("The sitting is void; its cases wait again."),
    }[act]


@require_safe
@never_cache
def minutes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The stored PDF; before there is one, the sheet as a page, marked as a draft."""
    person = signed_in(request)
    return paper_for(person, get_sitting_for(person, pk))


@require_http_methods(["GET", "POST"])
def commissions(request: HttpRequest) -> HttpResponse:
    """The commissions which movements go before: who may appoint opens them here and appoints their members."""
    person = signed_in_for(request, Act.APPOINT)
    opened = {body.code: body for body in queries.bodies_for(person, Act.APPOINT)}
    missing = [code for code in queries.body_codes() if code not in opened]
    form = BodyForm(request.POST if request.method == "POST" else None, codes=missing)
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        names = dict(form.cleaned_data)
        try:
            actions.open_body(actor=person, code=names.pop("code"), names=names)
        except Refusal as found:
            refusal = found
            with_refusal(form, found)
        else:
            messages.success(request, _("The commission is open. Appoint its chair, secretary and members."))
            return redirect("commissions")
    rows = queries.seats_of(list(opened.values()))
    values = {"rows": rows, "form": form if missing else None, "refusal": refusal}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "screens/sittings/commissions.html", values, status=status)
