"""Cases at the steps the pages must show, made by the real actions."""

from __future__ import annotations

from datetime import timedelta

from journal import clock
from movements import actions
from movements.composing import compose
from movements.models import Movement
from orders import actions as orders
from orders.models import Order
from tests.people import House
from tests.uploads import pdf
from tests.work import do_all_jobs


def stated() -> dict[str, str]:
    """A health leave that begins today."""
    today = clock.today()
    return {"ground": "health", "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=200)).isoformat()}


def filed(house: House, login: str = "aziza") -> Movement:
    """It waits for the dean."""
    student = house.students[login]
    person = house.people[login]
    movement = actions.start_draft(actor=person, kind="academic_leave", student=student, stated=stated())
    actions.attach(actor=person, movement_id=movement.pk, kind="medical_conclusion", upload=pdf())
    return actions.file(actor=person, movement_id=movement.pk)


def returned(house: House) -> Movement:
    """It waits for the applicant."""
    movement = filed(house)
    return actions.decide(
        actor=house.botir, movement_id=movement.pk, verdict="return", ground="dates_wrong", words="Sana notoʻgʻri."
    )


def approved(house: House, login: str = "aziza") -> Movement:
    """It waits for an order."""
    movement = filed(house, login)
    for person in (house.botir, house.hamid):
        movement = actions.decide(actor=person, movement_id=movement.pk, verdict="approve")
    return movement


def composed(house: House) -> Order:
    """A draft order of one case."""
    movement = approved(house)
    return compose(actor=house.dilnoza, kind=movement.kind, movement_ids=[movement.pk])[0]


def at_placement(house: House, login: str = "aziza") -> Movement:
    """A return that waits for the registrar to name the place of study."""
    student, person = house.students[login], house.people[login]
    order = compose(actor=house.dilnoza, kind="academic_leave", movement_ids=[approved(house, login).pk])[0]
    orders.send(actor=house.dilnoza, order_id=order.pk)
    for endorser in (house.farrux, house.gulnora):
        orders.endorse(actor=endorser, order_id=order.pk)
    orders.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()
    student.refresh_from_db()
    typed = {"ground_ended": "health", "returns_on": clock.today().isoformat()}
    movement = actions.start_draft(actor=person, kind="return_from_leave", student=student, stated=typed)
    actions.attach(actor=person, movement_id=movement.pk, kind="fit_to_study", upload=pdf())
    return actions.file(actor=person, movement_id=movement.pk)
