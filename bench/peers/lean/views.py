"""The lean step behind a view: a session and a signed-in account, nothing else."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from bench.peers.lean.steps import take_step


@require_POST
def act(request: HttpRequest, pk: int, step: str) -> JsonResponse:
    """Take the step as whoever is signed in."""
    application = take_step(pk, step, int(request.user.pk))
    return JsonResponse({"id": application.pk, "state": application.state, "number": application.number})
