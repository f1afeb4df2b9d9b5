"""What the tests of the ledger do again and again."""

from __future__ import annotations

from datetime import date

from journal import clock
from orders import blanks
from orders.blank_models import Blank, BlankBatch
from permissions.actions import appoint, create_person, open_account
from permissions.models import Person
from permissions.roles import Role
from tests.people import HELD_SINCE, PASSWORD, House


def with_head(house: House) -> House:
    """The institute with a head of section, Nodira."""
    person = create_person(surname="Aliyeva", given_name="Nodira", email="nodira@tkti.example")
    open_account(person=person, login="nodira", password=PASSWORD)
    person.refresh_from_db()
    appoint(
        actor=None,
        person=person,
        office=Role.HEAD,
        unit=house.institute,
        valid_from=HELD_SINCE,
        title="Boʻlim boshligʻi",
        basis="08.01.2024-yildagi 12-K-sonli buyruq",
    )
    house.people["nodira"] = person
    return house


def received(
    house: House,
    first: str = "0000001",
    last: str = "0000005",
    *,
    kind: str = "bachelor",
    series: str = "AB",
    actor: Person | None = None,
) -> BlankBatch:
    """A batch of five bachelor's diplomas, or of another range."""
    return blanks.receive_batch(
        actor=actor or house.dilnoza,
        kind=kind,
        series=series,
        first=first,
        last=last,
        counted=int(last) - int(first) + 1,
        received_on=clock.today(),
        supplier="Davlat belgisi DUK",
        waybill="№ 14",
    )


def the(serial: str) -> Blank:
    """The blank of that serial with its last entry."""
    return blanks.get_blank(Blank.objects.get(serial=serial).pk)


def place(serial: str) -> str:
    """Where it is."""
    standing = the(serial).standing
    assert standing is not None
    return str(standing.place)


def assigned(house: House, about: str = "movement:1", **more: str) -> Blank:
    """A bachelor's diploma set aside."""
    return blanks.assign(actor=house.dilnoza, kind="bachelor", about=about, **more)


def issued(house: House, about: str = "movement:1", on: date | None = None) -> Blank:
    """One that was handed out today."""
    blank = assigned(house, about, holder="Qodirova Aziza")
    return blanks.issue(actor=house.dilnoza, blank_id=blank.pk, to="Qodirova Aziza", on=on or clock.today())


def spoiled(house: House, about: str = "movement:1") -> Blank:
    """One that was assigned and spoiled."""
    blank = assigned(house, about)
    return blanks.spoil(actor=house.dilnoza, blank_id=blank.pk, words="Siyoh toʻkildi")
