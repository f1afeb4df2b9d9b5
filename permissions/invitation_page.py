"""The page a one-time link opens: its owner chooses a password and may sign in from then on."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from journal.refusals import Invalid, NotFound
from permissions.actions.inviting import accept_invitation, invited
from permissions.actions.passwords import LONGEST


class PasswordForm(forms.Form):
    """One password, typed once: whoever mistypes it asks for another link."""

    use_required_attribute = False
    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 8 characters; several words together are easy to remember and hard to guess."),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Ask for the password; with it the link is used up."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    try:
        account = invited(code, token)
        if form.is_valid():
            accept_invitation(code=code, token=token, password=form.cleaned_data["password"])
            logout(request)
            messages.success(request, _("The password is yours. Sign in with it."))
            return redirect("sign-in")
    except NotFound:
        return _shown(request, "screens/permissions/invitation_over.html", {}, 404)
    except Invalid as refusal:
        form.errors["password"] = form.error_class([str(one) for one in refusal.fields["password"]])
    values = {"form": form, "login": account.username}
    return _shown(request, "screens/permissions/invitation.html", values, 422 if form.errors else 200)


def _shown(request: HttpRequest, template: str, values: dict[str, object], status: int) -> HttpResponse:
    response = render(request, template, values, status=status)
    # The address is the secret: no link of the page may carry it on.
    response["Referrer-Policy"] = "no-referrer"
    return response
