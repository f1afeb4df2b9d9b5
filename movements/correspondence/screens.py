"""The correspondence on screen: the letters that wait, one of them with its answer, and registering another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from movements.correspondence import actions
from movements.correspondence.forms import AnswerForm, InquiryForm
from movements.correspondence.queries import answer_of, clerk, get_inquiry_for, inquiries, is_overdue, state_of
from movements.inquiry_models import Inquiry
from movements.screen_forms import with_refusal
from orders import sheets
from permissions.middleware import signed_in
from permissions.models import Person
from students.diploma_queries import alike
from students.diplomas import key_of
from students.models import Diploma


@require_safe
def list_of(request: HttpRequest) -> HttpResponse:
    """The letters that wait for an answer, the most overdue first; or the answered ones."""
    clerk(signed_in(request))
    typed, answered = request.GET.get("q", "").strip()[:100], request.GET.get("answered") == "yes"
    page = inquiries(text=typed, answered=answered, after=read_key(request.GET.get("after", "")))
    values = {
        "rows": [(one, state_of(one), is_overdue(one)) for one in page.items],
        "q": typed,
        "answered": answered,
        "after": page.next,
    }
    return render(request, "screens/inquiries/list.html", values)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register a letter."""
    person = clerk(signed_in(request))
    bound = request.method == "POST"
    form = InquiryForm(request.POST if bound else None, request.FILES if bound else None, initial=request.GET.dict())
    values: dict[str, Any] = {"form": form}
    status = 422 if bound else 200
    if bound and form.is_valid():
        try:
            return redirect("inquiry", registered(person, form).pk)
        except Refusal as refusal:
            with_refusal(form, refusal)
            values["refusal"], status = refusal, refusal.status
    return render(request, "screens/inquiries/new.html", values, status=status)


def registered(person: Person, form: InquiryForm) -> Inquiry:
    """Register what the form says; the likeliest entry of the register is noted where the number is the very one."""
    said = form.values()
    movement = actions.movement_of(person, form.cleaned_data["case"])
    same = Diploma.objects.filter(key=key_of(said["asked_number"])).first() if said["asked_number"] else None
    return actions.register(
        actor=person, values={**said, "movement": movement, "diploma": same}, upload=form.cleaned_data["file"]
    )


@require_http_methods(["GET", "POST"])
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: what it asks, until when, what the register has, and the answer."""
    person = signed_in(request)
    found = get_inquiry_for(person, pk)
    answer, status = answer_of(found), 200
    values: dict[str, Any] = {
        "inquiry": found,
        "answer": answer,
        "state": state_of(found),
        "overdue": is_overdue(found),
    }
    if answer is None:
        entries = entries_for(found)
        form = AnswerForm(request.POST if request.method == "POST" else None, inquiry=found, found=entries)
        values |= {"form": form, "entries": entries}
        status = 422 if form.is_bound else 200
        if form.is_bound and form.is_valid():
            try:
                actions.answer(actor=person, inquiry_id=pk, **answered(form, entries))
                messages.success(request, _("Answered."))
                return redirect("inquiry", pk)
            except Refusal as refusal:
                with_refusal(form, refusal)
                values["refusal"], status = refusal, refusal.status
    elif request.method == "POST":
        values["refusal"], status = _("This inquiry is answered already."), 409
    values["sheets"] = sheets.about(f"inquiry:{pk}")
    return render(request, "screens/inquiries/inquiry.html", values, status=status)


def entries_for(found: Inquiry) -> list[Diploma]:
    """The entries that may be meant by the letter."""
    if found.direction == Inquiry.Direction.OUTGOING:
        return []
    return alike(number=found.asked_number, name=found.asked_name, graduated_in=None)


def answered(form: AnswerForm, entries: list[Diploma]) -> dict[str, Any]:
    """What the action takes."""
    said = form.cleaned_data
    chosen = next((one for one in entries if str(one.pk) == said.get("diploma")), None)
    return {"verdict": said["verdict"], "words": said["words"], "diploma": chosen}


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter itself."""
    found = get_inquiry_for(signed_in(request), pk)
    if not found.file:
        raise NotFound("")
    return FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.file_name, content_type=found.content_type
    )
