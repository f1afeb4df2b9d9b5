"""The small institute with something on every page: cases at each kind of step, an order in force, minutes, a merge."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from journal import clock
from movements import actions
from movements.calendar.actions import open_years_ahead
from movements.composing import compose
from movements.correspondence import actions as inquiries
from movements.fees import actions as fee_actions
from movements.fees.importing import apply, upload
from movements.models import Movement
from orders import actions as orders
from permissions.actions import create_person
from permissions.actions.merging import merge
from students.price_judging import CONTRACT_HEADINGS, PRICE_HEADINGS
from students.study_importing import import_files
from tests.blanks import keeping as blanks
from tests.fees.paying import asked, pay
from tests.flows.walking.plans import PLANS
from tests.guests import NODIRA, come_in
from tests.journey import press, signed_in
from tests.movements import differing
from tests.movements.changing_group import at
from tests.people import House, enrol
from tests.retakes import owing
from tests.screens.cases import approved, composed, filed
from tests.sittings.board import applied, attended, called, open_commission, prepared
from tests.sittings.board import signed as sat
from tests.students import studies
from tests.students.registers import entered
from tests.uploads import pdf
from tests.work import do_all_jobs

BANK = """document;paid_on;amount;payer;purpose
551;20.11.2026;1 500,00;Qodirova Aziza;Qayta oʻqish uchun, {case}
552;20.11.2026;900,00;Gʻaniyev Sardor Anvar oʻgʻli;Oʻqish uchun toʻlov
553;32.11.2026;900,00;;
"""


def furnished(house: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    """Fill every list; gives a signed-in browser of everybody who has one, the guest's too."""
    open_years_ahead()
    open_commission(house)
    in_force(house)
    refused(house)
    enrol(house, "malika", "Nurova", "Malika", "chemistry", "337251100078")
    compose(actor=house.dilnoza, kind="academic_leave", movement_ids=[approved(house, "malika").pk])
    sittings(house)
    difference(house, monkeypatch)
    everything_stated(house)
    merging(house)
    ledger(house)
    fees(house)
    retakes(house)
    letters(house)
    do_all_jobs()
    guest = guest_with_case()
    do_all_jobs()
    return {**{login: signed_in(login) for login in house.people}, "guest": guest}


def in_force(house: House) -> None:
    """Aziza is on leave."""
    order = composed(house)
    orders.send(actor=house.dilnoza, order_id=order.pk)
    for person in (house.farrux, house.gulnora):
        orders.endorse(actor=person, order_id=order.pk)
    orders.sign(actor=house.erkin, order_id=order.pk)
    do_all_jobs()


def refused(house: House) -> None:
    """Sardor was refused with a letter, and has filed again: that waits for his dean."""
    movement = filed(house, "sardor")
    words = "Hujjatda koʻrsatilgan kunlar arizadagi kunlarga toʻgʻri kelmaydi."
    actions.decide(actor=house.jasur, movement_id=movement.pk, verdict="refuse", ground="other", words=words)
    filed(house, "sardor")


def sittings(house: House) -> None:
    """One minuted, one at work, one called, one being prepared, and a case that waits for one."""
    for step in (sat, attended, called, prepared):
        step(house, applied(house, f"{step.__name__}a"), applied(house, f"{step.__name__}b"))
    applied(house, "kutuvchi")


