"""What the tests of the ledger do again and again."""

from __future__ import annotations

from datetime import date

from journal import clock
from orders import blanks
from orders.blank_models import Blank, BlankBatch, BlankDestruction
from orders.stocktaking_models import Stocktaking
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


MEMBERS = [
    {"name": "Rahimov H.", "post": "Oʻquv ishlari boʻyicha prorektor"},
    {"name": "Saidova G.", "post": "Bosh hisobchi"},
    {"name": "Nazarov F.", "post": "Yuriskonsult"},
]
BASIS = "12.11.2026-yildagi 77-sonli buyruq"


def drawn(house: House, serials: str) -> BlankDestruction:
    """An act of destruction that waits for the head."""
    return blanks.draw_destruction(actor=house.dilnoza, serials=serials, basis=BASIS, members=MEMBERS)


def opened(house: House, kind: str = "", as_of: date | None = None) -> Stocktaking:
    """A stocktaking of today."""
    day = as_of or clock.today()
    return blanks.open_stocktaking(actor=house.dilnoza, as_of=day, basis=BASIS, members=MEMBERS, kind=kind)


def counted(house: House, row: Stocktaking, serials: str, condition: str = "clean", kind: str = "bachelor") -> None:
    """Serials the commission has in its hands."""
    blanks.count_blanks(actor=house.dilnoza, stocktaking_id=row.pk, kind=kind, serials=serials, condition=condition)


def explained(house: House, row: Stocktaking, serials: str, number: str = "5") -> None:
    """An act that explains what differs."""
    blanks.explain(
        actor=house.dilnoza, stocktaking_id=row.pk, serials=serials, number=number, on=clock.today(),
        words="Seyf almashtirilganda adashgan",
    )  # fmt: skip


def closed(house: House, row: Stocktaking) -> Stocktaking:
    """The stocktaking, closed."""
    return blanks.close_stocktaking(actor=house.dilnoza, stocktaking_id=row.pk)
