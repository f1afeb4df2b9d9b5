"""The API, version 1: assembled from the rooms' own calls. It has no rules of its own."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router
from ninja.parser import Parser
from ninja.types import DictStrAny

from journal.refusals import Kept
from movements.api import router as movements_router
from movements.correspondence.api import router as inquiries_router
from movements.fees.api import router as fees_router
from movements.guest_api import router as guests_router
from movements.leaves.api import router as leaves_router
from movements.letters_api import router as letters_router
from movements.limits_api import router as limits_router
from movements.sittings.api import router as sittings_router
from movements.subject_groups.api import router as subject_groups_router
from orders.api import router as orders_router
from orders.blanks.act_api import router as blank_acts_router
from orders.blanks.api import router as blanks_router
from orders.sheet_screens import router as sheets_router
from permissions.api import router as sign_in_router
from students.api import router as students_router
from students.diploma_api import router as diplomas_router
from workflow_site.api_callers import KEY, LONGEST_KEY, Token, carried_out_once
from workflow_site.problems import CONTENT_TYPE, tell_problems, telling

NUL = "\0"
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457)",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "clause": {"type": "string", "description": "the clause that says so"},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "error_id": {"type": "string", "description": "the number under which the log holds a fault of ours"},
        "findings": {"type": "array", "items": {"type": "object"}, "description": "what each clause said"},
        "movement": {"type": "integer", "description": "the draft that was kept, or the case that is open already"},
        "may": {"type": "array", "items": {"type": "string"}, "description": "the acts I may do now"},
        "acted": {"type": ["object", "null"], "description": "who acted last: by, act, at"},
    },
    "required": ["type", "title", "status", "detail"],
}
REFUSED = {
    "description": "Refused, or failed; type second-factor (401) where a second factor is set",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
ONCE = {
    "name": KEY,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "a repeated request of the same key is answered again and carried out once",
}


class Json(Parser):
    """JSON that every database can keep and that says everything once: no NUL, no half of a surrogate pair, no NaN."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """The body; ninja answers what is raised here as a request that cannot be read."""
        body: DictStrAny = json.loads(request.body, object_pairs_hook=_once_each, parse_constant=_refuse_constant)
        _refuse_unstorable(body)
        return body


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        # Which of two values is meant nobody can know.
        raise ValueError("a name stands twice")
    return named


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _refuse_unstorable(value: Any) -> None:
    if isinstance(value, str):
        value.encode()
        if NUL in value:
            raise ValueError("NUL")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _refuse_unstorable(name)
            _refuse_unstorable(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_unstorable(inner)


class Api(NinjaAPI):
    """Ninja's API, which also tells what every call has in common."""

    common: ClassVar = {"default": REFUSED}

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses of all calls."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = telling(pattern.callback)
        return patterns, app_name, namespace

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Called as every call begins: nothing has been refused yet, and no address carries a NUL."""
        request.undo = False  # type: ignore[attr-defined]
        if NUL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return super().create_temporal_response(request)

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Tell the problem; what the call did is taken back, unless the refusal says that it stands."""
        request.undo = not isinstance(exc, Kept)  # type: ignore[attr-defined]
        return super().on_exception(request, exc)

    def get_openapi_schema(self, **given: Any) -> Any:
        """The published document, with problems and the Idempotency-Key on every call that has them."""
        document = super().get_openapi_schema(**given)
        document["components"]["schemas"]["Problem"] = PROBLEM
        for calls in document["paths"].values():
            for method, call in calls.items():
                call["responses"] |= self.common
                if method == "post" and "security" in call:
                    call["parameters"] = [*call["parameters"], ONCE]
        return document


api = Api(
    title="Harakat",
    version="1",
    description=(
        "Student movements: from the application to the signed order that changes the record. The same actions and "
        "the same policy as the pages. Accept-Language chooses among uz, ru and en."
    ),
    urls_namespace="api",
    auth=Token(),
    parser=Json(),
)
tell_problems(api)
api.add_decorator(carried_out_once, mode="view")
api.add_router("", sign_in_router)
api.add_router("", guests_router)
api.add_router("", movements_router)
api.add_router("", limits_router)
api.add_router("", leaves_router)
api.add_router("", letters_router)
api.add_router("", fees_router)
api.add_router("/orders", orders_router)
api.add_router("", sheets_router)
api.add_router("/sittings", sittings_router)
api.add_router("/blanks", blanks_router)
api.add_router("/blanks", blank_acts_router)
api.add_router("/subject-groups", subject_groups_router)
api.add_router("", students_router)
api.add_router("", diplomas_router)
api.add_router("", inquiries_router)

elsewhere = Router()


@elsewhere.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", auth=None, include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> None:
    """Any other address."""
    raise Http404


api.add_router("", elsewhere)
