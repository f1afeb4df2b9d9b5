"""The office's pages of curricula and results: what is known, and a list looked at before it is imported."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal.reading import read_key
from journal.refusals import Invalid, NotFound, Refusal
from permissions.middleware import signed_in_for
from permissions.models import Person
from permissions.roles import Act
from students import study_importing
from students.models import Curriculum, Form, StudyList
from students.study_importing import MAY_IMPORT, MOST_TOLD
from students.tables import MOST_BYTES

PAGE = 25
LISTS = 5
STUDIES = (StudyList.Kind.CURRICULA, StudyList.Kind.RESULTS)
PRICES = (StudyList.Kind.PRICES, StudyList.Kind.CONTRACTS)
DIPLOMAS = (StudyList.Kind.DIPLOMAS,)
PAGES = {
    **dict.fromkeys(STUDIES, "curricula"), **dict.fromkeys(PRICES, "prices"), **dict.fromkeys(DIPLOMAS, "diplomas"),
}  # fmt: skip
"""By kind, the page from which a list is uploaded."""


@require_http_methods(["GET", "POST"])
def studies(request: HttpRequest) -> HttpResponse:
    """The curricula by pages, the newest lists, and the form that uploads one."""
    person, refusal = signed_in_for(request, Act.ROSTER_IMPORT), None
    if request.method == "POST":
        try:
            return redirect("study-list", uploaded(request, person, STUDIES).pk)
        except Refusal as refused:
            refusal = refused
    typed = request.GET.get("q", "").strip()
    rows = list(page_of(typed, read_key(request.GET.get("after", ""))))
    values = {
        "rows": rows[:PAGE],
        "q": typed,
        "after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "lists": imported(STUDIES),
        "waiting": not_imported(STUDIES),
        "kinds": [(kind.value, kind.label) for kind in STUDIES],
        "kind": request.POST.get("kind", ""),
        "refusal": refusal,
        "forms": dict(Form.choices),
    }
    return render(request, "screens/studies/curricula.html", values, status=refusal.status if refusal else 200)


def page_of(typed: str, after: int | None) -> QuerySet[Curriculum]:
    """A page of curricula and one more, the newest first, each with its subjects counted."""
    found = Curriculum.objects.select_related("programme").order_by("-pk")
    if typed:
        found = found.filter(name__icontains=typed) | found.filter(programme__code__startswith=typed)
    if after:
        found = found.filter(pk__lt=after)
    return found.annotate(count=Count("subjects"), total=Sum("subjects__credits"))[: PAGE + 1]


def imported(kinds: Collection[StudyList.Kind]) -> QuerySet[StudyList]:
    """The lists of these kinds that were imported last."""
    return StudyList.objects.filter(imported_at__isnull=False, kind__in=kinds).defer("content")[:LISTS]


def not_imported(kinds: Collection[StudyList.Kind]) -> QuerySet[StudyList]:
    """The lists of these kinds that were looked at and not imported, the newest first."""
    return StudyList.objects.filter(imported_at__isnull=True, kind__in=kinds).order_by("-pk").defer("content")[:LISTS]


def uploaded(request: HttpRequest, person: Person, kinds: Collection[StudyList.Kind]) -> StudyList:
    """Keep the file that was sent. Raises Invalid where there is none of these kinds, or it cannot be read."""
    kind, file = request.POST.get("kind", ""), request.FILES.get("file")
    if kind not in kinds or file is None:
        raise Invalid(_("Choose what the list holds, and the file."))
    content = file.read(MOST_BYTES + 1)
    return study_importing.upload(actor=person, kind=kind, name=str(file.name), content=content)


@require_http_methods(["GET", "POST"])
def study_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What a list would change, with the button that imports it; once imported, its report."""
    act = MAY_IMPORT[
        StudyList.Kind(StudyList.objects.filter(pk=pk).values_list("kind", flat=True).first() or "results")
    ]
    person, refusal = signed_in_for(request, act), None
    if request.method == "POST":
        try:
            study_importing.apply(actor=person, list_id=pk)
            messages.success(request, _("The list is imported."))
            return redirect("study-list", pk)
        except NotFound:
            raise
        except Refusal as refused:
            refusal = refused
    found = StudyList.objects.defer("content").select_related("uploaded_by").filter(pk=pk).first()
    if found is None or (found.imported_at is None and found.uploaded_by_id != person.pk):
        raise NotFound(_("There is no such list."))
    values: dict[str, Any] = {"list": found, "report": found.report, "refusal": refusal, "most": MOST_TOLD}
    values["back"] = PAGES[StudyList.Kind(found.kind)]
    return render(request, "screens/studies/list.html", values, status=refusal.status if refusal else 200)


@require_safe
def curriculum(request: HttpRequest, pk: int) -> HttpResponse:
    """One curriculum, its subjects by semester."""
    signed_in_for(request, Act.ROSTER_IMPORT)
    found = get_object_or_404(Curriculum.objects.select_related("programme"), pk=pk)
    subjects = found.subjects.order_by("semester", "code")
    semesters = [(semester, list(rows)) for semester, rows in groupby(subjects, lambda one: one.semester)]
    told = [(semester, rows, sum(one.credits for one in rows)) for semester, rows in semesters]
    values = {"curriculum": found, "semesters": told, "form": dict(Form.choices).get(found.form, found.form)}
    return render(request, "screens/studies/curriculum.html", values)
