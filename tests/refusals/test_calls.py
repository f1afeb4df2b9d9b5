"""Every call of the API, sent something wrong: its status, its sentence in three languages, and nothing changes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse

from tests.refusals.nothing import assert_scene_unchanged
from tests.refusals.scene import Scene
from tests.refusals.wrong_calls import ALL, Wrong

LANGUAGES = ("uz", "ru", "en")
CODES = {400: "malformed", 401: "not-signed-in", 404: "not-found", 405: "not-allowed", 409: "conflict",
         413: "too-large", 422: "invalid"}  # fmt: skip
RUSSIAN = re.compile(r"[а-яё]{3}")
INSIDES = re.compile(r"Traceback|Exception|pydantic|Input should|Value error|value_error|django|psycopg|\.py\b", re.I)


def send(scene: Scene, wrong: Wrong, language: str) -> HttpResponse:
    """The wrong request as it is."""
    http, address = scene.call(wrong.login).http, "/api/v1/" + scene.address(wrong.path)
    http.raise_request_exception = False
    headers = {"Accept-Language": language}
    if wrong.body is None:
        return http.get(address, headers=headers)
    return http.post(address, body_of(scene, wrong.body), content_type="application/json", headers=headers)


def body_of(scene: Scene, body: Any) -> bytes:
    """JSON in which places of the scene are filled in."""
    if isinstance(body, bytes):
        return body
    text = json.dumps(body, ensure_ascii=False)
    return re.sub(r'"\{(\w+)\}"', lambda found: scene.address(found[0][1:-1]), text).encode()


def told(answer: HttpResponse, wrong: Wrong) -> dict[str, Any]:
    """The problem an answer is, and that it is a whole one."""
    assert answer.status_code == wrong.status, (answer.status_code, answer.content[:600])
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = json.loads(answer.content)
    assert (problem["status"], problem["type"]) == (wrong.status, f"urn:harakat:{CODES[wrong.status]}")
    assert not INSIDES.search(answer.content.decode()), problem
    assert len(answer.content) < 20_000
    assert tuple(sorted(problem.get("fields", ()))) == wrong.fields, problem
    assert problem.get("clause", "") == wrong.clause, problem
    return problem


@pytest.mark.parametrize("wrong", ALL, ids=lambda wrong: wrong.name)
def test_a_wrong_request_gets_its_sentence_and_changes_nothing(scene: Scene, wrong: Wrong) -> None:
    problem = told(send(scene, wrong, "ru"), wrong)
    assert_scene_unchanged()
    # English would be a sentence of the libraries, or one without a translation.
    assert RUSSIAN.search(problem["title"])
    assert RUSSIAN.search(problem["detail"]), problem
    for name in wrong.fields:
        assert problem["fields"][name]
        assert all(RUSSIAN.search(sentence) for sentence in problem["fields"][name]), problem


@pytest.mark.parametrize("wrong", ALL[::12], ids=lambda wrong: wrong.name)
def test_the_sentences_are_the_readers(scene: Scene, wrong: Wrong) -> None:
    problems = [told(send(scene, wrong, language), wrong) for language in LANGUAGES]
    for words in ("title", "detail", *(("fields",) if wrong.fields else ())):
        assert len({json.dumps(problem[words]) for problem in problems}) == 3, problems
