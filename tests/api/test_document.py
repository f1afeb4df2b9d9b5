"""The published document: it says what is there, and what is there is what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

WITHOUT_TOKEN = ("/api/v1/sign-in", "/api/v1/guests/code", "/api/v1/guests/sign-in")
CALLS = {
    "POST /api/v1/sign-in",
    "POST /api/v1/guests/code",
    "POST /api/v1/guests/sign-in",
    "GET /api/v1/kinds",
    "GET /api/v1/leaves",
    "GET /api/v1/limits",
    "POST /api/v1/kinds/{kind}/rehearse",
    "POST /api/v1/movements",
    "GET /api/v1/movements",
    "GET /api/v1/movements/{movement_id}",
    "GET /api/v1/movements/{movement_id}/letter",
    "GET /api/v1/sheets/{sheet_id}",
    "POST /api/v1/movements/{movement_id}/papers",
    "GET /api/v1/movements/{movement_id}/papers/{paper_id}",
    "GET /api/v1/movements/{movement_id}/difference",
    "POST /api/v1/movements/{movement_id}/acts",
    "GET /api/v1/tasks",
    "POST /api/v1/orders",
    "GET /api/v1/orders",
    "GET /api/v1/orders/{order_id}",
    "GET /api/v1/orders/{order_id}/preview",
    "GET /api/v1/orders/{order_id}/document.pdf",
    "POST /api/v1/orders/{order_id}/acts",
    "GET /api/v1/sittings",
    "POST /api/v1/sittings",
    "GET /api/v1/sittings/{sitting_id}",
    "GET /api/v1/sittings/{sitting_id}/minutes",
    "POST /api/v1/sittings/{sitting_id}/acts",
    "GET /api/v1/subject-groups",
    "POST /api/v1/subject-groups",
    "GET /api/v1/subject-groups/subjects",
    "GET /api/v1/subject-groups/{group_id}",
    "POST /api/v1/subject-groups/{group_id}/acts",
    "GET /api/v1/blanks",
    "GET /api/v1/blanks/stock",
    "GET /api/v1/blanks/register",
    "POST /api/v1/blanks/register",
    "GET /api/v1/blanks/batches",
    "POST /api/v1/blanks/batches",
    "POST /api/v1/blanks/assign",
    "GET /api/v1/blanks/{blank_id}",
    "POST /api/v1/blanks/{blank_id}/acts",
    "GET /api/v1/blanks/destructions",
    "POST /api/v1/blanks/destructions",
    "GET /api/v1/blanks/destructions/{destruction_id}",
    "POST /api/v1/blanks/destructions/{destruction_id}/acts",
    "GET /api/v1/blanks/stocktakings",
    "POST /api/v1/blanks/stocktakings",
    "GET /api/v1/blanks/stocktakings/{stocktaking_id}",
    "GET /api/v1/blanks/stocktakings/{stocktaking_id}/counted",
    "GET /api/v1/blanks/stocktakings/{stocktaking_id}/differences",
    "POST /api/v1/blanks/stocktakings/{stocktaking_id}/acts",
    "GET /api/v1/fees",
    "GET /api/v1/movements/{movement_id}/fees",
    "POST /api/v1/movements/{movement_id}/fees/count",
    "POST /api/v1/movements/{movement_id}/payments",
    "POST /api/v1/payments/{payment_id}/take-back",
    "POST /api/v1/movements/{movement_id}/exemptions",
    "POST /api/v1/exemptions/{exemption_id}/take-back",
    "POST /api/v1/payments/files",
    "POST /api/v1/payments/files/{file_id}/import",
    "GET /api/v1/payments/lines",
    "POST /api/v1/payments/lines/{line_id}/match",
    "POST /api/v1/payments/lines/{line_id}/set-aside",
    "GET /api/v1/students/{number}/standing",
    "GET /api/v1/diplomas",
    "GET /api/v1/diplomas/{pk}",
    "GET /api/v1/inquiries",
    "POST /api/v1/inquiries",
    "GET /api/v1/inquiries/{pk}",
    "POST /api/v1/inquiries/{pk}/answer",
}


@pytest.fixture
def document(db: None) -> dict[str, Any]:
    """The document as anybody reads it."""
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "application/json")
    return answer.json()


def references(value: object) -> Iterator[str]:
    """Every ``$ref`` below a value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_it_lists_exactly_the_promised_calls(document: dict[str, Any]) -> None:
    listed = {f"{method.upper()} {path}" for path, calls in document["paths"].items() for method in calls}
    assert listed == CALLS


def test_it_is_whole(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    schemas = document["components"]["schemas"]
    assert {reference.rpartition("/")[2] for reference in references(document)} <= set(schemas)
    assert all(reference.startswith("#/components/schemas/") for reference in references(document))
    calls = [call for calls in document["paths"].values() for call in calls.values()]
    assert len({call["operationId"] for call in calls}) == len(calls)
    for path, methods in document["paths"].items():
        named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for call in methods.values():
            assert {one["name"] for one in call["parameters"] if one["in"] == "path"} == named
            assert call["summary"]
            assert call["responses"]["default"]["content"]["application/problem+json"]


def test_every_call_behind_the_door_wants_a_token_and_every_post_takes_a_key(
    document: dict[str, Any],
) -> None:
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            signed_in = path not in WITHOUT_TOKEN
            assert ("security" in call) == signed_in
            keyed = "Idempotency-Key" in {one["name"] for one in call["parameters"]}
            assert keyed == (method == "post" and signed_in)


def test_the_acts_and_shapes_are_named(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["ActIn"]["properties"]["act"]["enum"]
    assert set(schemas["MovementOut"]["properties"]) >= {
        "id", "number", "kind", "state", "step", "waiting_for", "findings", "orders",
    }  # fmt: skip
    assert set(schemas["StandingOut"]["properties"]) >= {
        "status", "programme", "group", "course", "form", "payment", "since", "order",
    }  # fmt: skip


@pytest.mark.browser
def test_the_documentation_opens_under_the_strict_policy_without_the_network(
    live_server: LiveServer, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(f"{live_server.url}/api/v1/docs")
    assert answer is not None
    assert "unsafe" not in answer.headers["content-security-policy"]
    page.get_by_text("/api/v1/movements/{movement_id}/acts").wait_for()
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
