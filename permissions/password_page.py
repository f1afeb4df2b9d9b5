"""The page on which somebody signed in replaces their password; the first they see where somebody else chose it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from journal.refusals import Invalid
from permissions.actions.passwords import LONGEST, change_password
from permissions.models import Account


class ChangeForm(forms.Form):
    """The password of now, and the one to come."""

    use_required_attribute = False
    current = forms.CharField(
        label=gettext_lazy("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 8 characters; several words together are easy to remember and hard to guess."),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@never_cache
@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Ask for both passwords; the session goes on afterwards."""
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - strangers are sent to sign in before
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changed = change_password(account=account, **form.cleaned_data)
        except Invalid as refusal:
            for name, sentences in refusal.fields.items():
                form.errors[name] = form.error_class([str(one) for one in sentences])
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("Your password is changed."))
            return redirect("desk")
    values = {"form": form, "login": account.username, "must": account.must_change_password}
    return render(request, "site/password.html", values, status=422 if form.errors else 200)
