"""Cases that wait for their fee, all by the product's own actions. They are filed on Friday 20.11.2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from journal import clock
from movements import actions
from movements.fees import actions as fee_actions
from movements.fees.account import Account, account_of
from movements.models import Movement, Payment
from students.models import ContractPrice
from tests.movements.changing_group import at
from tests.people import House, enrol

ANNUAL = Decimal("12000000.00")
FILED, APPROVED = "2026-11-20T10:00", "2026-11-23T10:00"
GROUND = {"ground": "orphan", "note": "Chin yetim", "paper": "12.03.2019-yildagi 45-sonli guvohnoma"}


def priced(house: House, amount: Decimal | str = ANNUAL, faculty: str = "chemistry") -> ContractPrice:
    """The annual price of a programme."""
    return ContractPrice.objects.create(
        programme=house.programmes[faculty],
        form="11",
        amount=Decimal(amount),
        valid_from=date(2026, 7, 1),
        source="Rektorning 20.08.2026-yildagi 210-sonli buyrugʻi",
        list_name="narxlar.csv",
        added_at=clock.now(),
    )


def filed(house: House, login: str = "aziza", *, credits: str = "3", moment: str = FILED, **stated: Any) -> Movement:
    """A case that waits for the dean."""
    if login not in house.people:
        enrol(
            house,
            login,
            f"Talabayev{len(house.people)}",
            login.capitalize(),
            "chemistry",
            f"33725130{len(house.people):04}",
        )
    with at(moment):
        said = {"group": "26-10", "starts_on": "2026-12-01", "credits": credits, **stated}
        draft = actions.start_draft(
            actor=house.people[login], kind="change_for_a_fee", student=house.students[login], stated=said
        )
        return actions.file(actor=house.people[login], movement_id=draft.pk)


def asked(house: House, login: str = "aziza", *, moment: str = APPROVED, actor: str = "botir", **more: Any) -> Movement:
    """A case whose fee was counted, if it could be; 3 credits of 12 million a year are 600 000 soʻm."""
    movement = filed(house, login, **more)
    with at(moment):
        return actions.decide(actor=house.people[actor], movement_id=movement.pk, verdict="approve")


def pay(
    house: House, movement: Movement, amount: str, document: str = "101", day: date = date(2026, 11, 24)
) -> Payment:
    """Recorded by the accountant."""
    return fee_actions.record_payment(
        actor=house.gulnora, movement_id=movement.pk, amount=amount, paid_on=day, document=document
    )


def account(movement: Movement) -> Account:
    """What stands in its account."""
    return account_of(movement.pk, "payment")


def fresh(movement: Movement) -> tuple[str, str]:
    """State and step, read again."""
    movement.refresh_from_db()
    return str(movement.state), movement.step
