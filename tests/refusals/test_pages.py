"""Every form of every page, sent something wrong: its status, its sentence in three languages, and nothing changes."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.people import PASSWORD
from tests.refusals.nothing import assert_scene_unchanged
from tests.refusals.scene import Scene
from workflow_site.templatetags.citing import cite

LANGUAGES = ("uz", "ru", "en")
LONG = "a" * 30_000
MEGABYTE = "a" * 1_000_000
DIGITS = "9" * 5000
MARKED = "<i>so\u202ez</i>\u200b"
INSIDES = re.compile(r"Traceback|django\.|psycopg|Exception Type|\.py\b")
STATED = {"ground": "health", "starts_on": "2026-12-01", "ends_on": "2027-09-01"}
CASE, ORDER = "/cases/{review}/", "/orders/{order_endorsing}/"


class Wrong(NamedTuple):
    """A wrong form: who sends what where, and what must come back."""

    name: str
    login: str
    path: str
    sent: dict[str, object] | None  # None: a GET
    status: int
    clause: str = ""


def each(login: str, path: str, good: dict[str, object], field: str, *values: object) -> list[Wrong]:
    """The same good form with one field of every wrong kind."""
    act = good.get("act", "")
    return [Wrong(f"{act} {path} {field}={value!s:.24}", login, path, {**good, field: value}, 422) for value in values]


NOT_DAY = ("30.02.2026", "2026-02-30", "2026-09-01T00:00", "0026-09-01", "0001-01-01", "9999-12-31", "tomorrow", LONG)
REVISE = {"act": "revise", **STATED}
RETURN = {"act": "return", "ground": "other", "words": "x"}
PLACE = {"act": "approve", "group": "25-10", "course": 2, "semester": 3, "curriculum": "25-60710100", "payment": "11"}
REASSIGN = {"act": "reassign", "to": "2", "grounds": "x"}
APPOINT = {"office": "dean", "unit": "{chemistry}", "valid_from": "2026-12-01", "basis": "1-K"}
APPOINTING = [
    *each("kamola", "/appointments/new/?person={hamid}", APPOINT, "office", "", "king", "student", LONG),
    *each("kamola", "/appointments/new/?person={hamid}", APPOINT, "unit", "", "0", "-1", "x", DIGITS),
    *each("kamola", "/appointments/new/?person={hamid}", APPOINT, "valid_from", "", *NOT_DAY),
    *each("kamola", "/appointments/new/?person={hamid}", APPOINT, "valid_to", "2026-11-01", *NOT_DAY),
    *each("kamola", "/appointments/new/?person={hamid}", APPOINT, "basis", "", " ", "a" * 301, LONG),
    *each("kamola", "/appointments/new/?person={hamid}", APPOINT, "title", "a" * 201, LONG),
    *each("kamola", "/appointments/{appointment}/", {}, "last_day", "", "2001-01-01", *NOT_DAY),
    *each("aziza", "/password/", {}, "password", "", "x"),
]
FORMS = [
    *APPOINTING,
    *each("nodira", "/cases/{returned}/", REVISE, "ground", "", "boredom", "heаlth", LONG, MARKED),
    *each("nodira", "/cases/{returned}/", REVISE, "starts_on", "", " ", *NOT_DAY),
    *each("nodira", "/cases/{returned}/", REVISE, "ends_on", *NOT_DAY),
    *each("nodira", "/cases/{returned}/", REVISE, "explanation", "a" * 1001, MEGABYTE),
    *each("aziza", "/cases/{draft}/", {"act": "save", **STATED}, "explanation", "a" * 5001, LONG),
    *each("nodira", "/cases/{returned}/", {"act": "insist", **STATED}, "insist_grounds", "", " \n\u200b", LONG),
    *each("jasur", CASE, RETURN, "ground", "", "boredom", "оther", LONG),
    *each("jasur", CASE, RETURN, "words", "", " \u202e\n", "a" * 1001, MEGABYTE),
    *each("jasur", CASE, {**RETURN, "act": "refuse"}, "words", "", "a" * 1001),
    *each("dilnoza", CASE, REASSIGN, "to", "", "x", "0", "-1", "99999", DIGITS, "٣", "1.5"),
    *each("dilnoza", CASE, {**REASSIGN, "to": "{jasur}"}, "grounds", "", " ", "a" * 1001, LONG),
    *each("zilola", "/cases/{drafted}/", {"act": "withdraw"}, "grounds", "", " ", LONG),
    *each("dilnoza", "/cases/{placement}/", PLACE, "group", "", "26-99", MARKED, LONG),
    *each("dilnoza", "/cases/{placement}/", PLACE, "course", "", "0", "7", "1,5", "one", DIGITS, "-1"),
    *each("dilnoza", "/cases/{placement}/", PLACE, "curriculum", "", "a" * 65, LONG),
    *each("dilnoza", "/cases/{placement}/", PLACE, "payment", "", "grant", "1１"),
    *each("farrux", ORDER, {"act": "decline"}, "grounds", "", " \u202e", "a" * 1001, LONG),
    *each("dilnoza", ORDER, {"act": "discard"}, "grounds", "", "a" * 1001),
    *each("dilnoza", ORDER, {"act": "strike", "item": "{item_endorsing}"}, "grounds", "", " ", "a" * 501, LONG),
    *each("dilnoza", "/orders/{order_signed}/", {"act": "register"}, "number", "", " ", "1" * 17, "<b>", LONG),
    *each("dilnoza", "/orders/{order_signed}/", {"act": "register", "number": "1"}, "on", *NOT_DAY, "2020-01-01"),
    *each("dilnoza", "/orders/compose/", {"kind": "academic_leave"}, "movements", [], "x", DIGITS, "-1", "1.5"),
    *each("dilnoza", "/orders/compose/", {"kind": "academic_leave", "movements": "{approved}"}, "split", "two", LONG),
    *each(
        "dilnoza", "/orders/compose/", {"kind": "academic_leave", "movements": "{approved}"}, "effective_on", *NOT_DAY
    ),
    *each("dilnoza", "/orders/compose/", {"movements": "{approved}"}, "kind", "", "nonsense", LONG),
    *each("", "/sign-in/", {"username": "aziza"}, "password", "", "x", MEGABYTE),
    *each("", "/sign-in/", {"password": PASSWORD}, "username", "", "nobody", MARKED, LONG),
    *each("", "/sign-in/", {"username": "aziza", "password": "x"}, "kept", "x", MARKED, LONG),
    Wrong("days the wrong way round", "nodira", "/cases/{returned}/", {**REVISE, "ends_on": "2026-11-01"}, 422,
          "344/2021:11"),
    Wrong("without its paper", "nodira", "/cases/{returned}/", {**REVISE, "ground": "military"}, 422, "344/2021:6"),
]  # fmt: skip
NOT_NOW = [
    Wrong("approve before my turn", "hamid", CASE, {"act": "approve"}, 409),
    Wrong("approve what is approved", "botir", "/cases/{approved}/", {"act": "approve"}, 409),
    Wrong("decide my own case", "sardor", CASE, {"act": "approve"}, 409),
    Wrong("file what is filed", "sardor", CASE, {"act": "file", **STATED}, 409),
    Wrong("save what is filed", "sardor", CASE, {"act": "save", **STATED}, 409),
    Wrong("release what I have not", "jasur", CASE, {"act": "release"}, 409),
    Wrong("reassign without the office", "jasur", CASE, {**REASSIGN, "to": "{jasur}"}, 409),
    Wrong("withdraw what is signed", "shahlo", "/cases/{signed}/", {"act": "withdraw", "grounds": "x"}, 409),
    Wrong("sign too early", "erkin", ORDER, {"act": "sign"}, 409),
    Wrong("send what is sent", "dilnoza", ORDER, {"act": "send"}, 409),
    Wrong("endorse what is signed", "farrux", "/orders/{order_signed}/", {"act": "endorse"}, 409),
    Wrong("strike what is signed", "dilnoza", "/orders/{order_signed}/",
          {"act": "strike", "item": "{item_signed}", "grounds": "x"}, 409),
    Wrong("enter a number twice", "dilnoza", ORDER, {"act": "register", "number": "1"}, 409),
    Wrong("compose what is in an order", "dilnoza", "/orders/compose/",
          {"kind": "academic_leave", "movements": "{drafted}"}, 409),
    Wrong("begin what is not for me", "feruza", "/apply/return_from_leave/", {}, 409),
]  # fmt: skip
ABSENT = [
    *(
        Wrong(f"{login} GET {path:.60}", login, path, None, 404)
        for login, path in (
            ("botir", CASE), ("jasur", "/cases/{draft}/"), ("jasur", f"/cases/{'9' * 30}/"), ("jasur", "/cases/x/"),
            ("jasur", f"/cases/{DIGITS}/"), ("jasur", "/cases/-1/"), ("jasur", "/cases/%00/"), ("jasur", ORDER),
            ("jasur", "/papers/{paper_draft}/"), ("aziza", "/orders/{order_endorsing}/document.pdf"),
            ("aziza", "/orders/compose/"), ("aziza", "/students/"), ("aziza", "/students/337251100002/"),
            ("dilnoza", "/students/%00/"), ("dilnoza", "/students/<script>/"), ("dilnoza", "/cases/?q=%00"),
            ("dilnoza", "/orders/?state=%00"), ("dilnoza", "/students/?after=%00"), ("aziza", "/apply/nonsense/"),
            ("aziza", "/apply/<b>/"), ("", "/verify/x"), ("", "/verify/%00"), ("", f"/verify/{'A' * 3000}"),
            ("", "/verify/<script>alert(1)</script>"), ("", "/verify/00000-00000-00000"), ("", "/verify/\u202e"),
        )
    ),
    Wrong("an invitation nobody sent", "", "/invitation/x/y/", {"password": "uzun-parol-2026"}, 404),
    Wrong("tick off nothing", "dilnoza", "/hemis/", {"entry": "x"}, 404),
    Wrong("tick off what is not there", "dilnoza", "/hemis/", {"entry": "99999"}, 404),
    Wrong("tick off 5000 digits", "dilnoza", "/hemis/", {"back": DIGITS}, 404),
    Wrong("an extract of what is not applied", "dilnoza", "/orders/items/{item_endorsing}/extract/", {}, 404),
    Wrong("an unknown act", "jasur", CASE, {"act": "approve_all"}, 404),
    Wrong("no act", "jasur", CASE, {}, 404),
    Wrong("an unknown act on an order", "dilnoza", ORDER, {"act": MEGABYTE}, 404),
    Wrong("take back another's paper", "nodira", "/cases/{returned}/", {"remove": "{paper_draft}"}, 404),
    Wrong("strike an item of another order", "dilnoza", ORDER,
          {"act": "strike", "item": "{item_drafted}", "grounds": "x"}, 404),
    Wrong("strike an item of 5000 digits", "dilnoza", ORDER, {"act": "strike", "item": DIGITS, "grounds": "x"}, 404),
    Wrong("compose another's draft", "dilnoza", "/orders/compose/",
          {"kind": "academic_leave", "movements": "{draft}"}, 404),
]  # fmt: skip
UNREADABLE = [
    Wrong(f"a NUL in {field} of {path}", login, path, {**sent, field: "a\0b"}, 400)
    for login, path, sent, field in (
        ("nodira", "/cases/{returned}/", REVISE, "explanation"), ("jasur", CASE, RETURN, "words"),
        ("jasur", CASE, RETURN, "once"), ("farrux", ORDER, {"act": "decline"}, "grounds"),
        ("", "/sign-in/", {}, "username"), ("dilnoza", "/orders/compose/", {}, "kind"),
        ("aziza", "/cases/{draft}/", STATED, "explanation"),
    )
] + [
    Wrong(f"3 MB to {path}", login, path, {**sent, "x": MEGABYTE * 3}, 413)
    for login, path, sent in (
        ("nodira", "/cases/{returned}/", REVISE), ("jasur", CASE, RETURN), ("farrux", ORDER, {"act": "decline"}),
        ("", "/sign-in/", {}), ("dilnoza", "/orders/compose/", {}),
    )
] + [
    Wrong(f"2000 fields to {path}", login, path, {str(number): "" for number in range(2000)}, 413)
    for login, path in (("nodira", "/cases/{returned}/"), ("", "/sign-in/"))
] + [
    Wrong(f"a form to {path}", "dilnoza", path, {"a": "b"}, 405)
    for path in ("/cases/", "/orders/", "/students/", "/", "/orders/{order_signed}/progress/", "/verify/x")
] + [Wrong("a page asked of a button", "dilnoza", "/sign-out/", None, 405)]  # fmt: skip
ALL = [*FORMS, *NOT_NOW, *ABSENT, *UNREADABLE]


@pytest.fixture
def browsers(scene: Scene) -> dict[str, Client]:
    """A browser of each person of the scene, signed in when the scene was set; faults are pages."""
    return scene.browsers


def send(scene: Scene, client: Client, wrong: Wrong) -> HttpResponse:
    """The wrong form as it is."""
    people = {login: str(person.pk) for login, person in scene.house.people.items()}
    people |= {code: str(unit.pk) for code, unit in scene.house.units.items()}

    def filled(value: object) -> object:
        if not isinstance(value, str) or not (named := re.search(r"\{(\w+)\}", value)):
            return value
        return value.replace(named[0], people[named[1]]) if named[1] in people else scene.address(value)

    address = str(filled(wrong.path))
    if wrong.sent is None:
        return client.get(address)
    sent = {name: filled(value) for name, value in wrong.sent.items()}
    return client.post(address, sent)


# Fields whose text stands in the page again whatever was wrong with it; the others are chosen, not typed.
TYPED = ("starts_on", "ends_on", "explanation", "words", "grounds", "insist_grounds", "course", "curriculum", "number",
         "on", "effective_on", "username")  # fmt: skip
ALERT = re.compile(r'<(?:div|section)[^>]*(?:role="alert"|class="message error")[^>]*>(.*?)</div>', re.S)


def words_of(page: str) -> str:
    """What a page says in its main part."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def sentence_of(page: str, status: int) -> str:
    """The sentence of the refusal: the alert of a page that goes on, the whole of a page that only refuses."""
    if status not in (409, 422):
        return words_of(page)
    alerts = [" ".join(re.sub(r"<[^>]+>", " ", found).split()) for found in ALERT.findall(page)]
    assert any(alerts), words_of(page)[:400]
    return " ".join(alerts)


