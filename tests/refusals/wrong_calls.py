"""What could be wrong with a call of the API: who sends it, and what must come back."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.api.caller import STATED

HUGE = 10**30
LONG = "a" * 30_000
MEGABYTE = "a" * 1_000_000
BIDI = "\u202e"
LEAVE = {"kind": "academic_leave", "stated": STATED, "draft": True}
ACTS = "movements/{review}/acts"
ORDER_ACTS = "orders/{order_endorsing}/acts"
RETURN = {"act": "return", "ground": "other", "grounds": "x"}
PLACE = {"group": "25-10", "course": 2, "semester": 3, "curriculum": "25-60710100", "payment": "11"}


class Wrong(NamedTuple):
    """A wrong request: who sends what where, and what must come back."""

    name: str
    login: str
    path: str
    body: Any  # None: a GET; bytes: sent as they are
    status: int
    fields: tuple[str, ...] = ()
    clause: str = ""


def each_type(login: str, path: str, good: dict[str, Any], field: str, *values: Any) -> list[Wrong]:
    """The same good request with one field of every wrong kind; ``stated.`` before it means: inside ``stated``."""
    at, _dot, name = field.rpartition(".")
    return [
        Wrong(f"{path} {login} {field}={value!r:.24}", login, path, _with(good, at, name, value), 422, (name,))
        for value in values
    ]


def _with(good: dict[str, Any], at: str, name: str, value: Any) -> dict[str, Any]:
    return {**good, at: {**good[at], name: value}} if at else {**good, name: value}


NOT_TEXT = (1, 1.5, True, None, [], {}, ["x"])
NOT_FLAG = ("yes", "true", 1, 0, None, [], {})
NOT_NUMBER = ("1", "x", 1.0, 1.5, True, [], {}, HUGE, -1, 0)
NOT_DAY = (
    "30.02.2026", "2026-02-30", "01.09.2026", "2026-9-1", "20260901", "2026-09-01T00:00:00", "2026-09-01T00:00:00Z",
    "2026-W36-2", "0001-01-01", "9999-12-31", "0026-09-01", "tomorrow", "", " ", 20260901, 0, 1.5, True, [], {},
)  # fmt: skip

SHAPES = [
    *each_type("", "sign-in", {"login": "aziza", "password": "x"}, "login", *NOT_TEXT),
    *each_type("", "sign-in", {"login": "aziza", "password": "x"}, "password", *NOT_TEXT),
    *each_type("", "sign-in", {"login": "aziza", "password": "harakat"}, "otp", 1, True, [], {}),
    *each_type("", "sign-in", {"login": "aziza", "password": "harakat"}, "role", "rector"),
    *each_type("botir", "movements", LEAVE, "kind", *NOT_TEXT),
    *each_type("laylo", "movements", LEAVE, "student", 1, True, [], {}),
    *each_type("aziza", "movements", LEAVE, "stated", 1, "x", None, [], True),
    *each_type("aziza", "movements", LEAVE, "draft", *NOT_FLAG),
    *each_type("aziza", "movements", LEAVE, "insist", *NOT_FLAG),
    *each_type("aziza", "movements", LEAVE, "grounds", *NOT_TEXT, "a" * 1001, LONG),
    *each_type("aziza", "movements", LEAVE, "approved", True),
    *each_type("aziza", "kinds/academic_leave/rehearse", {"stated": STATED}, "student", 1, True, [], {}),
    *each_type("aziza", "kinds/academic_leave/rehearse", {"stated": STATED}, "stated", 1, "x", None, [], True),
    *each_type("aziza", "kinds/academic_leave/rehearse", {"stated": STATED}, "papers", 1, "x", None, {}, True),
    *each_type("aziza", "kinds/academic_leave/rehearse", {"stated": STATED}, "paper", []),
    *each_type("jasur", ACTS, RETURN, "act", *NOT_TEXT, "", "approve_all", "Approve", "аpprove", "approve "),
    *each_type("jasur", ACTS, RETURN, "grounds", *NOT_TEXT, "a" * 1001, LONG),
    *each_type("jasur", ACTS, RETURN, "ground", *NOT_TEXT, "boredom", "оther"),
    *each_type("jasur", ACTS, RETURN, "stated", 1, "x", [], True),
    *each_type("jasur", ACTS, RETURN, "added", 1, "x", [], True),
    *each_type("jasur", ACTS, RETURN, "insist", *NOT_FLAG),
    *each_type("jasur", ACTS, RETURN, "to", *NOT_TEXT),
    *each_type("jasur", ACTS, RETURN, "words", "x"),
    *each_type("dilnoza", ACTS, {"act": "reassign", "grounds": "x"}, "to", "", "nobody", "botir", LONG),
    *each_type("dilnoza", "orders", {"kind": "academic_leave", "movements": [4]}, "kind", *NOT_TEXT),
    *each_type("dilnoza", "orders", {"kind": "academic_leave"}, "movements", 4, "4", None, {}, [], list(range(1, 502))),
    *each_type("dilnoza", "orders", {"kind": "academic_leave", "movements": [4]}, "split", 1, "", "two", None, []),
    *each_type("dilnoza", "orders", {"kind": "academic_leave", "movements": [4]}, "effective_on", *NOT_DAY),
    *each_type("dilnoza", "orders", {"kind": "academic_leave", "movements": [4]}, "number", "1-T"),
    *each_type("farrux", ORDER_ACTS, {"act": "decline", "grounds": "x"}, "act", *NOT_TEXT, "", "refuse", "Sign"),
    *each_type("farrux", ORDER_ACTS, {"act": "decline"}, "grounds", *NOT_TEXT, "", "  ", "a" * 1001, LONG),
    *each_type("dilnoza", ORDER_ACTS, {"act": "discard"}, "grounds", "", " \n", "a" * 1001),
    *each_type("dilnoza", ORDER_ACTS, {"act": "strike", "grounds": "x"}, "item", *NOT_NUMBER, None),
    *each_type("dilnoza", ORDER_ACTS, {"act": "strike", "item": 2}, "grounds", "", " ", "a" * 501),
    *each_type(
        "dilnoza", "orders/{order_signed}/acts", {"act": "register"}, "number", *NOT_TEXT, "", " ", "1" * 17, LONG,
        "<b>1</b>", "1&2", f"{BIDI}\u200b",
    ),
    *each_type("dilnoza", "orders/{order_signed}/acts", {"act": "register", "number": "1"}, "on", *NOT_DAY,
               "2020-01-01", "2090-01-01"),
]  # fmt: skip
TYPED = ("01.09.2026", "2026-9-1")  # people may
MANY = [
    Wrong(f"orders movements=[{value!r:.20}]", "dilnoza", "orders",
          {"kind": "academic_leave", "movements": [value]}, 422, ("movements.0",))
    for value in NOT_NUMBER
]  # fmt: skip

STATEMENTS = [
    wrong
    for login, path, good in (
        ("aziza", "kinds/academic_leave/rehearse", {}),
        ("nodira", "movements/{returned}/acts", {"act": "revise"}),
    )
    for field, values in {
        "ground": (1, True, [], {}, "boredom", "Health", " health", "heаlth", LONG, f"{BIDI}health"),
        "starts_on": [day for day in NOT_DAY if day not in TYPED],
        "ends_on": [day for day in NOT_DAY if day not in (*TYPED, "", " ")],
        "explanation": (1, 1.5, True, [], {}, "a" * 1001, LONG),
        "diagnosis": ("flu", None),
    }.items()
    for wrong in each_type(login, path, {**good, "stated": STATED}, f"stated.{field}", *values)
]
DRAFTS = [
    wrong
    for field, values in {
        "starts_on": (1, 1.5, True, [], {}, "a" * 5001),
        "explanation": (1, [], MEGABYTE),
        "diagnosis": ("flu",),
    }.items()
    for wrong in each_type("feruza", "movements", LEAVE, f"stated.{field}", *values)
]
PLACES = [
    wrong
    for field, values in {
        "group": (1, None, [], {}, "", "26-99", "25-10 ; --", "10\u202e-52", LONG),
        "course": (0, 7, -1, HUGE, 1.5, "1,5", "one", True, None, [], {}, "9" * 5000),
        "semester": (0, 13, HUGE, "3.5", "x"),
        "curriculum": (1, "", " ", "a" * 65, LONG, [], {}),
        "payment": (11, "", "grant", "1１"),
        "diagnosis": ("flu",),
    }.items()
    for wrong in each_type(
        "dilnoza", "movements/{placement}/acts", {"act": "approve", "added": PLACE}, f"added.{field}", *values
    )
]
NOT_NOW = [
    Wrong("approve before my turn", "hamid", ACTS, {"act": "approve"}, 409),
    Wrong("approve my own case", "sardor", ACTS, {"act": "approve"}, 409),
    Wrong("approve what is approved", "botir", "movements/{approved}/acts", {"act": "approve"}, 409),
    Wrong("approve what is returned", "botir", "movements/{returned}/acts", {"act": "approve"}, 409),
    Wrong("file what is filed", "sardor", ACTS, {"act": "file"}, 409),
    Wrong("file what is filed with another statement", "sardor", ACTS, {"act": "file", "stated": STATED}, 409),
    Wrong("revise a draft", "aziza", "movements/{draft}/acts", {"act": "revise", "stated": STATED}, 409),
    Wrong("release what I have not", "jasur", ACTS, {"act": "release"}, 409),
    Wrong("reassign without the office", "jasur", ACTS, {"act": "reassign", "to": "jasur", "grounds": "x"}, 409),
    Wrong("begin a second of the kind", "aziza", "movements", LEAVE, 409),
    Wrong("compose what is under review", "dilnoza", "orders",
          {"kind": "academic_leave", "movements": ["{review}"]}, 409),
    Wrong("compose what is in an order", "dilnoza", "orders",
          {"kind": "academic_leave", "movements": ["{drafted}"]}, 409),
    Wrong("compose without the office", "botir", "orders",
          {"kind": "academic_leave", "movements": ["{approved}"]}, 409),
    Wrong("withdraw what is signed", "shahlo", "movements/{signed}/acts", {"act": "withdraw", "grounds": "x"}, 409),
    *(
        Wrong(f"{act} the order {order} as {login}", login, f"orders/{{order_{order}}}/acts",
              {"act": act, "grounds": "x", "item": 1, "number": "1"}, 409)
        for login, order, act in (
            ("dilnoza", "endorsing", "send"), ("dilnoza", "endorsing", "endorse"), ("dilnoza", "endorsing", "sign"),
            ("dilnoza", "endorsing", "register"), ("dilnoza", "endorsing", "retry"), ("farrux", "drafted", "endorse"),
            ("farrux", "signed", "endorse"), ("farrux", "endorsing", "discard"), ("erkin", "endorsing", "sign"),
            ("erkin", "signed", "sign"), ("dilnoza", "signed", "strike"), ("dilnoza", "signed", "discard"),
            ("dilnoza", "drafted", "decline"), ("erkin", "signed", "register"),
        )
    ),
]  # fmt: skip
NOT_LAWFUL = [
    Wrong("days the wrong way round", "nodira", "movements/{returned}/acts",
          {"act": "revise", "stated": {**STATED, "ends_on": "2026-11-01"}}, 422, clause="344/2021:11"),
    Wrong("without its paper", "nodira", "movements/{returned}/acts",
          {"act": "revise", "stated": {**STATED, "ground": "military"}}, 422, clause="344/2021:6"),
    Wrong("insist without grounds", "nodira", "movements/{returned}/acts",
          {"act": "revise", "stated": {**STATED, "ends_on": "2026-11-01"}, "insist": True}, 422, ("grounds",)),
    Wrong("a return of one who is not away", "botir", "movements", {"kind": "return_from_leave"}, 422),
    Wrong("a return of a student who studies", "laylo", "movements", {"kind": "return_from_leave"}, 422,
          clause="344/2021:return"),
    Wrong("return without words", "jasur", ACTS, {"act": "return", "ground": "other"}, 422, ("grounds",)),
    Wrong("return with words of nothing", "jasur", ACTS, {"act": "return", "grounds": " \u202e\u200b\n"}, 422,
          ("grounds",)),
    Wrong("refuse without anything", "jasur", ACTS, {"act": "refuse"}, 422, ("ground", "grounds")),
    Wrong("add what no step asks", "jasur", ACTS, {"act": "approve", "added": {"course": 1}}, 422, ("course",)),
    Wrong("reassign without words", "dilnoza", ACTS, {"act": "reassign", "to": "jasur"}, 422, ("grounds",)),
    Wrong("place without a place", "dilnoza", "movements/{placement}/acts", {"act": "approve"}, 422,
          ("course", "curriculum", "group", "payment", "semester")),
    Wrong("withdraw from an order without words", "zilola", "movements/{drafted}/acts", {"act": "withdraw"}, 422,
          ("grounds",)),
    Wrong("compose cases of another kind", "dilnoza", "orders",
          {"kind": "return_from_leave", "movements": ["{approved}"]}, 422),
    Wrong("strike no item", "dilnoza", ORDER_ACTS, {"act": "strike", "grounds": "x"}, 422, ("item",)),
]  # fmt: skip
ABSENT = [
    *(
        Wrong(f"GET {path}", login, path, None, 404)
        for login, path in (
            ("jasur", "movements/{draft}"), ("jasur", "movements/{approved}"), ("botir", "movements/{review}"),
            ("jasur", "movements/0"), ("jasur", "movements/-1"), ("jasur", f"movements/{HUGE}"),
            ("jasur", f"movements/{'9' * 5000}"), ("jasur", "movements/x"), ("jasur", "movements/1.5"),
            ("jasur", "movements/%00"), ("jasur", "movements/٣"), ("jasur", "movements/{review}/"),
            ("jasur", "movements/{review}/papers/{paper_draft}"), ("sardor", "movements/{draft}/papers/{paper_draft}"),
            ("aziza", "movements/{review}/papers/{paper_draft}"), ("aziza", f"movements/{{draft}}/papers/{HUGE}"),
            ("jasur", "orders/{order_endorsing}"), ("aziza", "orders/{order_endorsing}/preview"),
            ("aziza", "orders/{order_endorsing}/document.pdf"), ("dilnoza", f"orders/{HUGE}"),
            ("aziza", "students/337251100002/standing"), ("jasur", "students/337251100001/standing"),
            ("dilnoza", "students/%00/standing"), ("dilnoza", "students/x/standing"),
            ("dilnoza", "students/<script>/standing"), ("dilnoza", "kinds/academic_leave"), ("dilnoza", "nothing"),
            ("dilnoza", "movements?student=%00"), ("dilnoza", "movements?kind=nonsense"),
        )
    ),
    Wrong("unknown kind", "aziza", "movements", {**LEAVE, "kind": "nonsense"}, 404),
    Wrong("unknown kind in Cyrillic", "aziza", "movements", {**LEAVE, "kind": "аcademic_leave"}, 404),
    Wrong("kind of a megabyte", "aziza", "movements", {**LEAVE, "kind": MEGABYTE}, 404),
    Wrong("rehearse an unknown kind", "aziza", "kinds/nonsense/rehearse", {"stated": {}}, 404),
    Wrong("foreign student", "aziza", "movements", {**LEAVE, "student": "337251100002"}, 404),
    Wrong("no such student", "aziza", "movements", {**LEAVE, "student": ""}, 404),
    Wrong("rehearse a foreign student", "aziza", "kinds/academic_leave/rehearse",
          {"student": "337251100002", "stated": STATED}, 404),
    Wrong("act on another's draft", "botir", "movements/{draft}/acts", {"act": "approve"}, 404),
    Wrong("act on another faculty's case", "botir", ACTS, {"act": "approve"}, 404),
    Wrong("file another's draft", "sardor", "movements/{draft}/acts", {"act": "file"}, 404),
    Wrong("withdraw another's case", "jasur", ACTS, {"act": "withdraw"}, 404),
    Wrong("act on nothing", "jasur", f"movements/{HUGE}/acts", {"act": "approve"}, 404),
    Wrong("compose nothing", "dilnoza", "orders", {"kind": "academic_leave", "movements": [99999]}, 404),
    Wrong("compose another's draft", "dilnoza", "orders", {"kind": "academic_leave", "movements": ["{draft}"]}, 404),
    Wrong("strike an item of another order", "dilnoza", ORDER_ACTS,
          {"act": "strike", "grounds": "x", "item": "{item_drafted}"}, 404),
    Wrong("act on an order I do not see", "jasur", ORDER_ACTS, {"act": "endorse"}, 404),
]  # fmt: skip
QUERIES = [
    *(
        Wrong(f"GET {path}?{name}={value!s:.20}", "dilnoza", f"{path}?{name}={value}", None, 422, (name,))
        for path in ("movements", "orders", "tasks")
        for name, value in [("after", value) for value in ("x", "1.5", "-1", "0", HUGE, "9" * 5000, "null", "")]
    ),
    Wrong("unknown state of cases", "dilnoza", "movements?state=nonsense", None, 422, ("state",)),
    Wrong("unknown state of orders", "dilnoza", "orders?state=Draft", None, 422, ("state",)),
    *(
        Wrong(f"standing {name}={value!s:.20}", "dilnoza", f"students/337251100001/standing?{name}={value}", None, 422,
              (name,))
        for name, values in {
            "as_of": [day for day in NOT_DAY if isinstance(day, str)],
            "known_at": ("x", "", "30.02.2026", "2026-02-30", "0001-01-01T00:00:00%2B05:00", "0001-01-01",
                         "9999-12-31T23:59:59-05:00", "9999-12-31", "2026-09-01T25:00", LONG[:2000], "5"),
        }.items()
        for value in values
    ),
]  # fmt: skip
UNREADABLE = [
    Wrong(f"{path} <- {body[:30]!r}", login, path, body, 400)
    for login, path in (("", "sign-in"), ("aziza", "movements"), ("dilnoza", "orders"), ("jasur", ACTS))
    for body in (
        b"{", b"nonsense", b"\xff\xfe{}", b"[[[" * 10_000, b'{"kind": "a\\u0000"}', b'{"kind": "\\ud800"}',
        b'{"\\ud800": 1}', b'{"kind": "academic_leave", "kind": "return_from_leave"}', b'{"stated": {"a": 1, "a": 2}}',
        b'{"kind": NaN}', b'{"kind": Infinity}', b'{"kind": -Infinity}', b'{"item": 1' + b"0" * 5000 + b"}",
        b"kind=academic_leave&draft=true", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n",
        b"<kind>academic_leave</kind>", b"{'kind': 'academic_leave'}",
    )
] + [
    Wrong(f"{path} <- {body!r}", login, path, body, 422, ("body",))
    for login, path in (("", "sign-in"), ("aziza", "movements"), ("dilnoza", "orders"), ("jasur", ACTS))
    for body in (b"", b"null", b"[]", b"1", b'"x"', b"true", b"[{}]")
]  # fmt: skip
TOO_LARGE = [
    Wrong(f"{path} of 3 MB", login, path, b'{"kind": "' + b"a" * 3_000_000 + b'"}', 413)
    for login, path in (("", "sign-in"), ("aziza", "movements"), ("dilnoza", "orders"), ("jasur", ACTS))
]
STRANGERS = [
    *(
        Wrong(f"a stranger at {path}", "", path, body, 401)
        for path, body in (
            ("kinds", None), ("tasks", None), ("orders", None), ("movements", LEAVE), ("movements", {}),
            ("orders", b"{"), ("movements/1/acts", {}), ("students/337251100001/standing", None),
        )
    ),
    Wrong("wrong password", "", "sign-in", {"login": "aziza", "password": "x"}, 401),
    Wrong("no such login", "", "sign-in", {"login": MEGABYTE, "password": MEGABYTE}, 401),
]  # fmt: skip
ALL = [*SHAPES, *MANY, *STATEMENTS, *DRAFTS, *PLACES, *NOT_NOW, *NOT_LAWFUL, *ABSENT, *QUERIES, *UNREADABLE,
       *TOO_LARGE, *STRANGERS]  # fmt: skip
