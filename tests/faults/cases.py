"""Cases and orders brought as far as a fault needs them, by the actions the product uses."""

from __future__ import annotations

from datetime import date, timedelta

from journal import clock
from movements import actions, composing
from movements.models import Movement
from orders import actions as orders
from orders.models import Order
from tests.people import House, enrol
from tests.uploads import pdf


def enrolled(house: House, count: int) -> list[str]:
    """More students of chemistry; gives their logins."""
    first = len(house.students)
    logins = [f"student{number}" for number in range(first, first + count)]
    for number, login in enumerate(logins, first):
        enrol(house, login, f"Sinov{number:03}", "Ali", "chemistry", f"3372520{number:05}")
    return logins


def filed(house: House, login: str, *, starts_on: date | None = None) -> Movement:
    """An academic leave from today that waits for the dean."""
    begins = starts_on or clock.today()
    ends = begins + timedelta(days=300)
    stated = {"ground": "health", "starts_on": begins.isoformat(), "ends_on": ends.isoformat()}
    person, student = house.people[login], house.students[login]
    movement = actions.start_draft(actor=person, kind="academic_leave", student=student, stated=stated)
    actions.attach(actor=person, movement_id=movement.pk, kind="medical_conclusion", upload=pdf())
    return actions.file(actor=person, movement_id=movement.pk)


def approved(house: House, login: str, *, starts_on: date | None = None) -> Movement:
    """A case that waits for its order."""
    movement = filed(house, login, starts_on=starts_on)
    dean = house.botir if house.students[login].faculty == house.units["chemistry"] else house.jasur
    for person in (dean, house.hamid):
        movement = actions.decide(actor=person, movement_id=movement.pk, verdict="approve")
    return movement


def ready(house: House, *movements: Movement) -> Order:
    """An order of approved cases with all its visas."""
    [order] = composing.compose(
        actor=house.dilnoza, kind="academic_leave", movement_ids=[movement.pk for movement in movements]
    )
    orders.send(actor=house.dilnoza, order_id=order.pk)
    for person in (house.farrux, house.gulnora):
        orders.endorse(actor=person, order_id=order.pk)
    return Order.objects.get(pk=order.pk)


def ready_for(house: House, *logins: str) -> Order:
    """An order of these students' leaves from today, with all its visas."""
    return ready(house, *(approved(house, login) for login in logins))


def signed(house: House, *logins: str) -> Order:
    """Signed and numbered; its jobs are still to be done."""
    return orders.sign(actor=house.erkin, order_id=ready_for(house, *logins).pk)
