"""W1: one application passes six persisted steps by five people, each with permission check, transaction and audit."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client

from bench import harakat
from bench.peers.lean import models as lean_models
from bench.peers.lean import steps as lean
from bench.peers.sql import OFFICES, STEPS, ByHand
from bench.peers.stock import flows as stock
from bench.peers.stock import models as stock_models
from journal.events import verify_all
from journal.models import Event
from orders.models import Order
from tests.people import HELD_SINCE, House, open_house

WARM_UP, ROUNDS, CASES = 2, 7, 8


@dataclass
class Peer:
    """One program: how it begins a case, how it takes a step, and what was measured of it."""

    name: str
    begin: Callable[[], dict[str, Any]]
    step: Callable[[dict[str, Any], str], None]
    between: Callable[[dict[str, Any]], None] = lambda case: None
    rounds: list[float] = field(default_factory=list)
    by_step: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    statements: dict[str, int] = field(default_factory=dict)
    taken: int = 0


class Counter:
    """Counts Django's statements; BEGIN and COMMIT are not statements here, savepoints are."""

    def __init__(self) -> None:
        self.count = 0
        self.texts: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """A wrapper of statements."""
        self.count += 1
        self.texts.append(sql)
        return execute(sql, params, many, context)


def one_round(peer: Peer, *, counted: bool) -> None:
    """So many cases through all steps; only the steps are timed."""
    cases = [peer.begin() for _ in range(CASES)]
    gc.collect()
    spent = 0.0
    for case in cases:
        for step in STEPS:
            if step == "sign":
                peer.between(case)
            begun = time.perf_counter()
            peer.step(case, step)
            took = time.perf_counter() - begun
            spent += took
            if counted:
                peer.by_step[step].append(took * 1000)
    peer.taken += CASES * len(STEPS)
    if counted:
        peer.rounds.append(spent / (CASES * len(STEPS)) * 1000)


def peers() -> list[Peer]:
    """Everybody who is measured, in one small institute."""
    house = open_house()
    accounts = {office: house.people[login].account_id for office, login in _holders().items()}
    accounts["student"] = house.people["aziza"].account_id
    others = [_by_hand(accounts), _lean(accounts), _lean_view(house, accounts), _stock(accounts)]
    return [*others, _python(house), _api(house)]


def _holders() -> dict[str, str]:
    return {"registrar": "dilnoza", "dean": "botir", "vice_rector": "hamid", "rector": "erkin"}


def _by_hand(accounts: dict[str, int]) -> Peer:
    parameters = connection.get_connection_params()
    own = psycopg2.connect(**{name: parameters[name] for name in ("dbname", "user", "host")})
    program = ByHand(own)
    program.install(accounts)

    def begin() -> dict[str, Any]:
        return {"pk": program.begin(accounts["student"], harakat.STATED)}

    def step(case: dict[str, Any], name: str) -> None:
        before = program.statements
        program.step(case["pk"], name, accounts[OFFICES[name]])
        case["statements"] = program.statements - before

    return Peer("hand-written SQL over psycopg2", begin, step)


def _lean(accounts: dict[str, int]) -> Peer:
    for office, account in accounts.items():
        lean_models.Post.objects.create(account_id=account, office=office, unit=1, valid_from=HELD_SINCE)
    lean_models.Book.objects.create()
    return Peer(
        "lean Django ORM, no engine",
        lambda: {"pk": lean.begin(accounts["student"], harakat.STATED)},
        lambda case, name: lean.take_step(case["pk"], name, accounts[OFFICES[name]]) and None,
    )


def _lean_view(house: House, accounts: dict[str, int]) -> Peer:
    clients = {}
    for office, login in {**_holders(), "student": "aziza"}.items():
        clients[office] = Client()
        clients[office].force_login(house.people[login].account, "permissions.backends.AccountBackend")

    def step(case: dict[str, Any], name: str) -> None:
        answer = clients[OFFICES[name]].post(f"/bench/lean/{case['pk']}/{name}/")
        assert answer.status_code == 200, answer.content

    return Peer("lean Django ORM behind a view", lambda: {"pk": lean.begin(accounts["student"], harakat.STATED)}, step)


def _stock(accounts: dict[str, int]) -> Peer:
    from permissions.models import Account

    for office, account in accounts.items():
        permission = Permission.objects.get(codename=f"be_{office}", content_type__app_label="stock")
        Account.objects.get(pk=account).user_permissions.add(permission)
    stock_models.Book.objects.create()
    return Peer(
        "django-viewflow 2.4 stock, called in Python",
        lambda: {"pk": stock.begin(accounts["student"], harakat.STATED)},
        lambda case, name: stock.take_step(case["pk"], name, accounts[OFFICES[name]]),
    )


def _python(house: House) -> Peer:
    def begin() -> dict[str, Any]:
        login, pk = harakat.draft(house)
        return {"login": login, "pk": pk}

    return Peer(
        "**Harakat, called in Python**",
        begin,
        harakat.InPython(house).step,
        lambda case: harakat.visas(house, case["order"]),
    )


def _api(house: House) -> Peer:
    from tests.api.caller import Caller

    def begin() -> dict[str, Any]:
        login, pk = harakat.draft(house)
        return {"caller": Caller.signed_in(login), "pk": pk}

    program = harakat.BehindApi(house)
    return Peer("**Harakat, behind its API**", begin, program.step, lambda case: harakat.visas(house, case["order"]))


def count_statements(peer: Peer) -> dict[str, list[str]]:
    """One case more, counted step by step; gives Django's statements by step."""
    case, texts = peer.begin(), {}
    for step in STEPS:
        if step == "sign":
            peer.between(case)
        counter = Counter()
        with connection.execute_wrapper(counter):
            peer.step(case, step)
        peer.statements[step] = case.get("statements") or counter.count
        texts[step] = counter.texts
    peer.taken += len(STEPS)
    return texts


def run(rounds: int = ROUNDS) -> tuple[list[Peer], dict[str, dict[str, list[str]]], list[str]]:
    """Everybody, interleaved round by round. Gives the peers, their statements by step, and what was checked."""
    everybody = peers()
    for number in range(WARM_UP + rounds):
        turn = number % len(everybody)
        for peer in [*everybody[turn:], *everybody[:turn]]:
            one_round(peer, counted=number >= WARM_UP)
    texts = {peer.name: count_statements(peer) for peer in everybody}
    return everybody, texts, checked(everybody)


def checked(everybody: list[Peer]) -> list[str]:
    """What stands in the tables afterwards; an AssertionError where it is not what was done."""
    done = {peer.name: peer.taken for peer in everybody}
    by_hand, lean_python, lean_view, viewflow, python, api = done.values()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), (SELECT last FROM by_hand_register) FROM by_hand_audit")
        assert cursor.fetchone() == (by_hand, by_hand // 6)
    assert lean_models.Audit.objects.count() == lean_python + lean_view
    assert stock_models.Audit.objects.count() == viewflow
    signed = Order.objects.filter(state="signed")
    numbers = sorted(int(number.split("-")[0]) for number in signed.values_list("number", flat=True))
    assert numbers == list(range(1, (python + api) // 6 + 1))
    assert not list(verify_all())
    return [
        f"{by_hand} hand-written, {lean_python + lean_view} lean and {viewflow} viewflow steps: as many audit rows",
        f"{len(numbers)} orders of Harakat signed, numbered 1 to {len(numbers)} without a gap",
        f"{Event.objects.count()} events of Harakat in unbroken chains (verify_history)",
    ]
