"""The pages of subject groups: who waits for which subject, the groups, a new one, one group with its members."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import idempotency
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from movements.models import GroupState, SubjectGroup
from movements.sittings.screens import keys_of
from movements.subject_groups import actions, queries
from movements.subject_groups.page import page_of, waiting_rows
from movements.subject_groups.screen_forms import GroupForm
from permissions.middleware import signed_in
from permissions.models import Person
from permissions.screen_forms import with_refusal


@require_safe
def subject_groups(request: HttpRequest) -> HttpResponse:
    """The subjects for which cases of all faculties wait, and the groups; searched and paged."""
    _keeper(request)
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    subjects = queries.subjects(text=text, after=request.GET.get("subject", ""))
    groups = queries.groups(state=state, text=text, after=read_key(request.GET.get("after", "")))
    page, listed = subjects[: queries.PAGE], groups[: queries.PAGE]
    values = {
        "subjects": page,
        "next_subject": page[-1]["subject"] if len(subjects) > queries.PAGE else "",
        "groups": listed,
        "next_group": listed[-1].pk if len(groups) > queries.PAGE else None,
        "q": text,
        "state": state,
        "states": GroupState.choices,
    }
    return render(request, "screens/subject_groups/list.html", values)


@require_http_methods(["GET", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Begin a group of one subject with the first of those who wait."""
    person = _keeper(request)
    subject = request.POST.get("subject", request.GET.get("subject", ""))
    waiting = queries.waiting_for(subject)
    if not waiting:
        raise NotFound(_("Nobody waits for this subject."))
    form = GroupForm(request.POST if request.method == "POST" else None)
    refusal: Refusal | None = None
    made: list[SubjectGroup] = []
    if form.is_bound and form.is_valid():
        asked: dict[str, Any] = {"actor": person, "subject": subject, **form.given()}
        asked["movement_ids"] = keys_of(request, "cases")
        try:
            once = request.POST.get("once", "")
            idempotency.once(person.pk, once, lambda: made.append(actions.open_group(**asked)))
        except NotFound:
            raise
        except Refusal as found:
            refusal = found
            with_refusal(form, found)
        else:
            return redirect("subject-group", made[0].pk) if made else redirect("subject-groups")
    values: dict[str, Any] = {"form": form, "refusal": refusal, "name": waiting[0].name, "subject": subject}
    chosen = keys_of(request, "cases") if form.is_bound else [claim.movement_id for claim in waiting]
    values |= {"waiting": waiting_rows(waiting), "chosen": chosen, "once": secrets.token_urlsafe(12)}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "screens/subject_groups/new.html", values, status=status)


@require_http_methods(["GET", "POST"])
def subject_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a group; carry out an act on it and show it again. A refusal is shown on the page, with what was typed."""
    person = _keeper(request)
    group = queries.get_group_for(person, pk)
    if request.method == "GET":
        return render(request, "screens/subject_groups/group.html", page_of(group))
    act, once = request.POST.get("act", ""), request.POST.get("once", "")
    form = GroupForm(request.POST) if act == "change" else None
    key = f"{once}:{act}:{request.POST.get('case', '')}" if once else ""
    try:
        if form is None or form.is_valid():
            idempotency.once(
                person.pk, key, lambda: _carry_out(request, person, pk, act, form), sent=request.POST.lists()
            )
            messages.success(request, _said(act))
            return redirect("subject-group", pk)
        refusal = None
    except NotFound:
        raise
    except Refusal as found:
        refusal = found
        if form is not None:
            with_refusal(form, found)
    values = page_of(queries.get_group_for(person, pk), form=form, refusal=refusal, typed=request.POST)
    return render(request, "screens/subject_groups/group.html", values, status=refusal.status if refusal else 422)


def _keeper(request: HttpRequest) -> Person:
    """Who keeps the groups; for everybody else there is no such page."""
    person = signed_in(request)
    if not queries.keeps(person):
        raise NotFound("")
    return person


def _carry_out(request: HttpRequest, person: Person, pk: int, act: str, form: GroupForm | None) -> None:
    asked: dict[str, Any] = {"actor": person, "group_id": pk}
    grounds = request.POST.get("grounds", "")
    if act == "put_in":
        actions.put_in(**asked, movement_ids=keys_of(request, "cases"))
    elif act == "take_out":
        actions.take_out(**asked, movement_id=read_key(request.POST.get("case", "")) or 0, grounds=grounds)
    elif act == "change" and form is not None:
        actions.change(**asked, **form.given())
    elif act == "form":
        actions.form(**asked, grounds=grounds)
    elif act == "disband":
        actions.disband(**asked, grounds=grounds)
    else:
        raise NotFound(act)


def _said(act: str) -> str:
    return {
        "put_in": _("The cases stand in the group."),
        "take_out": _("The case waits for the subject again."),
        "change": _("Changed."),
        "form": _("The group is formed: its cases can go on to their order."),
        "disband": _("The group is disbanded; its cases wait again."),
    }[act]
