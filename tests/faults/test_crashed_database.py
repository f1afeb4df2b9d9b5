"""The database server crashes while many act: what was acknowledged stands, and nothing stands twice."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, connection

from journal import bell
from journal.refusals import Refusal
from movements import actions
from movements.models import Decision, Movement
from orders import actions as orders
from orders.models import Order
from permissions.models import Person
from tests.faults.cases import enrolled, filed
from tests.faults.dying import drain
from tests.faults.invariants import broken, unfinished
from tests.faults.numbers import count, times
from tests.orders.drafts import line
from tests.people import House
from tests.services import wait_until

Acknowledged = list[tuple[int, str]]


def crash() -> None:
    """Kill one session of the server with SIGKILL: it ends all others and recovers from its log, as after any crash.

    A server somewhere else is asked to end every session instead.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    if "HARAKAT_TEST_PG" not in os.environ:
        os.kill(pid, signal.SIGKILL)
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
    connection.close()
    wait_until(answers, "the recovery of the database")


def answers() -> bool:
    """Whether the server lets us in again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return False
    return True


def patiently(act: Callable[[], Any]) -> bool:
    """Act until somebody answers; whether it was this try that was acknowledged, and not one whose answer was lost."""
    while True:
        try:
            act()
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.05)
        except Refusal:
            return False
        else:
            return True


def decide_on(house: House, login: str, acknowledged: Acknowledged, stop: threading.Event) -> None:
    """File, have it decided by two offices and withdraw, again and again, until told to stop."""
    person = house.people[login]
    try:
        while not stop.is_set():
            patiently(lambda: filed(house, login))
            pk = patiently_found(person)
            for by in (house.botir, house.hamid):
                if patiently(partial(actions.decide, actor=by, movement_id=pk, verdict="approve")):
                    acknowledged.append((pk, "approve"))
            if patiently(partial(actions.withdraw, actor=person, movement_id=pk)):
                acknowledged.append((pk, "withdraw"))
    finally:
        connection.close()


def patiently_found(person: Person) -> int:
    """The person's newest case. A draft which a crash left behind is refused its decisions, and then withdrawn."""
    found: list[int] = []
    patiently(lambda: found.append(Movement.objects.filter(applicant=person).latest("pk").pk))
    return found[-1]


def sign_all(house: House, ready: list[int], acknowledged: Acknowledged, stop: threading.Event) -> None:
    """Sign one order after another."""
    try:
        while ready and not stop.is_set():
            order_id = ready.pop()
            if patiently(partial(orders.sign, actor=house.erkin, order_id=order_id)):
                acknowledged.append((order_id, "sign"))
            time.sleep(0.1)
    finally:
        connection.close()


def ready_orders(house: House, number: int) -> list[int]:
    """Orders that need no visa, each of one student."""
    found = []
    for login in enrolled(house, number):
        order = orders.compose_order(
            actor=house.dilnoza,
            kind="academic_leave",
            title="Akademik taʼtil berish toʻgʻrisida",
            unit=house.institute,
            lines=[line(house, login)],
            visas=[],
            signs="rector",
        )
        found.append(orders.send(actor=house.dilnoza, order_id=order.pk).pk)
    return found


def test_what_was_acknowledged_survives_every_crash(house: House, media: Path, unrung: None) -> None:
    crashes, acknowledged, stop = times(1, 20), [], threading.Event()
    ready = ready_orders(house, times(3, 60))
    acts = [partial(decide_on, house, login, acknowledged, stop) for login in enrolled(house, 4)]
    threads = [threading.Thread(target=act) for act in [*acts, partial(sign_all, house, ready, acknowledged, stop)]]
    for thread in threads:
        thread.start()
    try:
        for _crash in range(crashes):
            time.sleep(1.5)
            crash()
            # The server may still be falling when it has answered once.
            patiently(still_whole)
        time.sleep(0.5)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert len(acknowledged) > 5 * crashes
    assert lost(acknowledged) == []
    with bell.silent():
        drain()
    assert unfinished(media) == []
    count("database server crashed under load", crashes=crashes, **{"acknowledged acts": len(acknowledged)})


def still_whole() -> None:
    assert broken() == []


def lost(acknowledged: Acknowledged) -> list[tuple[int, str]]:
    """Acknowledged acts that are not there, or are there twice though they can only be once."""
    signed = set(Order.objects.exclude(signed_at=None).values_list("pk", flat=True))
    decided = list(Decision.objects.values_list("movement_id", "verdict"))
    return [
        (pk, act)
        for pk, act in set(acknowledged)
        if (pk not in signed if act == "sign" else decided.count((pk, act)) < acknowledged.count((pk, act)))
    ]
