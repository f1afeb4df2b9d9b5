"""Orders of the small institute, brought as far as a test needs by the same actions the product uses."""

from __future__ import annotations

from datetime import date
from typing import Any

from journal import clock
from orders import actions
from orders.models import Order, OrderItem
from students.actions import project, record_standing
from students.standing import Facts
from tests.people import House, enrol

VISAS = ["vice_rector", "lawyer", "accountant"]
ENDORSERS = ("hamid", "farrux", "gulnora")
DAY = date(2026, 12, 1)
LEAVE = {"ground": "health", "ground_text": "Sogʻligʻini tiklash", "from": "2026-12-01", "until": "2027-09-01"}
BASIS = {
    "act": "344/2021",
    "clauses": ["344/2021:3", "344/2021:11"],
    "text": "kasallik",
    "papers": ["tibbiy-maslahat komissiyasi xulosasi"],
}


def line(house: House, login: str, *, on: date = DAY, effect: str = "go_on_leave", **values: Any) -> actions.Line:
    """One student's line, as a case would hand it over."""
    student = house.students[login]
    return actions.Line(
        student_id=student.pk,
        person_id=student.person_id,
        effective_on=on,
        effect=effect,
        values={**LEAVE, **values},
        basis=BASIS,
        origin=f"movement:{student.pk}/order",
    )


def composed(house: House, *logins: str, on: date = DAY, visas: list[str] = VISAS) -> Order:
    """A draft of these students, over the institute."""
    return actions.compose_order(
        actor=house.dilnoza,
        kind="academic_leave",
        title="Akademik taʼtil berish toʻgʻrisida",
        unit=house.institute,
        lines=[line(house, login, on=on) for login in logins or ("aziza",)],
        visas=visas,
        signs="rector",
    )


def sent(house: House, *logins: str, on: date = DAY) -> Order:
    """Out for visas."""
    return actions.send(actor=house.dilnoza, order_id=composed(house, *logins, on=on).pk)


def endorsed(house: House, *logins: str, on: date = DAY) -> Order:
    """Ready to sign."""
    order = sent(house, *logins, on=on)
    for login in ENDORSERS:
        order = actions.endorse(actor=house.people[login], order_id=order.pk)
    return order


def signed(house: House, *logins: str, on: date = DAY) -> Order:
    """Signed and numbered; its document is still to be made."""
    return actions.sign(actor=house.erkin, order_id=endorsed(house, *logins, on=on).pk)


def item(order: Order, login: str, house: House) -> OrderItem:
    """The item of one student."""
    return order.items.get(student=house.students[login])


def many(house: House, count: int) -> list[str]:
    """More students of chemistry."""
    logins = [f"student{number}" for number in range(count)]
    for number, login in enumerate(logins):
        enrol(house, login, f"Sinov{number:02}", "Ali", "chemistry", f"3372511001{number:02}")
    return logins


def move_to_first_year(house: House, login: str) -> None:
    """The record changes behind the order's back."""
    student = house.students[login]
    facts = Facts.of(student)
    changed = Facts(**{**facts.columns(), "course": 1, "semester": 1})
    record_standing(
        student=student, facts=changed, valid_from=clock.today(), basis="paper_order", basis_text="1", source="paper:1"
    )
    project(student_id=student.pk, on=clock.today())
