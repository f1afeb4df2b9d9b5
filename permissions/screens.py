"""The appointments: who holds which office, where and until when; making one, and ending it."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from journal import clock, idempotency
from journal.reading import read_key
from journal.refusals import NotFound, Refusal
from permissions import actions, queries
from permissions.middleware import signed_in
from permissions.models import Appointment, Person, Unit
from permissions.roles import Role
from permissions.screen_forms import AppointmentForm, EndForm, with_refusal

OFFICES = [role for role in Role if role is not Role.STUDENT]


@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """The appointments in the reader's units, searched and paged."""
    units = queries.units_to_appoint_in(signed_in(request))
    text, office = request.GET.get("q", "").strip(), request.GET.get("office", "")
    past, after = bool(request.GET.get("past")), read_key(request.GET.get("after", ""))
    found = queries.appointments_in(units, text=text, office=office, past=past, after=after)
    page = found[: queries.PAGE]
    values = {
        "q": text,
        "office": office,
        "past": past,
        "offices": [(role.value, role.label) for role in OFFICES],
        "rows": [{"appointment": one, "life": life_of(one)} for one in page],
        "after": page[-1].pk if len(found) > queries.PAGE else None,
    }
    return render(request, "screens/permissions/appointments.html", values)


def life_of(appointment: Appointment) -> str:
    """Whether it holds today: ``coming``, ``holds`` or ``over``."""
    today = clock.today()
    if appointment.valid_to is not None and appointment.valid_to < today:
        return "over"
    return "coming" if appointment.valid_from > today else "holds"


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Choose a person, then say which office, where, from when and by which order."""
    actor = signed_in(request)
    units = queries.units_to_appoint_in(actor)
    person = chosen(request.GET.get("person", ""))
    text = request.GET.get("q", "").strip()
    if person is None:
        people = queries.find_people(text)
        values: dict[str, Any] = {"q": text, "people": people[: queries.MOST_PEOPLE]}
        values["more"] = len(people) > queries.MOST_PEOPLE
        return render(request, "screens/permissions/appoint.html", values)
    form = AppointmentForm(request.POST if request.method == "POST" else None, units=units)
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        try:
            idempotency.once(actor.pk, request.POST.get("once", ""), lambda: make(actor, person, units, form))
        except Refusal as found:
            refusal = found
            with_refusal(form, found)
        else:
            messages.success(request, _("Appointed: %(person)s.") % {"person": person.full_name})
            return redirect("appointments")
    values = {"person": person, "form": form, "refusal": refusal, "once": secrets.token_urlsafe(12)}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "screens/permissions/appoint.html", values, status=status)


def chosen(typed: str) -> Person | None:
    """The person whose key stands in the address; none where no key does.

    Raises:
        NotFound: there is no such person.
    """
    if not typed:
        return None
    person = Person.objects.select_related("account").filter(pk=read_key(typed) or 0).first()
    if person is None:
        raise NotFound("")
    return person


def make(actor: Person, person: Person, units: list[Unit], form: AppointmentForm) -> None:
    """Call the action with what was typed."""
    typed = dict(form.cleaned_data)
    office = Role(typed.pop("office"))
    unit = next(unit for unit in units if str(unit.pk) == typed["unit"])
    actions.appoint(actor=actor, person=person, office=office, **{**typed, "unit": unit})


@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an appointment; let it end."""
    actor = signed_in(request)
    found = queries.get_appointment_for(actor, pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": clock.today()})
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        try:
            actions.end_appointment(actor=actor, appointment=found, last_day=form.cleaned_data["last_day"])
        except Refusal as told:
            refusal = told
            with_refusal(form, told)
        else:
            messages.success(request, _("The appointment ends with that day."))
            return redirect("appointment", pk)
    life = life_of(found)
    values = {"appointment": found, "life": life, "refusal": refusal, "form": form}
    values["may_end"] = found.ended_at is None and life != "over"
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "screens/permissions/appointment.html", values, status=status)
