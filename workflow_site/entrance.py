"""Coming in and going out, the language of the pages, and the pages that tell a fault."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from journal.refusals import TooMany
from permissions.actions import correct_person
from permissions.middleware import person_of
from permissions.models import Institute
from permissions.unsent import unsent
from workflow_site.demo import LOGINS
from workflow_site.keeping import kept
from workflow_site.middleware import number_of
from workflow_site.problems import GIANT


class SignInForm(AuthenticationForm):
    """Login and password, named as everywhere else in the product."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label, self.fields["password"].label = _("Login"), _("Password")


def own_address(request: HttpRequest, wanted: str) -> str:
    """The wanted address if it is one of this site, the desk otherwise."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and safe else settings.LOGIN_REDIRECT_URL


def show_sign_in(request: HttpRequest, form: SignInForm, *, status: int = 0, **more: Any) -> HttpResponse:
    """The sign-in page; an invented institute names its accounts."""
    is_demo = Institute.objects.filter(is_demo=True).exists()
    values = {"form": form, "demo": LOGINS if is_demo else (), **more}
    return render(request, "site/sign_in.html", values, status=status or (422 if form.errors else 200))


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for login and password; afterwards go where the reader wanted, with what they had typed."""
    wanted = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    sealed = request.POST.get("kept", "")
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(wanted)
        return show_sign_in(request, SignInForm(request), next=wanted)
    form = SignInForm(request, data=request.POST)
    try:
        if not form.is_valid():
            return show_sign_in(request, form, next=wanted, kept=sealed)
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        answer = show_sign_in(request, form, status=refusal.status, next=wanted, kept=sealed)
        answer["Retry-After"] = str(refusal.seconds)
        return answer
    login(request, form.get_user())
    typed = kept(sealed) if sealed else None
    if typed is None:
        return HttpResponseRedirect(wanted)
    shown = [value for name, value in typed["fields"] if value and name not in ("once", "act")]
    return render(request, "site/resume.html", {**typed, "shown": shown})


def sign_in_again(request: HttpRequest, sealed: str) -> HttpResponse:
    """The sign-in page in place of an answer to a form whose session had ended."""
    return show_sign_in(request, SignInForm(request), kept=sealed, next="/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    logout(request)
    return HttpResponseRedirect("/sign-in/")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the reader's language in a cookie, and for the notices of whoever is signed in, and go back."""
    person, chosen = person_of(request.user), request.POST.get("language", "")
    if person and chosen in dict(settings.LANGUAGES):
        correct_person(person=person, language=chosen)
    return set_language(request)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form that is too large, damaged, or broke off on its way."""
    too_large = isinstance(exception, GIANT)
    return render(request, "400.html", {"too_large": too_large}, status=413 if too_large else 400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token against forgery: most often a page older than the last sign-in. What was typed stays."""
    return render(request, "403_csrf.html", {"unsent": unsent(request.POST)}, status=403)


def fault(request: HttpRequest) -> HttpResponse:
    """An apology with the number of the log line; the page asks nothing of database or session."""
    # What fails outside of a view, as the look into the session does, has no number yet.
    values = {"error_id": number_of(request, sys.exc_info()[1])}
    return HttpResponse(loader.get_template("500.html").render(values), status=500)
