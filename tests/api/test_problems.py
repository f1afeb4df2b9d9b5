"""Every way the API says no: problem details (RFC 9457), in the reader's language, and nothing of its insides."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from journal import clock
from movements import queries
from permissions.models import Account, ApiToken
from tests.api.caller import STATED, Caller
from tests.people import House

Call = Callable[[str], Caller]


def problem(answer: HttpResponse, status: int, code: str) -> dict[str, object]:
    """The problem an answer is."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    told = json.loads(answer.content)
    assert (told["type"], told["status"]) == (f"urn:harakat:{code}", status)
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize(("login", "password"), [("aziza", "wrong"), ("nobody", "harakat"), ("", "")])
def test_unknown_login_and_wrong_password_look_alike(house: House, login: str, password: str) -> None:
    told = problem(Caller().post("sign-in", login=login, password=password), 401, "not-signed-in")
    assert set(told) == {"type", "title", "status", "detail"}


def test_a_closed_account_signs_in_no_more_and_its_token_opens_nothing(call: Call, house: House) -> None:
    student = call("aziza")
    Account.objects.filter(username="aziza").update(is_active=False)
    problem(student.get("kinds"), 401, "not-signed-in")
    problem(Caller().post("sign-in", login="aziza", password="harakat"), 401, "not-signed-in")


def test_without_a_token_with_a_wrong_one_and_with_an_old_one_nobody_is_signed_in(call: Call) -> None:
    student = call("aziza")
    answer = Caller().get("tasks")
    problem(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"] == "Bearer"
    problem(Caller("wrong").get("tasks"), 401, "not-signed-in")
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    problem(student.get("tasks"), 401, "not-signed-in")


def test_a_session_of_the_pages_does_not_open_the_api(house: House) -> None:
    browser = Client()
    assert browser.login(username="aziza", password="harakat")
    problem(browser.get("/api/v1/tasks"), 401, "not-signed-in")


@pytest.mark.parametrize(
    "path",
    ["movements/999999", "movements/99999999999999999999999", "orders/1", "students/33/standing", "nothing/here"],
)
def test_what_is_absent_is_404(call: Call, path: str) -> None:
    problem(call("aziza").get(path), 404, "not-found")


def test_an_address_below_the_api_that_is_no_call_is_told_as_a_problem_too(call: Call) -> None:
    problem(Caller().get(""), 404, "not-found")
    answer = call("aziza").http.delete("/api/v1/movements/1")
    problem(answer, 405, "not-allowed")
    assert answer["Allow"] == "GET"


def test_an_unknown_kind_is_404(call: Call) -> None:
    problem(call("aziza").post("kinds/nonsense/rehearse", stated={}), 404, "not-found")
    problem(call("aziza").post("movements", kind="nonsense", stated={}), 404, "not-found")


def test_fields_are_named_each_with_its_sentence(call: Call) -> None:
    stated = {"ground": "boredom", "starts_on": "yesterday"}
    told = problem(call("aziza").post("kinds/academic_leave/rehearse", stated=stated), 422, "invalid")
    assert sorted(told["fields"]) == ["ground", "starts_on"]
    told = problem(call("aziza").post("movements", kind="academic_leave", stated={"mood": "low"}), 422, "invalid")
    assert list(told["fields"]) == ["mood"]


def test_a_request_of_another_shape_names_its_fields_too(call: Call) -> None:
    told = problem(call("aziza").post("movements", stated=[]), 422, "invalid")
    assert sorted(told["fields"]) == ["kind", "stated"]
    told = problem(call("aziza").get("movements", after="x"), 422, "invalid")
    assert list(told["fields"]) == ["after"]
    told = problem(call("aziza").act(1, "approve_all"), 422, "invalid")
    assert list(told["fields"]) == ["act"]


def test_a_paper_that_is_none_is_refused_by_what_it_is(call: Call) -> None:
    student = call("aziza")
    case = student.draft()
    file = ("xulosa.pdf", b"MZ not a paper")
    answer = student.http.post(
        f"/api/v1/movements/{case}/papers",
        f'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nmedical_conclusion\r\n--b\r\nContent-Disposition: '
        f'form-data; name="file"; filename="{file[0]}"\r\n\r\n{file[1].decode()}\r\n--b--\r\n',
        content_type="multipart/form-data; boundary=b",
    )
    assert list(problem(answer, 422, "invalid")["fields"]) == ["file"]
    answer = student.http.post(f"/api/v1/movements/{case}/papers", {"kind": "medical_conclusion"})
    assert list(problem(answer, 422, "invalid")["fields"]) == ["file"]


@pytest.mark.parametrize("body", ["{", '"\\ud800"', '{"kind": "a\\u0000"}', "[[[" * 10000, "nonsense"])
def test_a_body_that_is_no_json_or_cannot_be_kept_is_400(call: Call, body: str) -> None:
    answer = call("aziza").http.post("/api/v1/movements", body, content_type="application/json")
    problem(answer, 400, "malformed")


def test_an_address_with_a_nul_is_404(call: Call) -> None:
    problem(call("aziza").http.get("/api/v1/movements?student=%00"), 404, "not-found")
    problem(call("dilnoza").http.get("/api/v1/students/33%00/standing"), 404, "not-found")


def test_a_body_larger_than_any_call_reads_is_413(call: Call, settings: pytest.FixtureRequest) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    problem(call("aziza").post("movements", kind="academic_leave", stated={"explanation": "a" * 200}), 413, "too-large")
    told = call("aziza").post("movements", key="1", kind="academic_leave", stated={"explanation": "a" * 200})
    problem(told, 413, "too-large")


def test_344_2_what_is_not_for_this_standing_names_the_clause(call: Call) -> None:
    told = problem(call("aziza").post("movements", kind="return_from_leave", stated={}), 422, "invalid")
    assert told["clause"].startswith("344/2021:")


def test_an_application_that_is_open_already_is_a_conflict_that_names_it(call: Call) -> None:
    student = call("aziza")
    case = student.draft()
    told = problem(student.post("movements", kind="academic_leave", stated=STATED), 409, "conflict")
    assert told["movement"] == case


def test_a_fault_of_ours_is_an_apology_with_the_number_of_one_log_line(
    call: Call, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError("Qodirova Aziza")

    monkeypatch.setattr(queries, "kinds_for", break_down)
    with caplog.at_level(logging.ERROR, logger="harakat.faults"):
        answer = call("aziza").get("kinds")
    told = problem(answer, 500, "fault")
    lines = [record.getMessage() for record in caplog.records if record.name == "harakat.faults"]
    assert len(lines) == 1
    assert told["error_id"] in lines[0]
    assert "ZeroDivisionError in" in lines[0]
    assert "\n" not in lines[0]
    assert "Qodirova" not in lines[0]
    assert "ZeroDivision" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_the_reader_chooses_the_language_and_uzbek_is_the_default(call: Call) -> None:
    student = call("aziza")
    told = {
        language: student.post("movements", language=language, kind="return_from_leave", stated={}).json()["title"]
        for language in ("", "uz", "ru", "en", "fr")
    }
    assert told["en"] == "Cannot be accepted as it is"
    assert len(set(told.values())) == 3
    assert told[""] == told["uz"] == told["fr"]
