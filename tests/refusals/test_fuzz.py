"""Requests made by chance out of the published document: none is a fault of ours, and every no is a problem."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.refusals.nothing import assert_scene_unchanged
from tests.refusals.scene import Scene
from tests.refusals.wrong_calls import LEAVE, PLACE, RETURN
from workflow_site.api import api

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
CALLS = sorted(
    (method, path) for path, calls in DOCUMENT["paths"].items() for method in calls if not path.endswith("sign-in")
)
READ = [path for method, path in CALLS if method == "get"]
NAMED = re.compile(r"\{(\w+)\}")
PEOPLE = ("aziza", "sardor", "jasur", "dilnoza", "farrux", "erkin", "otabek")
text = st.text(max_size=30) | st.sampled_from(
    ["", "academic_leave", "2026-12-01", "30.02.2026", "\u202e", "<script>", "'; --", "\x00", "%00", "../..", "oʻ", "١"]
)
scalar = st.none() | st.booleans() | st.integers() | st.floats() | text
anything = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=6
)


def lawful(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a property as the document describes it."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return st.one_of([lawful(one) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return {
        "boolean": st.booleans(),
        "integer": st.integers(1, 12),
        "array": st.lists(st.integers(1, 12), min_size=1, max_size=3),
        "object": st.sampled_from([LEAVE["stated"], PLACE, {}]),
        "null": st.none(),
    }.get(schema.get("type", ""), text | st.sampled_from(["academic_leave", "return_from_leave", "x"]))


@st.composite
def bodies(draw: Callable[..., Any], call: dict[str, Any]) -> Any:
    """A body that is nearly right: each property lawful, of chance or left out, perhaps with one nobody knows."""
    content = call.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return draw(anything)
    schema = DOCUMENT["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    body = {}
    for name, described in schema["properties"].items():
        kind = draw(st.sampled_from(["lawful"] * 6 + ["chance", "absent"]))
        if kind != "absent":
            body[name] = draw(lawful(described) if kind == "lawful" else anything)
    if draw(st.integers(0, 9)) == 0:
        body[draw(text)] = draw(scalar)
    return body


@st.composite
def requests(draw: Callable[..., Any]) -> tuple[str, str, str, Any, str]:
    """Who, how, where and what."""
    method, path = draw(st.sampled_from(CALLS))
    call = DOCUMENT["paths"][path][method]
    query = {}
    for parameter in call.get("parameters", []):
        name, place = parameter["name"], parameter["in"]
        if place == "path":
            chosen = draw(st.integers(1, 9).map(str) | st.sampled_from(["academic_leave", "337251100001"]) | text)
            path = path.replace(f"{{{name}}}", quote(chosen, safe=""))
        elif place == "query" and draw(st.booleans()):
            query[name] = draw(text | lawful(parameter["schema"]))
    address = f"{path}?{urlencode(query)}" if query else path
    key = draw(st.sampled_from(["", "", "k", "k" * 200]))
    return draw(st.sampled_from(PEOPLE)), method, address, draw(bodies(call)) if method == "post" else None, key


BOUNDED = settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@BOUNDED
@given(request=requests())
def test_no_request_is_a_fault_of_ours_and_every_no_is_a_problem(
    scene: Scene, request: tuple[str, str, str, Any, str]
) -> None:
    login, method, address, body, key = request
    http = scene.call(login).http
    http.raise_request_exception = False
    headers = {"Idempotency-Key": key} if key else {}
    sent = json.dumps(body).encode() if method == "post" else b""
    with transaction.atomic():
        answer = http.generic(method.upper(), address, sent, "application/json", headers=headers)
        transaction.set_rollback(True)
    if answer.status_code >= 400:
        problem = json.loads(answer.content)
        assert answer.status_code in (400, 404, 405, 409, 422), problem
        assert (answer["Content-Type"], problem["status"]) == ("application/problem+json", answer.status_code)
        assert problem["detail"].strip()
        assert all(sentence for sentences in problem.get("fields", {}).values() for sentence in sentences)


@settings(BOUNDED, max_examples=60)
@given(body=st.binary(max_size=200), act=st.sampled_from(["movements", "orders", "movements/2/acts", "orders/2/acts"]))
def test_no_bytes_are_a_fault_of_ours(scene: Scene, body: bytes, act: str) -> None:
    http = scene.call("dilnoza").http
    http.raise_request_exception = False
    answer = http.post(f"/api/v1/{act}", body, content_type="application/json")
    assert answer.status_code in (400, 422), answer.content


@settings(BOUNDED, max_examples=30)
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=1200))
def test_whatever_words_an_office_writes_are_kept_or_refused_and_never_cut(scene: Scene, words: str) -> None:
    with transaction.atomic():
        sent = {**RETURN, "grounds": words}
        answer = scene.call("jasur").post(f"movements/{scene.case['review']}/acts", **sent)
        kept = scene.call("sardor").get(f"movements/{scene.case['review']}").json()["decisions"][-1]
        transaction.set_rollback(True)
    assert answer.status_code in (200, 422), answer.content
    if answer.status_code == 200:
        assert kept["verdict"] == "return"
        assert "".join(kept["words"].split()) == "".join(
            "".join(sign for sign in words if sign.isprintable() or sign.isspace() or sign in kept["words"]).split()
        )


def test_reading_everything_changes_nothing(scene: Scene) -> None:
    numbers = ("1", "2", "academic_leave", "337251100001")
    asked = {path.replace(f"{{{name}}}", number) for path in READ for name in NAMED.findall(path) for number in numbers}
    for place, path in enumerate(sorted(asked)):
        login = PEOPLE[place % len(PEOPLE)]
        answer = scene.call(login).http.get(NAMED.sub("1", path))
        assert answer.status_code in (200, 404), (path, answer.content)
        if answer.streaming:
            assert b"".join(answer.streaming_content)
    assert_scene_unchanged()
