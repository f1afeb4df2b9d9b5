"""What was typed before the world moved on: the page says so, changes nothing, and keeps every word of it."""

from __future__ import annotations

import html
import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from journal.models import Event, IdempotencyKey
from movements.models import Decision, Movement
from orders.models import Order
from tests.journey import signed_in
from tests.people import PASSWORD
from tests.refusals.nothing import nothing_changes
from tests.refusals.scene import Scene, done
from workflow_site.keeping import SALT

STATED = {"ground": "health", "starts_on": "2026-12-01", "ends_on": "2027-09-01"}
WORDS = "Muhr <b>koʻrinmaydi</b> & sana yoʻq."
ESCAPED = html.escape(WORDS)


def refused(answer: HttpResponse, status: int = 409) -> str:
    """The page of a refusal."""
    page = answer.content.decode()
    assert answer.status_code == status, page[:500]
    assert 'role="alert"' in page
    assert WORDS not in page
    return page


@pytest.mark.parametrize("act", ["return", "refuse"])
def test_a_decision_that_came_second_keeps_its_words_on_the_page(scene: Scene, act: str) -> None:
    second = signed_in("jasur")
    done(scene.call("jasur").act(scene.case["review"], "approve"))
    with nothing_changes():
        sent = {"act": act, "ground": "paper_unreadable", "words": WORDS, "once": "page"}
        page = refused(second.post(f"/cases/{scene.case['review']}/", sent))
    assert ESCAPED in page
    assert "hujjatni oʻqib boʻlmaydi" in page, "the ground in words, not as a code"


def test_a_place_of_study_named_second_keeps_its_answers(scene: Scene) -> None:
    second, case = signed_in("dilnoza"), scene.case["placement"]
    place = {"group": "25-10", "course": "2", "semester": "3", "curriculum": "25-60710100", "payment": "11"}
    done(scene.call("dilnoza").act(case, "approve", added=place))
    with nothing_changes():
        page = refused(second.post(f"/cases/{case}/", {**place, "act": "approve", "curriculum": "26-60710100"}))
    assert "26-60710100" in page


def test_a_draft_filed_in_another_window_keeps_what_was_typed_in_this_one(scene: Scene) -> None:
    window, case = signed_in("aziza"), scene.case["draft"]
    done(scene.call("aziza").act(case, "file"))
    for act in ("save", "file", "insist"):
        with nothing_changes():
            page = refused(window.post(f"/cases/{case}/", {**STATED, "act": act, "explanation": WORDS}))
        assert ESCAPED in page
        assert "sogʻliqni tiklash" in page


def test_a_draft_that_was_filed_and_returned_meanwhile_is_not_sent_past_the_words_of_the_office(scene: Scene) -> None:
    window, case = signed_in("aziza"), scene.case["draft"]
    done(scene.call("aziza").act(case, "file"))
    done(scene.call("botir").act(case, "return", ground="other", grounds="Muddatni qisqartiring."))
    page = refused(window.post(f"/cases/{case}/", {**STATED, "act": "file", "explanation": WORDS}))
    assert "Muddatni qisqartiring." in page
    assert ESCAPED in page
    assert Movement.objects.get(pk=case).state == "returned"
    assert ESCAPED in window.get(f"/cases/{case}/").content.decode(), "it stays in the form until it is sent"


def test_a_withdrawal_after_the_signature_keeps_its_words_and_names_the_road(scene: Scene) -> None:
    browser = signed_in("shahlo")
    with nothing_changes():
        answer = browser.post(f"/cases/{scene.case['signed']}/", {"act": "withdraw", "grounds": WORDS})
    page = refused(answer)
    assert ESCAPED in page
    assert "imzolangan" in page


@pytest.mark.parametrize(
    ("login", "act", "more"),
    [
        ("farrux", "decline", {}),
        ("dilnoza", "discard", {}),
        ("dilnoza", "strike", {"item": "{item_endorsing}"}),
        ("dilnoza", "register", {"number": WORDS}),
    ],
)
def test_an_order_that_moved_on_keeps_the_words_of_who_came_second(
    scene: Scene, login: str, act: str, more: dict[str, str]
) -> None:
    second, order = signed_in(login), scene.order["endorsing"]
    done(scene.call("dilnoza").post(f"orders/{order}/acts", act="discard", grounds="Boshqa buyruq tayyorlanadi."))
    sent = {"act": act, "grounds": WORDS, **{name: scene.address(value) for name, value in more.items()}}
    with nothing_changes():
        page = refused(second.post(f"/orders/{order}/", sent))
    assert ESCAPED in page


