"""The working calendar: everybody who signs in reads it, the office changes it with reason and basis."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock, idempotency
from journal.refusals import NotFound, Refusal
from movements.calendar import actions
from movements.calendar.forms import WORKS, ConfirmForm, MarkForm, WeekForm
from movements.calendar.models import DayMark, WorkingYear
from movements.calendar.picture import months_of
from movements.screen_forms import with_refusal
from permissions import policy
from permissions.middleware import signed_in
from permissions.models import Person, Unit
from permissions.roles import Act

FORMS: dict[str, type[forms.Form]] = {"mark": MarkForm, "week": WeekForm, "confirm": ConfirmForm}


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """This year's."""
    signed_in(request)
    return redirect("calendar-year", clock.today().year)


@require_http_methods(["GET", "POST"])
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year as twelve months and a table; carry out a change and show it again."""
    person = signed_in(request)
    row = WorkingYear.objects.select_related("confirmed_by").filter(year=year).first()
    if row is None:
        raise NotFound(_("The calendar of this year is not open."))
    typed, refusal = {}, None
    act = request.POST.get("act", "")
    if request.method == "POST" and act in FORMS:
        form = FORMS[act](request.POST, auto_id=f"{act}_%s")
        typed[act] = form
        if form.is_valid():
            try:
                once = request.POST.get("once", "")
                idempotency.once(person.pk, f"{once}:{act}" if once else "", lambda: change(person, year, act, form))
            except Refusal as told:
                refusal = with_refusal(form, told) and told
            else:
                messages.success(request, _("The calendar is changed; terms are counted by it from now on."))
                return redirect("calendar-year", year)
    failed = any(form.errors for form in typed.values())
    status = refusal.status if refusal else 422 if failed else 200
    return render(request, "movements/calendar.html", page_of(person, row, typed) | {"refusal": refusal}, status=status)


def change(person: Person, year: int, act: str, form: forms.Form) -> None:
    """Call the action of the form."""
    typed: dict[str, Any] = dict(form.cleaned_data)
    if act == "mark":
        actions.mark_day(actor=person, **{**typed, "works": WORKS[typed["works"]]})
    elif act == "week":
        actions.set_week(actor=person, year=year, **typed)
    else:
        actions.confirm_year(actor=person, year=year, **typed)


def page_of(person: Person, row: WorkingYear, typed: dict[str, forms.Form]) -> dict[str, Any]:
    """The values of ``movements/calendar.html``; the forms only for who keeps the calendar."""
    marks = list(DayMark.objects.select_related("set_by").filter(year=row))
    years = list(WorkingYear.objects.values_list("year", flat=True))
    root = Unit.objects.get(parent=None)
    keeps = policy.power(person, Act.CALENDAR_KEEP, unit=root, subject_id=None, on=clock.today())
    initial = {"day": f"{row.year}-01-01", "days_a_week": str(row.days_a_week)}
    return {
        "row": row,
        "years": years,
        "months": months_of(row, {mark.day: mark for mark in marks}),
        "marks": [{"mark": mark, "weekday": WEEKDAYS[mark.day.weekday()]} for mark in marks],
        "estimated": any(mark.kind == DayMark.Kind.ESTIMATED for mark in marks),
        "forms": _forms(typed, initial) if keeps else None,
        "once": secrets.token_urlsafe(12),
    }


def _forms(typed: dict[str, forms.Form], initial: dict[str, str]) -> dict[str, forms.Form]:
    return {act: typed.get(act) or form(initial=initial, auto_id=f"{act}_%s") for act, form in FORMS.items()}
