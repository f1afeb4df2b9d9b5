"""The register of diplomas in the demo, duplicates at every step, and letters that ask whether a diploma is genuine."""

from __future__ import annotations

import csv
import io
from random import Random
from typing import Any

from journal import clock
from movements import actions
from movements.composing import compose
from movements.correspondence import actions as letters
from movements.fees.account import account_of
from movements.fees.actions import record_payment
from movements.models import Movement
from orders import actions as orders
from permissions.actions import create_person
from students.models import Diploma, StudyList
from students.study_importing import import_files
from workflow_site.demo.cast import Cast
from workflow_site.demo.leaves import attach_papers
from workflow_site.demo.names import draw_name
from workflow_site.demo.stage import Story

KIND = "duplicate_diploma"
# Year, code and name of the programme as then printed, degree, series of the diploma.
YEARS = (
    (1996, "", "Noorganik moddalar kimyoviy texnologiyasi", "mutaxassis", "УВ"),
    (1998, "", "Органик моддалар кимёвий технологияси", "mutaxassis", "УВ"),
    (2004, "5522400", "Kimyoviy texnologiya", "bakalavr", "B"),
    (2012, "5321000", "Oziq-ovqat texnologiyasi", "bakalavr", "B"),
    (2019, "5320400", "Kimyoviy texnologiya", "bakalavr", "B"),
    (2023, "60710100", "Kimyoviy texnologiya (turlari boʻyicha)", "bakalavr", "B"),
    (2025, "70710101", "Kimyoviy texnologiya", "magistr", "M"),
)
A_YEAR = 45
# Where each case stands, and so many working days ago it was filed.
STORIES = (
    ("draft", 2), ("office_check", 2), ("correction", 4), ("payment", 5), ("order", 6), ("ordered", 7),
    ("overdue", 9), ("withdrawn", 3), ("ready", 6), ("printing", 6), ("handing_over", 8),
    ("granted", 12), ("refused", 9),
)  # fmt: skip
GRADUATED = 2019
LETTERS: tuple[dict[str, Any], ...] = (
    {"correspondent": "d_arxiv", "sender": "d-arxiv elektron arxivi", "letter_number": "DA-1182", "back": 14},
    {"correspondent": "embassy", "sender": "Germaniya elchixonasi", "letter_number": "RK-516/26", "back": 6},
    {"correspondent": "employer", "sender": "“Maxam-Chirchiq” AJ", "letter_number": "04/771", "back": 9},
    {"correspondent": "ott", "sender": "OTT mehnat bazasi", "letter_number": "OTT-2207", "back": 3},
)


def stand(cast: Cast) -> None:
    """Put register, cases and letters on the stage."""
    cast.stage.add(_register(cast))
    for place, (to, back) in enumerate(STORIES):
        cast.stage.add(_case(cast, place, to, back))
    cast.stage.add(_letters(cast))


def _register(cast: Cast) -> Story[None]:
    """The old registers, imported as the office would."""
    yield cast.stage.day(23, 11)
    import_files(
        actor=cast.staff["registrar"], kind=StudyList.Kind.DIPLOMAS, files=[("diplomlar.csv", register_csv(cast.lot))]
    )


def register_csv(lot: Random) -> bytes:
    """Some hundred diplomas; those of the first years under names in Cyrillic."""
    written = io.StringIO()
    sheet: Any = None
    for year, code, programme, degree, series in YEARS:
        for nth in range(A_YEAR):
            name = draw_name(lot)
            row = {
                "number": f"{series} № {year % 100:02}{4000 + nth}", "supplement": f"{year % 100:02}{4000 + nth}",
                "register_number": f"{nth + 1}/{year}", "registered_on": f"{year}-07-0{1 + nth % 5}",
                "name": f"{name.surname} {name.given_name} {name.patronymic}",
                "born_on": f"{year - 22}-0{1 + nth % 9}-1{nth % 9}", "programme_code": code, "programme": programme,
                "qualification": "Muhandis-texnolog", "degree": degree,
                "form": "sirtqi" if nth % 6 == 0 else "kunduzgi",
                "language": "rus" if nth % 7 == 0 else "oʻzbek",
                "admitted_in": year - (2 if degree == "magistr" else 4),
                "graduated_in": year, "honours": "ha" if nth % 11 == 0 else "yoʻq",
                "decided_on": f"{year}-06-2{nth % 5}", "order_number": f"{70 + year % 20}-T",
                "order_date": f"{year}-06-30",
            }  # fmt: skip
            if sheet is None:
                sheet = csv.DictWriter(written, list(row))
                sheet.writeheader()
            sheet.writerow(row)
    return written.getvalue().encode()


