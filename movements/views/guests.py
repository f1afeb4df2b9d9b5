"""The pages of somebody without account: what may be applied for, who asks, the code, and finding a case again.

Behind the code stand the same pages as for a student: draft, papers, filing, correcting, withdrawing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from journal.refusals import NotFound, Refusal
from movements.describing import filing_days, opens_on
from movements.flow import flow_of
from movements.guests import ask_to_apply, ask_to_track, kinds_for_guests
from movements.limits import in_force
from movements.screen_forms import with_refusal
from movements.views.applying import paper_lines
from permissions.actions.contacts import enter_code
from permissions.identity import ApplicantForm
from permissions.middleware import let_in
from permissions.phones import mobile
from permissions.throttle import origin_of

ASKED = "code"


class TrackForm(forms.Form):
    """Which case, and where its code goes."""

    use_required_attribute = False
    number = forms.CharField(label=_("Case number"), max_length=24, help_text=_("For instance 2026-000012."))
    email = forms.CharField(
        label=_("E-mail or telephone"), max_length=254, help_text=_("As it was given in the application.")
    )

    def clean_email(self) -> str:
        """An address or a number; anything else could receive nothing."""
        typed = str(self.cleaned_data["email"])
        if "@" in typed:
            return str(forms.EmailField().clean(typed)).lower()
        if not mobile(typed):
            raise forms.ValidationError(gettext("Give an e-mail address, or a mobile number of Uzbekistan."))
        return mobile(typed)


class CodeForm(forms.Form):
    """Six digits."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Code from the message"),
        max_length=12,
        help_text=_("Six digits. They hold for 15 minutes."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@login_not_required
@require_safe
def apply_as_guest(request: HttpRequest) -> HttpResponse:
    """What may be applied for without being a student here."""
    if request.person is not None:  # type: ignore[attr-defined]
        return redirect("desk")
    numbers = in_force()
    doors = [
        {
            "kind": flow.kind,
            "title": flow.called,
            "basis": flow.basis,
            "filing_days": filing_days(flow, numbers),
            "opens": opens_on(flow, numbers),
            "papers": paper_lines(flow),
        }
        for flow in kinds_for_guests()
    ]
    return render(request, "screens/guests/kinds.html", {"doors": doors})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def introduce(request: HttpRequest, kind: str) -> HttpResponse:
    """Who applies, and where the code goes."""
    flow = flow_of(kind)
    if not flow.open_to_outsiders:
        raise NotFound(kind)
    if request.person is not None:  # type: ignore[attr-defined]
        return redirect("apply", kind)

    def ask() -> str:
        return ask_to_apply(request.POST.dict(), asked_from=origin_of(request))

    form = ApplicantForm(request.POST if request.method == "POST" else None)
    values = {"form": form, "title": flow.called}
    return _asked(request, form, ask, "screens/guests/introduce.html", values, reverse("apply", args=[kind]))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Find a case again by its number and the applicant's address."""
    form = TrackForm(request.POST if request.method == "POST" else None)

    def ask() -> str:
        return ask_to_track(**form.cleaned_data, asked_from=origin_of(request))

    return _asked(request, form, ask, "screens/guests/track.html", {"form": form}, reverse("desk"))


def sent_to(form: forms.Form) -> str:
    """Where the code of a valid form goes."""
    return form.address() if isinstance(form, ApplicantForm) else str(form.cleaned_data["email"])


def _asked(
    request: HttpRequest, form: forms.Form, ask: Callable[[], str], template: str, values: dict[str, Any], onward: str
) -> HttpResponse:
    """Show the form; once it is sent, remember the code's handle and ask for its digits."""
    status = 200
    if form.is_bound and form.is_valid():
        try:
            request.session[ASKED] = {"handle": ask(), "address": sent_to(form), "onward": onward}
            return redirect("guest-code")
        except Refusal as refusal:
            values["refusal"], status = refusal, refusal.status
    elif form.is_bound:
        status = 422
    return render(request, template, values, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Enter the code; with it the applicant's own cases are open in this browser."""
    asked = request.session.get(ASKED)
    if asked is None:
        return redirect("guest-apply")
    form = CodeForm(request.POST if request.method == "POST" else None)
    values: dict[str, Any] = {"form": form, "address": asked["address"]}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            let_in(request, enter_code(handle=asked["handle"], digits=form.cleaned_data["code"]))
            return redirect(asked["onward"])
        except Refusal as refusal:
            with_refusal(form, refusal)
            values["refusal"], status = None if refusal.fields else refusal, refusal.status
    return render(request, "screens/guests/code.html", values, status=status)