def test_choosing_cases_one_of_which_was_taken_keeps_the_choice_and_the_day(scene: Scene) -> None:
    sent = {"kind": "academic_leave", "split": "faculty", "effective_on": "2026-12-03"}
    sent["movements"] = [str(scene.case["approved"]), str(scene.case["drafted"])]
    registrar = signed_in("dilnoza")
    with nothing_changes():
        page = refused(registrar.post("/orders/compose/", sent))
    assert re.search(rf'name="movements"[^>]*value="{scene.case["approved"]}"[^>]*checked', page)
    assert 'value="2026-12-03"' in page
    assert re.search(r'value="faculty"[^>]*checked', page)


# Page keys


def test_a_form_sent_twice_is_carried_out_once_and_said_once(scene: Scene) -> None:
    dean, address = signed_in("jasur"), f"/cases/{scene.case['review']}/"
    sent = {"act": "return", "ground": "other", "words": WORDS, "once": "page-1"}
    assert [dean.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert Decision.objects.filter(movement=scene.case["review"], verdict="return").count() == 1
    with nothing_changes():
        page = refused(dean.post(address, {**sent, "words": WORDS + " Yana."}))
    assert ESCAPED + " Yana." in page


@pytest.mark.parametrize("once", ["", "x", "k" * 500, "<i>so", "9" * 5000, "\u202e"])
def test_a_key_the_page_never_gave_opens_and_breaks_nothing(scene: Scene, once: str) -> None:
    dean, address = signed_in("jasur"), f"/cases/{scene.case['review']}/"
    assert dean.post(address, {"act": "take", "once": once}).status_code == 302
    assert Event.objects.filter(act="take").count() == 1


def test_a_key_of_another_person_is_another_key(scene: Scene) -> None:
    address = f"/cases/{scene.case['review']}/"
    assert signed_in("jasur").post(address, {"act": "take", "once": "mine"}).status_code == 302
    assert signed_in("sardor").post(address, {"act": "take", "once": "mine"}).status_code == 409


def test_an_altered_request_under_a_used_key_is_a_conflict_and_changes_nothing(scene: Scene) -> None:
    case, dean = scene.case["review"], scene.call("jasur")
    assert dean.act(case, "take", key="k").status_code == 200
    for act, more in (("release", {}), ("approve", {}), ("return", {"grounds": "x"})):
        with nothing_changes():
            answer = dean.post(f"movements/{case}/acts", key="k", act=act, **more)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:harakat:conflict")
    assert dean.act(case, "take", key="k").json()["id"] == case
    assert IdempotencyKey.objects.filter(key="k").count() == 1


@pytest.mark.parametrize("key", ["k" * 129, "k\0", "k\n", "k\x7f"])
def test_a_key_that_cannot_be_kept_is_refused(scene: Scene, key: str) -> None:
    with nothing_changes():
        answer = scene.call("jasur").act(scene.case["review"], "take", key=key)
    assert (answer.status_code, "128" in answer.json()["detail"]) == (422, True)


# A lost session

LOST = [
    ("nodira", "/cases/{returned}/", {"act": "revise", **STATED, "explanation": WORDS}),
    ("jasur", "/cases/{review}/", {"act": "return", "ground": "other", "words": WORDS}),
    ("farrux", "/orders/{order_endorsing}/", {"act": "decline", "grounds": WORDS}),
    ("zilola", "/cases/{drafted}/", {"act": "withdraw", "grounds": WORDS}),
]


@pytest.mark.parametrize(("login", "path", "sent"), LOST)
def test_a_session_that_ended_loses_nothing_that_was_typed(
    scene: Scene, login: str, path: str, sent: dict[str, str]
) -> None:
    address, browser = scene.address(path), Client()
    with nothing_changes():
        page = browser.post(address, sent).content.decode()
    kept = html.unescape(re.search(r'name="kept" value="([^"]+)"', page)[1])
    wrong = browser.post("/sign-in/", {"username": login, "password": "wrong", "kept": kept})
    assert html.escape(kept) in wrong.content.decode(), "a wrong password loses nothing either"
    events = Event.objects.count()
    back = browser.post("/sign-in/", {"username": login, "password": PASSWORD, "kept": kept}).content.decode()
    assert ESCAPED in back
    assert WORDS not in back
    assert Event.objects.count() == events, "nothing is sent before its writer says so"
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', back.partition("<main")[2]))
    again = {name: html.unescape(value) for name, value in again.items() if name != "csrfmiddlewaretoken"}
    assert again == sent
    assert f'action="{address}"' in back
    assert browser.post(address, again).status_code == 302
    assert Event.objects.count() > events


def test_a_megabyte_typed_into_a_lost_session_is_kept_too(scene: Scene) -> None:
    sent = {"act": "return", "ground": "other", "words": "Asos. " * 150_000}
    page = Client().post(scene.address("/cases/{review}/"), sent).content.decode()
    kept = html.unescape(re.search(r'name="kept" value="([^"]+)"', page)[1])
    back = Client().post("/sign-in/", {"username": "jasur", "password": PASSWORD, "kept": kept}).content.decode()
    assert "Asos. " * 100 in back


@pytest.mark.parametrize(
    "kept",
    ["x", "a:b:c", "<i>so", signing.dumps({"path": "//evil"}, salt="other"), signing.dumps([1], salt=SALT)[:-1]],
    ids=["x", "a:b:c", "<i>so", "of another salt", "cut short"],
)
def test_what_was_not_sealed_here_is_not_shown(scene: Scene, kept: str) -> None:
    answer = Client().post("/sign-in/", {"username": "jasur", "password": PASSWORD, "kept": kept})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_closed_account_is_asked_to_sign_in_with_what_it_typed(scene: Scene) -> None:
    dean = signed_in("jasur")
    scene.house.people["jasur"].account.is_active = False
    scene.house.people["jasur"].account.save()
    try:
        page = dean.post(scene.address("/cases/{review}/"), LOST[1][2]).content.decode()
    finally:
        scene.house.people["jasur"].account.is_active = True
    assert 'name="kept"' in page


# The token against forgery


@pytest.mark.parametrize(("login", "path", "sent"), LOST)
@pytest.mark.parametrize("token", [None, "x", "a" * 64, "<i>so"])
def test_a_page_from_before_the_last_sign_in_keeps_what_was_typed(
    scene: Scene, login: str, path: str, sent: dict[str, str], token: str | None
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(scene.house.people[login].account)
    said = set()
    for language in ("uz", "ru", "en"):
        browser.cookies["django_language"] = language
        with nothing_changes():
            forged = sent if token is None else {**sent, "csrfmiddlewaretoken": token}
            answer = browser.post(scene.address(path), forged)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert ESCAPED in page
        assert WORDS not in page
        assert "<i>so" not in page
        said.add(re.search(r"<h1>(.*?)</h1>", page)[1])
    assert len(said) == 3


def test_a_forged_form_with_a_password_or_a_file_shows_neither(scene: Scene) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.post("/sign-in/", {"username": "aziza", "password": "mening-parolim"}).content.decode()
    assert "mening-parolim" not in page
    for browser in (Client(), Client(enforce_csrf_checks=True)):
        changed = {"current": "mening-parolim", "password": "yangi-parolim"}
        answer = browser.post("/password/", changed)
        shown = answer.content.decode()
        kept = re.search(r'name="kept" value="([^"]+)"', shown)
        fields = signing.loads(html.unescape(kept[1]), salt=SALT)["fields"] if kept else []
        assert not fields
        assert "parolim" not in shown
    file = SimpleUploadedFile("xulosa.pdf", b"x")
    answer = browser.post(scene.address("/cases/{draft}/"), {**STATED, "paper_medical_conclusion": file})
    assert answer.status_code == 403


def test_a_host_nobody_knows_gets_a_page_too(scene: Scene) -> None:
    answer = Client(raise_request_exception=False).get("/sign-in/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()
    assert Order.objects.count() == 3
