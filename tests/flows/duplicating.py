"""Cases of duplicates, all by the product's own actions: Sherzod Karimov, who graduated in 1998 and has no account."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from journal import clock
from movements import actions, composing
from movements.fees.account import account_of
from movements.fees.actions import record_payment
from movements.models import Movement, Turn
from orders.actions import endorse
from orders.drafting import send
from orders.models import Order
from orders.signing.certificate import make_certificate
from orders.signing_act import sign
from permissions.actions import create_person
from permissions.models import Person
from students.models import Diploma
from tests.blanks.keeping import received
from tests.movements.changing_group import at
from tests.people import House
from tests.students.registers import entered
from tests.uploads import pdf
from tests.work import do_all_jobs

FILED = "2026-11-23T10:00"  # Monday
STATED = {
    "document": "both", "ground": "lost", "issued_by": "ours", "graduated_in": 1998, "number": "B № 123456",
    "delivery": "in_person", "circumstances": "Koʻchishda yoʻqolgan.",
}  # fmt: skip
PAPERS = ("passport", "statement_of_loss")
BY_GROUND = {"lost": "statement_of_loss", "unusable": "unusable_document", "name": "civil_registry"}
BLANKS = {"diploma_blank": "bachelor", "supplement_blank": "bachelor_supplement"}
RECEIVED = {"way": "in_person", "received_by": "Karimov Sherzod"}


def sealed_since(folder: Path, settings: Any, day: date) -> None:
    """A seal that was valid when these cases began, whatever day it is."""
    settings.HARAKAT_SEAL = folder / "seal.p12"
    settings.HARAKAT_SEAL_PASSPHRASE = "tamgʻa"
    begins = datetime.combine(day, time(9), clock.zone)
    make_certificate(settings.HARAKAT_SEAL, "tamgʻa", institute_name="TKTI", at=begins)


def graduate(**said: Any) -> Person:
    """Somebody the office does not know yet."""
    known = {"surname": "Karimov", "given_name": "Sherzod", "patronymic": "Baxtiyorovich", "passport": "AB1234567"}
    return create_person(**{**known, "born_on": date(1976, 4, 11), "email": "sherzod@pochta.example", **said})


def with_blanks(house: House) -> None:
    """A few blanks of each kind a duplicate of these tests needs."""
    for kind, series in (("bachelor", "B"), ("bachelor_honours", "BI"), ("bachelor_supplement", "BS")):
        received(house, kind=kind, series=series)


def filed(person: Person, moment: str = FILED, *, insist: bool = False, **stated: Any) -> Movement:
    """The application with the papers its ground needs; values of None are not stated."""
    said = {name: value for name, value in {**STATED, **stated}.items() if value is not None}
    with at(moment):
        draft = actions.start_draft(actor=person, kind="duplicate_diploma", student=None, stated=said)
        for kind in ("passport", BY_GROUND[said["ground"]]):
            actions.attach(actor=person, movement_id=draft.pk, kind=kind, upload=pdf())
        grounds = "Boshqa hujjatim yoʻq." if insist else ""
        return actions.file(actor=person, movement_id=draft.pk, insist=insist, grounds=grounds)


def decided(house: House, movement: Movement, moment: str, verdict: str = "approve", **said: Any) -> Movement:
    """The registrar decides the step the case stands at."""
    with at(moment):
        return actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict=verdict, **said)


def found(house: House, movement: Movement, moment: str, entry: Diploma) -> Movement:
    """The office has found the document and compared the passport."""
    added = {"entry": f"{entry.document}:{entry.key}", "identity": True}
    return decided(house, movement, moment, added=added)


def returned(house: House, movement: Movement, moment: str) -> Movement:
    """The office asks for other data."""
    return decided(house, movement, moment, "return", ground="other", words="Raqamni aniqlang.")


def paid(house: House, movement: Movement, moment: str) -> Movement:
    """The whole fee is recorded."""
    with at(moment):
        left = account_of(movement.pk, "payment").left
        record_payment(
            actor=house.gulnora, movement_id=movement.pk, amount=left, paid_on=clock.today(), document=f"{movement.pk}"
        )
    return reread(movement)


def ordered(house: House, movement: Movement, moment: str) -> Order:
    """The order, signed and in force."""
    with at(moment):
        [order] = composing.compose(actor=house.dilnoza, kind="duplicate_diploma", movement_ids=[movement.pk])
        send(actor=house.dilnoza, order_id=order.pk)
        endorse(actor=house.farrux, order_id=order.pk)
        sign(actor=house.erkin, order_id=order.pk)
        do_all_jobs()
    order.refresh_from_db()
    return order


def printed(house: House, movement: Movement, moment: str, **answers: str) -> Movement:
    """Printed on the next free blanks."""
    return decided(house, movement, moment, added=answers or BLANKS)


def handed(house: House, movement: Movement, moment: str, **answers: str) -> Movement:
    """Put into the holder's hands."""
    return decided(house, movement, moment, added={**RECEIVED, "handed_on": moment[:10], **answers})


def on_the_way(house: House, to: str, **more: Any) -> Movement:
    """Sherzod's case, carried to a step."""
    entry = more.pop("entry", None) or entered()
    movement = filed(more.pop("person", None) or graduate(), **more)
    movement = found(house, movement, "2026-11-24T10:00", entry)
    if to == "payment":
        return movement
    movement = paid(house, movement, "2026-11-25T10:00")
    if to == "order":
        return movement
    ordered(house, movement, "2026-11-26T10:00")
    return reread(movement)


def reread(movement: Movement) -> Movement:
    """The case as it stands now."""
    return Movement.objects.get(pk=movement.pk)


def turn_of(movement: Movement) -> Turn:
    """Whose turn it is."""
    return Turn.objects.get(movement=movement, finished=None)