@pytest.mark.parametrize("wrong", ALL, ids=lambda wrong: wrong.name)
def test_a_wrong_form_gets_its_sentence_and_changes_nothing(
    scene: Scene, browsers: dict[str, Client], wrong: Wrong
) -> None:
    page = told(scene, browsers[wrong.login], wrong, "ru")
    assert_scene_unchanged()
    assert re.search(r"[а-яё]{3}", sentence_of(page, wrong.status)), "English would be a sentence of the libraries"
    if wrong.status in (409, 422):
        lost = [name for name, value in (wrong.sent or {}).items() if name in TYPED and not stands_in(value, page)]
        assert not lost, "nothing that was typed is lost"


@pytest.mark.parametrize("wrong", ALL[::12], ids=lambda wrong: wrong.name)
def test_the_sentences_are_the_readers(scene: Scene, browsers: dict[str, Client], wrong: Wrong) -> None:
    pages = [told(scene, browsers[wrong.login], wrong, language) for language in LANGUAGES]
    assert len({sentence_of(page, wrong.status) for page in pages}) == 3


def told(scene: Scene, client: Client, wrong: Wrong, language: str) -> str:
    """The page a wrong form leads to: its status, its language, and nothing of our insides."""
    client.cookies["django_language"] = language
    answer = send(scene, client, wrong)
    page: str = answer.content.decode()
    assert answer.status_code == wrong.status, (answer.status_code, words_of(page)[:600])
    assert not INSIDES.search(page)
    assert f'lang="{language}"' in page
    assert "<i>so" not in page, "what was typed is text and no page"
    assert cite(wrong.clause) in page
    return page


