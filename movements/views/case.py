"""One case on one page: what it says, whose turn it is, what its reader may do, what happened."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from django.contrib import messages
from django.core.files.base import File
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journal import idempotency
from journal.reading import read_key
from journal.refusals import Invalid, NotFound, Refusal
from movements import actions, queries
from movements.clearances import actions as clearing
from movements.clearances.page import FORMS
from movements.flow import flow_of
from movements.models import Movement
from movements.papers import PROOF
from movements.screen_forms import GroundForm, SpoilForm, WithdrawalForm
from movements.steps import Decide
from movements.views.case_page import page_of
from movements.views.case_parts import DECIDED
from movements.views.statement import hand_in, keep
from permissions.middleware import signed_in
from permissions.models import Person
from permissions.unsent import unsent

HANDING_IN = ("save", "remove", "file", "insist", "revise")
DIFFERENCE = ("compare", "confirm", "reject")
CLEARING = ("clear", "object", "settled")
ENDS_A_TURN = ("approve", "return", "refuse", "clear", "object")


def said(act: str) -> str:
    """What the reader is told when the act is done."""
    return {
        "save": _("Saved."),
        "file": _("Filed. The office has it now; below you see who."),
        "revise": _("Sent. The office has your correction."),
        "insist": _("Filed with your grounds. The office decides."),
        "approve": _("Approved."),
        "return": _("Returned to the applicant with your words."),
        "refuse": _("Refused with your words."),
        "take": _("The case is on your desk for half an hour."),
        "release": _("The case is back on the common desk."),
        "reassign": _("Reassigned."),
        "spoil": _("Entered as spoiled. Print on another blank now."),
        "compare": _("Compared anew."),
        "confirm": _("Confirmed: what is missing is counted anew."),
        "reject": _("Rejected: it stays missing."),
        "withdraw": _("Done."),
        "clear": _("Cleared."),
        "object": _("Said to the applicant. You are asked again when it is settled."),
        "settled": _("Sent. The office is asked again."),
    }.get(act, _("Saved."))


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case; carry out an act on it and show it again. A refusal is shown on the page, with what was typed."""
    person = signed_in(request)
    if request.method == "GET":
        return render(request, "movements/case.html", page_of(request, queries.get_case_for(person, pk)))
    act = "remove" if "remove" in request.POST else request.POST.get("act", "")
    try:
        key = once_key(request, act)
        idempotency.once(person.pk, key, lambda: carry_out(request, person, pk, act), sent=request.POST.lists())
    except NotFound:
        raise
    except Refusal as refusal:
        movement = queries.get_case_for(person, pk)
        if act in HANDING_IN:
            # The refusal took back the act with everything it had kept, and the reader may leave the page now.
            with suppress(Refusal):
                keep(request, person, movement, act)
            movement = queries.get_case_for(person, pk)
        values = page_of(request, movement, act=act, refusal=refusal)
        if not still_offered(act, values):
            values["unsent"] = unsent(request.POST, *forms_with_labels(movement, act))
        return render(request, "movements/case.html", values, status=refusal.status)
    messages.success(request, said(act))
    decided = f"?{DECIDED}=1" if act in ENDS_A_TURN else ""
    return redirect(f"{reverse('case', args=[pk])}{decided}")


def still_offered(act: str, values: dict[str, Any]) -> bool:
    """Whether the page still has the form of the act, which then shows what was typed."""
    if act in ("approve", "return", "refuse"):
        decision = values.get("decision") or {"added": None, "verdicts": ()}
        return bool(decision["added"]) if act == "approve" else any(one["code"] == act for one in decision["verdicts"])
    if act == "insist":
        return bool(values.get("statement") and values["statement"]["insists"])
    if act in DIFFERENCE:
        return act == "compare"
    if act in CLEARING:
        return any(act in one["forms"] for one in values["clearances"])
    forms = {"withdraw": "withdrawal", "reassign": "reassignment", "spoil": "spoiling"}
    return bool(values.get(forms.get(act, "statement")))


def forms_with_labels(movement: Movement, act: str) -> list[BaseForm]:
    """The forms the act may have been typed into, for the labels of their fields."""
    if act in ("return", "refuse", *DIFFERENCE):
        return [GroundForm()]
    if act == "approve":
        steps = flow_of(movement.kind).steps()
        return [step.states() for step in steps if isinstance(step, Decide) and step.states is not None]
    if act == "spoil":
        return [SpoilForm(serials=())]
    if act in ("withdraw", "reassign"):
        return [WithdrawalForm()]
    if act in CLEARING:
        return [FORMS[act]()]
    return [flow_of(movement.kind).first_step().form()]


