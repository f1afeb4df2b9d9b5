"""What every page has in common: its language, who may open it, and how a refusal or a fault is told."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.utils import translation

from journal.refusals import Refusal
from workflow_site.keeping import keep

logger = logging.getLogger("harakat.faults")
API = "/api/"
NUL = "\0"
# What somebody may open whose password somebody else chose.
# What somebody may open who came in by a code and has no account: each shows the own cases alone.
FOR_GUESTS = frozenset({"desk", "apply", "case", "paper", "movements", "movement", "notices", "sign-out"}) | {
    *("order", "order-progress", "order-document", "order-extract", "order-extract-file", "student")
}
WITH_ANY_PASSWORD = ("/password/", "/sign-out/")


def number_of(request: HttpRequest, exception: BaseException | None) -> str:
    """The number under which the log holds the fault of this request; the first to ask has it logged."""
    if "harakat.error_id" not in request.META:
        error_id = request.META["harakat.error_id"] = secrets.token_hex(4)
        # The path and no more: what was typed may name a diagnosis.
        logger.error("fault %s at %s %s", error_id, request.method, request.path, exc_info=exception)
    number: str = request.META["harakat.error_id"]
    return number


def _open_to_guests(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name in FOR_GUESTS


class SiteLanguage(LocaleMiddleware):
    """Uzbek until the reader chooses; only a program's Accept-Language is listened to.

    Most computers of the office carry an English system, and their browsers say so without having been asked.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language of this request."""
        if request.path.startswith(API):
            super().process_request(request)
            return
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language


class SignInFirst(LoginRequiredMiddleware):
    """Every page wants a signed-in reader unless it says otherwise; the API has its own tokens."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the API pass, ask everybody else."""
        if request.path.startswith(API):
            return None
        if getattr(request, "contact", None) is not None and _open_to_guests(request):
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None or not getattr(request.user, "must_change_password", False):
            return answer
        is_open = request.path in WITH_ANY_PASSWORD or not getattr(view_func, "login_required", True)
        return None if is_open else redirect("password")

    def handle_no_permission(  # type: ignore[override]  # upstream only ever redirects
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Send to sign in; what was typed when the session ended goes along and is shown again afterwards."""
        if request.method == "POST" and request.POST:
            from workflow_site.entrance import sign_in_again

            return sign_in_again(request, keep(request))
        return super().handle_no_permission(request, view_func)


class Refusals:
    """Tells a refusal as a page with its own status, and gives a fault the number under which the log holds it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a page that is asked by another method than its own says so."""
        response = self.get_response(request)
        if response.status_code != 405 or request.path.startswith(API):
            return response
        told = render(request, "405.html", status=405)
        told["Allow"] = response["Allow"]
        return told

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """No database keeps a NUL, and no keyboard types one."""
        if request.path.startswith(API):
            return None
        if NUL in request.path or any(NUL in value for _name, values in request.GET.lists() for value in values):
            return render(request, "404.html", status=404)
        if any(NUL in text for name, values in request.POST.lists() for text in (name, *values)):
            return render(request, "400.html", status=400)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; number and log anything unforeseen and leave the page to ``handler500``."""
        if isinstance(exception, Refusal):
            if exception.status == 404:
                return render(request, "404.html", status=404)
            return render(request, "site/refusal.html", {"refusal": exception}, status=exception.status)
        number_of(request, exception)
        return None