def stands_in(value: object, page: str) -> bool:
    """Whether a page shows what was typed; of lines, each."""
    return all(html.escape(line) in page for line in str(value).split("\n") if line.strip())


GARBAGE = ("x", "", "-1", "0", "1.5", "٣", DIGITS, "<i>so", "\u202e", "None", "9" * 18)


@pytest.mark.parametrize(
    "path",
    [
        *("/?after={}", "/?q={}", "/cases/?after={}", "/cases/?q={}", "/cases/?kind={}", "/cases/?state={}"),
        *("/orders/?after={}", "/orders/?q={}", "/orders/?state={}", "/orders/compose/?kind={}&case={}"),
        *("/students/?after={}", "/students/?q={}", "/students/337251100001/?as_of={}"),
        *("/students/337251100001/?known_at={}", "/notices/?after={}", "/sign-in/?next={}"),
    ],
)
def test_an_address_with_garbage_shows_a_page_that_says_what_it_shows(
    scene: Scene, browsers: dict[str, Client], path: str
) -> None:
    for value in GARBAGE:
        answer = browsers["dilnoza"].get(path.replace("{}", value))
        assert answer.status_code in (200, 302), value
        assert "<i>so" not in answer.content.decode()
        if "as_of" in path or "known_at" in path:
            assert ('role="alert"' in answer.content.decode()) == bool(value), "today is shown instead, and it is said"
    assert_scene_unchanged()


@pytest.mark.parametrize("language", ["", "xx", "ru-RU-x-lang", "<script>", "a" * 500, "uz;q=abc", "*", "\x00"])
def test_a_language_nobody_speaks_here_is_uzbek(scene: Scene, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    client.cookies["django_language"] = language.replace("\x00", "")
    client.raise_request_exception = False
    assert (
        client.post("/language/", {"language": language.replace("\x00", ""), "next": "//evil.example"}).status_code
        == 302
    )
    assert 'lang="ru"' not in client.get("/sign-in/").content.decode().partition("<body")[0]
    answer = scene.call("aziza").http.get("/api/v1/movements/999999", headers={"Accept-Language": language})
    assert (answer.status_code, answer.json()["title"]) in ((404, "Bunday narsa yoʻq"), (404, "Такого нет"))


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil", "\t//evil"]
)
def test_signing_in_leads_nowhere_else(scene: Scene, wanted: str) -> None:
    answer = Client().post("/sign-in/", {"username": "aziza", "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    answer = Client().post("/language/", {"language": "ru", "next": wanted})
    assert "evil" not in answer["Location"]