def _case(cast: Cast, place: int, to: str, back: int) -> Story[None]:
    """A graduate of 2019, with a diploma without honours, up to where the story wants."""
    day, minute = cast.stage.day, 2 + 4 * place
    yield day(back, 9, minute)
    ordinary = Diploma.objects.filter(graduated_in=GRADUATED, honours=False, kind=Diploma.Kind.ORIGINAL)
    entry = ordinary.order_by("pk")[place]
    surname, given_name, *rest = entry.name.split(" ")
    person = create_person(
        surname=surname, given_name=given_name, patronymic=" ".join(rest), born_on=entry.born_on,
        passport=f"AB{7100000 + place}", language="uz",
    )  # fmt: skip
    stated = {
        "document": "diploma", "ground": "lost", "issued_by": "ours", "graduated_in": GRADUATED,
        "number": "" if place % 3 else entry.number, "delivery": "in_person", "circumstances": "Koʻchishda yoʻqolgan.",
    }  # fmt: skip
    draft = actions.start_draft(actor=person, kind=KIND, student=None, stated=stated)
    if to == "draft":
        return
    attach_papers(draft)
    movement = actions.file(actor=person, movement_id=draft.pk)
    if to == "withdrawn":
        yield day(back, 12, minute)
        actions.withdraw(actor=person, movement_id=movement.pk, grounds="Diplomim topildi.")
    elif to not in ("office_check", "overdue"):
        yield from _found(cast, movement, entry, to, back, minute)


def _found(cast: Cast, movement: Movement, entry: Diploma, to: str, back: int, minute: int) -> Story[None]:
    yield cast.stage.day(back, 14, minute)
    said: dict[str, Any] = {"actor": cast.staff["registrar"], "movement_id": movement.pk}
    if to in ("correction", "refused"):
        words = "Diplom raqamini yoki bitirgan yilni aniqlang: reestrda bunday yozuv yoʻq."
        verdict = "return" if to == "correction" else "refuse"
        actions.decide(**said, verdict=verdict, ground="other", words=words)
        return
    actions.decide(**said, verdict="approve", added={"entry": f"diploma:{entry.key}", "identity": True})
    if to == "payment":
        return
    yield cast.stage.day(back - 1, 10, minute)
    record_payment(
        actor=cast.staff["accountant"], movement_id=movement.pk, amount=account_of(movement.pk, "payment").left,
        paid_on=clock.today(), document=f"D-{movement.pk}",
    )  # fmt: skip
    if to != "order":
        yield from _ordered(cast, movement, to, back, minute)


def _ordered(cast: Cast, movement: Movement, to: str, back: int, minute: int) -> Story[None]:
    registrar, day = cast.staff["registrar"], cast.stage.day
    yield day(back - 1, 14, minute)
    [order] = compose(actor=registrar, kind=KIND, movement_ids=[movement.pk])
    if to == "ordered":
        return
    orders.send(actor=registrar, order_id=order.pk)
    yield day(back - 2, 10, minute)
    orders.endorse(actor=cast.staff["lawyer"], order_id=order.pk)
    if to == "ready":
        return
    orders.sign(actor=cast.staff["rector"], order_id=order.pk)
    if to == "printing":
        return
    yield day(back - 3, 11, minute)
    said: dict[str, Any] = {"actor": registrar, "movement_id": movement.pk, "verdict": "approve"}
    actions.decide(**said, added={"diploma_blank": "bachelor"})
    if to == "handing_over":
        return
    yield day(back - 4, 15, minute)
    received = {"way": "in_person", "handed_on": clock.today().isoformat(), "received_by": movement.applicant.full_name}
    actions.decide(**said, added=received)


def _letters(cast: Cast) -> Story[None]:
    """One overdue, two answered, one open; and one the office has sent."""
    registrar = cast.staff["registrar"]
    for place, letter in sorted(enumerate(LETTERS), key=lambda one: -one[1]["back"]):
        yield cast.stage.day(letter["back"], 16, place)
        entry = Diploma.objects.filter(graduated_in=1998).order_by("pk")[place]
        known = place != 2
        made = letters.register(actor=registrar, values={
            **{name: said for name, said in letter.items() if name != "back"}, "direction": "incoming",
            "letter_date": clock.today(), "received_on": clock.today(),
            "asked_number": entry.number if known else "A № 000001",
            "asked_name": entry.name if known else "Nomaʼlum shaxs",
            "asked": "Ushbu diplom institut tomonidan berilganmi?", "diploma": entry if known else None,
        })  # fmt: skip
        if place in (1, 2):
            yield cast.stage.day(letter["back"] - 2, 16, 30 + place)
            verdict = "authentic" if known else "not_found"
            letters.answer(actor=registrar, inquiry_id=made.pk, verdict=verdict, words="", diploma=made.diploma)
    yield cast.stage.day(2, 16)
    letters.register(actor=registrar, values={
        "direction": "outgoing", "correspondent": "institution", "sender": "Toshkent politexnika instituti arxivi",
        "letter_number": "01-11/902", "letter_date": clock.today(), "received_on": clock.today(),
        "asked_name": "Каримов Шерзод Бахтиёрович", "asked": "1991-yilgi bitiruvchilar reestridan nusxa.",
    })  # fmt: skip
