"""The register of diplomas on screen: searching it, one entry with its duplicates, and entering one from paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journal import clock
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from permissions.middleware import signed_in, signed_in_for
from permissions.roles import Act
from students import diplomas
from students.diploma_about import told_of
from students.diploma_forms import ContactForm, EntryForm
from students.diploma_queries import (
    ends_of,
    get_diploma_for,
    history_of,
    is_valid,
    may_keep,
    reader_of_register,
    search_diplomas,
)
from students.models import Form, Language
from students.study_screens import DIPLOMAS, imported, uploaded


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The register, searched by number or by name in any script, page by page; and the form that uploads an old one."""
    person, refusal = reader_of_register(signed_in(request)), None
    if request.method == "POST":
        person = signed_in_for(request, Act.DIPLOMA_KEEP)
        try:
            return redirect("study-list", uploaded(request, person, DIPLOMAS).pk)
        except Refusal as refused:
            refusal = refused
    typed = request.GET.get("q", "").strip()[:100]
    page = search_diplomas(typed, after=read_key(request.GET.get("after", "")))
    today = clock.today()
    keeps = may_keep(person)
    values = {
        "q": typed,
        "rows": [(row, is_valid(row, today)) for row in page.items],
        "after": page.next,
        "keeps": keeps,
        "lists": imported(DIPLOMAS) if keeps else [],
        "refusal": refusal,
    }
    return render(request, "screens/diplomas/list.html", values, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """Enter one diploma from the paper register."""
    person = reader_of_register(signed_in(request))
    if not may_keep(person):
        raise NotFound("")
    form = EntryForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = diplomas.enter_from_paper(actor=person, values=form.cleaned_data)
                messages.success(request, _("The diploma is entered."))
                return redirect("diploma", made.pk)
            except Refusal as refused:
                refusal, status = refused, refused.status
    values = {"form": form, "refusal": refusal}
    return render(request, "screens/diplomas/entry.html", values, status=status)


@require_http_methods(["GET", "POST"])
def diploma(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what was printed, what replaced it, what was answered about it, and where its holder is reached."""
    person = signed_in(request)
    found = get_diploma_for(person, pk)
    keeps, form, status = may_keep(person), None, 200
    if keeps:
        form = ContactForm(request.POST if request.method == "POST" else None, initial={"contact": found.contact})
    if request.method == "POST":
        if form is None:
            raise NotFound("")
        if form.is_valid():
            diplomas.keep_contact(actor=person, diploma_id=pk, contact=form.cleaned_data["contact"])
            messages.success(request, _("The contact is kept."))
            return redirect("diploma", pk)
        status = 422
    today = clock.today()
    values: dict[str, Any] = {
        "diploma": found,
        "valid": is_valid(found, today),
        "ends": list(ends_of(found).values()),
        "form_of_study": dict(Form.choices).get(found.form, found.form),
        "language": dict(Language.choices).get(found.language, found.language),
        "history": [(one, is_valid(one, today)) for one in history_of(found)],
        "told": told_of(person, found),
        "form": form,
    }
    return render(request, "screens/diplomas/diploma.html", values, status=status)
