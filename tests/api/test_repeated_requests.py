"""A request that is sent twice is answered twice and carried out once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from journal.models import Event, IdempotencyKey
from movements.models import Attachment, Decision, Movement
from tests.api.caller import STATED, Caller
from tests.people import open_house

Call = Callable[[str], Caller]
APPLICATION = {"kind": "academic_leave", "stated": STATED, "draft": True}


def test_the_same_key_again_gives_the_same_answer_and_one_case(call: Call) -> None:
    student = call("aziza")
    first = student.post("movements", key="k1", **APPLICATION)
    again = student.post("movements", key="k1", **APPLICATION)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Movement.objects.count() == 1


def test_the_same_key_for_another_request_is_a_conflict(call: Call) -> None:
    student = call("aziza")
    case = student.post("movements", key="k1", **APPLICATION).json()["id"]
    other = student.post("movements", key="k1", **{**APPLICATION, "stated": {}})
    assert (other.status_code, other.json()["type"]) == (409, "urn:harakat:conflict")
    assert student.act(case, "withdraw", key="k1").status_code == 409
    assert student.get(f"movements/{case}").json()["state"] == "draft"


def test_a_key_is_its_callers_own(call: Call) -> None:
    mine = call("aziza").post("movements", key="k1", **APPLICATION).json()
    theirs = call("sardor").post("movements", key="k1", **APPLICATION).json()
    assert mine["id"] != theirs["id"]


def test_a_refused_request_may_be_sent_again_under_its_key(call: Call) -> None:
    student, dean = call("aziza"), call("botir")
    case = student.draft()
    assert dean.act(case, "approve", key="k1").status_code == 404
    student.act(case, "file")
    assert dean.act(case, "approve", key="k1").status_code == 200
    assert dean.act(case, "approve", key="k1").json()["step"] == "vice_rector_consent"
    assert Decision.objects.filter(verdict="approve").count() == 1


def test_a_draft_kept_by_a_refused_filing_is_kept_once(call: Call) -> None:
    student = call("aziza")
    sent = {"kind": "academic_leave", "stated": STATED}
    first = student.post("movements", key="k1", **sent)
    again = student.post("movements", key="k1", **sent)
    assert (first.status_code, again.status_code) == (422, 422)
    assert first.json() == again.json()
    assert again["Content-Type"] == "application/problem+json"
    assert Movement.objects.get().state == "draft"


def test_a_paper_is_attached_once_though_each_upload_has_other_borders(call: Call) -> None:
    student = call("aziza")
    case = student.post("movements", **APPLICATION).json()["id"]
    answers = [student.attach(case, key="k1") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Attachment.objects.count() == 1
    assert student.attach(case, kind="call_up_notice", key="k1").status_code == 409


def test_a_refused_act_with_a_key_leaves_nothing_behind(call: Call) -> None:
    case, dean = call("aziza").file(), call("botir")
    before = Event.objects.count()
    assert dean.act(case, "return", key="k1").status_code == 422
    assert Event.objects.count() == before
    assert not IdempotencyKey.objects.exists()


def test_no_token_is_kept_as_an_answer(call: Call) -> None:
    student = call("aziza")
    answer = student.post("sign-in", key="k1", login="aziza", password="harakat")
    assert answer.status_code == 200
    assert not IdempotencyKey.objects.exists()


def test_a_key_that_is_too_long_is_refused(call: Call) -> None:
    assert call("aziza").post("movements", key="k" * 129, **APPLICATION).status_code == 422


def test_the_same_request_from_two_sides_at_once_is_one_act_and_one_answer(committed_db: str) -> None:
    open_house()
    student = Caller.signed_in("aziza")
    dean = Caller.signed_in("botir")
    case = student.file()
    together = Barrier(4)

    def approve(_number: int) -> tuple[int, dict[str, object]]:
        twin = Caller()
        twin.http.defaults |= dean.http.defaults
        together.wait()
        try:
            answer = twin.act(case, "approve", key="k1")
            return answer.status_code, answer.json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as callers:
        answers = list(callers.map(approve, range(4)))
    assert [status for status, _told in answers] == [200] * 4
    assert all(told == answers[0][1] for _status, told in answers)
    assert Decision.objects.filter(movement=case, verdict="approve").count() == 1
