"""The ledger of blanks in the demo: batches, blanks issued, spoiled and destroyed, two acts and two stocktakings."""

from __future__ import annotations

from journal import clock
from orders import blanks
from orders.blank_kinds import BlankKind, Place
from orders.blank_models import Blank
from orders.blanks import queries
from orders.blanks.serials import read_range
from permissions.models import Person
from workflow_site.demo.cast import Cast
from workflow_site.demo.stage import Story

LOST = "BT 0733150"
# Kind, series, first and last number as they came.
BATCHES = (
    (BlankKind.BACHELOR, "B", "0412001", "0412120"),
    (BlankKind.BACHELOR_HONOURS, "BI", "0021501", "0021520"),
    (BlankKind.MASTER, "M", "0107301", "0107340"),
    (BlankKind.MASTER_HONOURS, "MI", "0009211", "0009218"),
    (BlankKind.BACHELOR_SUPPLEMENT, "BT", "0733001", "0733150"),
    (BlankKind.MASTER_SUPPLEMENT, "MT", "0210401", "0210450"),
    (BlankKind.ACADEMIC_CERTIFICATE, "AM", "0055101", "0055130"),
)
SUPPLIER = "“Davlat belgisi” davlat unitar korxonasi"
ORDER = "{day}-yildagi 214-K-sonli buyruq"
MEMBERS = (
    {"name": "Sobirov Anvar Rustamovich", "post": "Oʻquv ishlari boʻyicha prorektor"},
    {"name": "Hamidova Lola Baxtiyorovna", "post": "Bosh hisobchi"},
    {"name": "Egamov Ilhom Nazarovich", "post": "Arxiv mudiri"},
)
GRADUATES = (
    "Ismoilova Dilfuza Rahimovna", "Tursunov Jahongir Baxodirovich", "Yoʻldosheva Malika Gʻayratovna",
    "Xoliqov Sherzod Olimovich", "Qosimova Nigora Ulugʻbekovna", "Rasulov Temur Shavkatovich",
)  # fmt: skip


def stand(cast: Cast) -> None:
    """Put the ledger on the stage."""
    cast.stage.add(_ledger(cast))


def _ledger(cast: Cast) -> Story[None]:
    registrar, head = cast.staff["registrar"], cast.staff["head"]
    yield cast.stage.day(23, 10)
    for kind, series, first, last in BATCHES:
        blanks.receive_batch(
            actor=registrar, kind=kind, series=series, first=first, last=last, counted=int(last) - int(first) + 1,
            received_on=clock.today(), supplier=SUPPLIER, waybill=f"№ 318, {clock.today():%d.%m.%Y}",
        )  # fmt: skip
    yield cast.stage.day(20, 11)
    for name in GRADUATES:
        _issue(registrar, name)
    yield cast.stage.day(16, 15)
    spoiled = _spoil(registrar, BlankKind.BACHELOR, "Printer qogʻozni gʻijimladi.")
    _spoil(registrar, BlankKind.BACHELOR_SUPPLEMENT, "Fan nomi xato bosilgan.")
    yield cast.stage.day(13, 10)
    act = blanks.draw_destruction(actor=registrar, serials=spoiled.serial, basis=_order(), members=MEMBERS)
    yield cast.stage.day(12, 16)
    blanks.confirm_destruction(actor=head, destruction_id=act.pk)
    yield from _counted(cast, registrar)
    yield cast.stage.day(4, 11)
    spoiled = _spoil(registrar, BlankKind.MASTER, "Muhr notoʻgʻri joyga bosilgan.")
    blanks.draw_destruction(actor=registrar, serials=spoiled.serial, basis=_order(), members=MEMBERS)
    blanks.assign(actor=registrar, kind=BlankKind.ACADEMIC_CERTIFICATE, about="88-A", holder=GRADUATES[0])
    yield cast.stage.day(1, 15)
    row = blanks.open_stocktaking(
        actor=registrar, as_of=clock.today(), basis=_order(), members=MEMBERS, kind=BlankKind.BACHELOR_HONOURS
    )
    blanks.count_blanks(
        actor=registrar, stocktaking_id=row.pk, kind=BlankKind.BACHELOR_HONOURS, serials="BI 0021501-0021519"
    )


def _counted(cast: Cast, registrar: Person) -> Story[None]:
    """Everything was counted; one supplement lay elsewhere, and an act says so."""
    yield cast.stage.day(8, 9)
    row = blanks.open_stocktaking(
        actor=registrar, as_of=clock.today(), basis=_order(), members=MEMBERS, kind=BlankKind.BACHELOR_SUPPLEMENT
    )
    for condition, serials in _lying().items():
        blanks.count_blanks(
            actor=registrar, stocktaking_id=row.pk, kind=BlankKind.BACHELOR_SUPPLEMENT, serials=serials,
            condition=condition,
        )  # fmt: skip
    yield cast.stage.day(7, 16)
    blanks.explain(
        actor=registrar, stocktaking_id=row.pk, serials=LOST, number="7", on=clock.today(),
        words="Varaq qabul qilingandan keyin topilmadi, moddiy javobgar shaxs tushuntirish xati berdi.",
    )  # fmt: skip
    blanks.close_stocktaking(actor=registrar, stocktaking_id=row.pk)


def _lying() -> dict[str, str]:
    """The supplements that lie in the safe, as the ledger has them, but for the lost one."""
    held = [one for one in queries.in_ranges([read_range("BT", "0733001", "0733150")]) if one.serial != LOST]
    places = {"clean": (Place.FREE, Place.ASSIGNED), "spoiled": (Place.SPOILED,)}
    return {
        condition: "\n".join(
            str(one).replace("–", "-")
            for one in queries.as_ranges([one for one in held if one.standing and one.standing.place in among])
        )
        for condition, among in places.items()
    }


def _issue(registrar: Person, name: str) -> None:
    """A diploma and its supplement, signed for by the graduate."""
    for kind in (BlankKind.BACHELOR, BlankKind.BACHELOR_SUPPLEMENT):
        blank = blanks.assign(actor=registrar, kind=kind, about=f"diplom: {name}"[:64], holder=name)
        blanks.issue(actor=registrar, blank_id=blank.pk, to=name, on=clock.today())


def _spoil(registrar: Person, kind: BlankKind, words: str) -> Blank:
    blank = blanks.assign(actor=registrar, kind=kind, about=f"diplom: {words}"[:64])
    return blanks.spoil(actor=registrar, blank_id=blank.pk, words=words)


def _order() -> str:
    return ORDER.format(day=f"{clock.today():%d.%m.%Y}")