def once_key(request: HttpRequest, act: str) -> str:
    """The page's own key for this act; saving and papers may be repeated and have none."""
    once = request.POST.get("once", "")
    # Of several offices asked at once each has buttons of its own on the same page.
    office = request.POST.get("office", "")
    return f"{once}:{act}{':' if office else ''}{office}" if once and act not in ("save", "remove") else ""


def carry_out(request: HttpRequest, person: Person, pk: int, act: str) -> None:
    """Call the action of the act.

    Raises:
        NotFound: no such act, or no such case for this reader.
    """
    words = request.POST.get("grounds", "")
    if act in HANDING_IN:
        hand_in(request, person, queries.get_case_for(person, pk), act)
    elif act in ("approve", "return", "refuse"):
        decide(request, person, queries.get_case_for(person, pk), act)
    elif act in DIFFERENCE:
        judge_difference(request, person, pk, act)
    elif act in CLEARING:
        answer_for_office(request, person, pk, act)
    elif act == "take":
        actions.take(actor=person, movement_id=pk, office=request.POST.get("office", ""))
    elif act == "release":
        actions.release(actor=person, movement_id=pk, office=request.POST.get("office", ""))
    elif act == "withdraw":
        actions.withdraw(actor=person, movement_id=pk, grounds=words)
    elif act == "spoil":
        said_of_it = {name: request.POST.get(name, "") for name in ("serial", "words")}
        actions.spoil(actor=person, movement_id=pk, **said_of_it)
    elif act == "reassign":
        reassign(request, person, pk)
    else:
        raise NotFound(act)


def answer_for_office(request: HttpRequest, person: Person, pk: int, act: str) -> None:
    """Clear, say what is owed, or say that it is settled, with the paper that shows it."""
    said = {"office": request.POST.get("office", ""), "words": request.POST.get("words", "")}
    proof = request.FILES.get("proof")
    if act == "settled" and proof is not None:
        try:
            actions.attach(actor=person, movement_id=pk, kind=PROOF.kind, upload=cast("File[bytes]", proof))
        except Invalid as refusal:
            raise Invalid(refusal.detail, fields={"proof": [refusal.detail]}) from refusal
    {"clear": clearing.clear, "object": clearing.object, "settled": clearing.settled}[act](
        actor=person, movement_id=pk, **said
    )


def judge_difference(request: HttpRequest, person: Person, pk: int, act: str) -> None:
    """Compare with the chosen curriculum, or judge the match whose button was pressed."""
    if act == "compare":
        chosen = read_key(request.POST.get("curriculum", ""))
        actions.compare_with(actor=person, movement_id=pk, curriculum_id=chosen)
        return
    required, passed = (request.POST.get(name, "") for name in ("required", "passed"))
    words = request.POST.get("words", "")
    actions.judge_match(actor=person, movement_id=pk, required=required, passed=passed, verdict=act, words=words)


def decide(request: HttpRequest, person: Person, movement: Movement, verdict: str) -> None:
    """Hand the verdict over with ground, words and what the step asks the office to add."""
    actions.decide(
        actor=person,
        movement_id=movement.pk,
        verdict=verdict,
        ground=request.POST.get("ground", ""),
        words=request.POST.get("words", ""),
        added=typed(request, movement) if verdict == "approve" else None,
    )


def typed(request: HttpRequest, movement: Movement) -> dict[str, Any]:
    """The answers to the form of the step, as typed."""
    step = flow_of(movement.kind).step(movement.step)
    if not isinstance(step, Decide) or step.states is None:
        return {}
    return {name: request.POST[name] for name in step.states().fields if name in request.POST}


def reassign(request: HttpRequest, person: Person, pk: int) -> None:
    """Give the step to the chosen holder of the office."""
    office, _colon, chosen = request.POST.get("to", "").rpartition(":")
    key = read_key(chosen)
    to = Person.objects.filter(pk=key).first() if key else None
    if to is None:
        sentence = _("Choose to whom.")
        raise Invalid(sentence, fields={"to": [sentence]})
    actions.reassign(actor=person, movement_id=pk, to=to, grounds=request.POST.get("grounds", ""), office=office)
