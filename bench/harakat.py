"""Harakat with everything on, called in Python and behind its API."""

from __future__ import annotations

from itertools import count
from typing import Any

from movements import actions as cases
from movements import composing
from orders import actions as orders
from tests.api.caller import Caller
from tests.people import House, enrol

STATED = {"ground": "health", "starts_on": "2027-02-01", "ends_on": "2027-09-01"}
GROUNDS = "Komissiya xulosasi keyinroq beriladi"
_numbers = count(100)


def draft(house: House) -> tuple[str, int]:
    """A student and their draft without its paper: who files it insists, so that the registrar checks it."""
    number = next(_numbers)
    login = f"talaba{number}"
    student = enrol(house, login, "Aliyev", "Karim", "chemistry", f"3372511{number:05}")
    movement = cases.start_draft(actor=house.people[login], kind="academic_leave", student=student, stated=STATED)
    return login, movement.pk


class InPython:
    """The actions, called by their own names."""

    def __init__(self, house: House) -> None:
        self.house = house

    def step(self, case: dict[str, Any], step: str) -> None:
        """One of the six steps of a case."""
        house, pk = self.house, case["pk"]
        if step == "file":
            cases.file(actor=house.people[case["login"]], movement_id=pk, insist=True, grounds=GROUNDS)
        elif step == "prepare":
            made = composing.compose(actor=house.dilnoza, kind="academic_leave", movement_ids=[pk])
            case["order"] = made[0].pk
        elif step == "sign":
            orders.sign(actor=house.erkin, order_id=case["order"])
        else:
            office = {"check": house.dilnoza, "dean": house.botir, "vice_rector": house.hamid}[step]
            cases.decide(actor=office, movement_id=pk, verdict="approve")


class BehindApi:
    """The same, by calls with a token and an Idempotency-Key, through every middleware."""

    def __init__(self, house: House) -> None:
        self.house, self.keys = house, count()
        logins = ("dilnoza", "botir", "hamid", "erkin")
        self.callers = {login: Caller.signed_in(login) for login in logins}

    def step(self, case: dict[str, Any], step: str) -> None:
        """One of the six steps of a case."""
        key, pk = f"bench-{next(self.keys)}", case["pk"]
        if step == "file":
            answer = case["caller"].act(pk, "file", insist=True, grounds=GROUNDS, key=key)
        elif step == "prepare":
            answer = self.callers["dilnoza"].post("orders", kind="academic_leave", movements=[pk], key=key)
            case["order"] = answer.json()["id"]
        elif step == "sign":
            answer = self.callers["erkin"].post(f"orders/{case['order']}/acts", act="sign", key=key)
        else:
            login = {"check": "dilnoza", "dean": "botir", "vice_rector": "hamid"}[step]
            answer = self.callers[login].act(pk, "approve", key=key)
        assert answer.status_code in (200, 201), answer.content


def visas(house: House, order_id: int) -> None:
    """What Harakat asks between composing and signing and no peer does: sent, and endorsed by two offices."""
    orders.send(actor=house.dilnoza, order_id=order_id)
    orders.endorse(actor=house.farrux, order_id=order_id)
    orders.endorse(actor=house.gulnora, order_id=order_id)