def difference(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lola's case with an academic difference, at the registrar's; and a list that was looked at and not imported."""
    enrol(house, "lola", "Rahmonova", "Lola", "chemistry", "337251100077")
    differing.with_numbers(monkeypatch)
    differing.with_lists(house)
    number = house.students["lola"].number
    own = [studies.hemis_result(place, subject, number) for place, subject in enumerate(differing.PASSED, 11)]
    import_files(actor=None, kind="results", files=[("natija.json", studies.packed(own))])
    differing.filed(house, "lola")
    rows = studies.csv_of(studies.curriculum_rows())
    press(signed_in("dilnoza"), "/curricula/", kind="curricula", file=SimpleUploadedFile("reja.csv", rows))


def everything_stated(house: House) -> None:
    """A draft of every movement a student of ours can ask for, each of another student."""
    for number, (kind, plan) in enumerate(sorted(PLANS.items())):
        if plan.standing != "studying" or kind == "academic_leave":
            continue
        login = f"ariza{number}"
        student = enrol(house, login, "Yoʻldosheva", login.capitalize(), "chemistry", f"33725115{number:04}")
        draft = actions.start_draft(actor=student.person, kind=kind, student=student, stated=plan.stated)
        for paper in plan.papers:
            actions.attach(actor=student.person, movement_id=draft.pk, kind=paper, upload=pdf())


def retakes(house: House) -> None:
    """One waits for the group, one stands in a group that forms, one waits for the order."""
    owing.priced(house)
    for login in ("qarzdor1", "qarzdor2", "qarzdor3"):
        owing.indebted(house, login)
    owing.waiting(house, "qarzdor1", subjects=[owing.MATHS])
    forming = owing.waiting(house, "qarzdor2", subjects=[owing.MATHS])
    with at(owing.GROUPED):
        owing.group_of(house, "om1103", forming, formed=False)
    owing.grouped(house, "qarzdor3")


def merging(house: House) -> None:
    """Two rows of Olim are one human being by now; Nodira's are compared."""
    rows = [create_person(surname="Sobirov", given_name="Olim", born_on=date(1990, 5, 1)) for _ in range(2)]
    merge(actor=house.dilnoza, kept_id=rows[0].pk, absorbed_id=rows[1].pk, reason="Pasport solishtirildi.")
    create_person(surname="Sobirova", given_name="Nodira", pinfl=NODIRA["pinfl"])


def ledger(house: House) -> None:
    """Blanks in several places, an act of destruction that waits, a stocktaking closed and one open."""
    blanks.received(house)
    blanks.issued(house)
    blanks.drawn(house, blanks.spoiled(house, "movement:2").serial)
    blanks.spoiled(house, "movement:3")
    count = blanks.opened(house, "bachelor")
    blanks.counted(house, count, "AB 0000004")
    blanks.counted(house, count, "AB 0000002-0000003", "spoiled")
    blanks.explained(house, count, "AB 0000005")
    blanks.closed(house, count)
    blanks.counted(house, blanks.opened(house), "AB 0000004")


def fees(house: House) -> None:
    """A fee paid in part and partly remitted, a payment taken back, a file with a line nobody can match."""
    for kind, rows in (
        ("prices", f"{','.join(PRICE_HEADINGS)}\n60710100,11,2,210-sonli buyruq,12000000.50,2026-07-01,\n"),
        ("contracts", f"{','.join(CONTRACT_HEADINGS)}\n337251100001,,Q-1207,2026-09-05,11500000,2026-09-05,\n"),
    ):
        import_files(actor=house.gulnora, kind=kind, files=[(f"{kind}.csv", rows.encode())])
    movement = asked(house, "tolovchi", credits="3.5", extra="100000.33")
    exempt = {"ground": "orphan", "note": "Chin yetim", "paper": "45-sonli guvohnoma"}
    pay(house, movement, "1000.50", "101")
    wrong = pay(house, movement, "7", "102")
    fee_actions.take_back_payment(actor=house.gulnora, payment_id=wrong.pk, note="Boshqa talabaniki")
    fee_actions.exempt(actor=house.gulnora, movement_id=movement.pk, amount="250000", **exempt)
    looked_at = upload(actor=house.gulnora, name="bank.csv", content=BANK.format(case=movement).encode())
    apply(actor=house.gulnora, file_id=looked_at.pk)
    upload(actor=house.gulnora, name="bank-2.csv", content=BANK.format(case=movement).replace("55", "77").encode())


def guest_with_case() -> Client:
    """Nodira came in by a code and began."""
    guest, person = come_in("transfer_in")
    press(guest, "/apply/transfer_in/")
    assert Movement.objects.get(applicant=person).kind == "transfer_in"
    return guest


def letters(house: House) -> None:
    """A diploma of the register, and a letter with its scan that asks whether it is genuine."""
    today, diploma = clock.today(), entered()
    asking = {
        "direction": "incoming", "correspondent": "embassy", "sender": "Germaniya elchixonasi",
        "letter_number": "VB 12", "letter_date": today, "received_on": today, "diploma": diploma,
    }  # fmt: skip
    inquiries.register(actor=house.dilnoza, values=asking, upload=pdf())
