"""A graduate of 1998 without account gets a duplicate, through the pages; and the office files for one who cannot."""

from __future__ import annotations

import pytest
from django.test import Client

from journal import clock
from journal.verification import verify_all
from movements.fees.account import account_of
from movements.models import Movement
from permissions.models import Person
from students import diplomas
from students.models import Diploma
from tests.blanks.keeping import received
from tests.guests import last_code, pinfl
from tests.journey import carry_into_force, decide, order_of, press, signed_in
from tests.people import House
from tests.students.registers import entered
from tests.uploads import pdf

SHERZOD = {
    "surname": "Karimov", "given_name": "Sherzod", "patronymic": "Baxtiyorovich", "born_on": "1976-04-11",
    "pinfl": pinfl("3110476570012"), "email": "sherzod@pochta.example", "phone": "+998 90 111 22 33",
}  # fmt: skip
WHO = "/apply/duplicate_diploma/who/"
STATED = {
    "document": "both", "ground": "lost", "issued_by": "ours", "graduated_in": "1998", "delivery": "in_person",
    "circumstances": "Koʻchishda yoʻqolgan.",
}  # fmt: skip


def came_in(**said: str) -> Client:
    """A browser in which Sherzod has entered the code."""
    guest = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert press(guest, WHO, **{**SHERZOD, **said}) == "/apply/code/"
    assert press(guest, "/apply/code/", code=last_code()) == "/apply/duplicate_diploma/"
    return guest


def found_paid_and_ordered(registrar: Client, movement: Movement, entry: Diploma) -> None:
    """The office, the accountant, the lawyer and the rector press their buttons."""
    decide(registrar, movement, "approve", entry=f"diploma:{entry.key}", identity="on")
    assert movement.step == "payment"
    left = account_of(movement.pk, "payment").left
    press(
        signed_in("gulnora"), f"/cases/{movement.pk}/fee/", act="payment", amount=str(left), document="PT-1",
        paid_on=clock.today().isoformat(),
    )  # fmt: skip
    movement.refresh_from_db()
    assert movement.step == "order"
    order = carry_into_force(order_of(registrar, movement), registrar, (signed_in("farrux"),), signed_in("erkin"))
    assert order.state == "in_force"
    movement.refresh_from_db()


@pytest.mark.journey
def test_a_graduate_of_1998_without_account_gets_a_duplicate_through_the_pages(house: House, seal: None) -> None:
    entry = entered(name="Каримов Шерзод Бахтиёрович")
    for kind in ("bachelor", "bachelor_supplement"):
        received(house, kind=kind, series="B" if kind == "bachelor" else "BS")
    assert WHO in Client().get("/apply/").content.decode()
    guest = came_in()
    case = press(guest, "/apply/duplicate_diploma/")
    papers = {"paper_passport": pdf(), "paper_statement_of_loss": pdf("ariza.pdf")}
    press(guest, case, act="save", **STATED, **papers)
    press(guest, case, act="file", **STATED)
    movement = Movement.objects.get(kind="duplicate_diploma")
    assert (movement.student, movement.unit, movement.step) == (None, house.institute, "office_check")

    registrar = signed_in("dilnoza")
    page = registrar.get(f"/cases/{movement.pk}/").content.decode()
    assert "Каримов Шерзод Бахтиёрович" in page  # found by the name in the other script, without a number
    found_paid_and_ordered(registrar, movement, entry)
    decide(registrar, movement, "approve", diploma_blank="bachelor", supplement_blank="bachelor_supplement")
    press(registrar, f"/cases/{movement.pk}/", act="spoil", serial="B 0000001", words="Siyoh toʻkildi.")
    decide(registrar, movement, "approve", diploma_blank="bachelor", supplement_blank="bachelor_supplement")
    today = clock.today().isoformat()
    decide(registrar, movement, "approve", way="in_person", handed_on=today, received_by="Karimov Sherzod")
    assert (movement.state, Diploma.objects.get(kind="duplicate").number) == ("granted", "B 0000002")
    assert "B 0000002" in registrar.get(f"/diplomas/{entry.pk}/").content.decode()
    assert guest.get(case).status_code == 200 and verify_all() == []


def test_the_code_goes_to_the_contact_the_register_has_and_not_to_a_strangers(house: House, mailoutbox: list) -> None:
    entry = entered(contact="sherzod@eski.example")
    stranger = Client(HTTP_ACCEPT_LANGUAGE="en")
    press(stranger, WHO, **{**SHERZOD, "email": "begona@pochta.example"})
    last_code()
    assert [mail.to for mail in mailoutbox] == [["sherzod@eski.example"]]
    page = stranger.get("/apply/code/").content.decode()
    assert "sherzod@eski" not in page and "begona@pochta.example" in page
    assert entry.contact == "sherzod@eski.example"


def test_a_contact_that_is_known_is_no_way_round_by_another_kind(house: House, mailoutbox: list) -> None:
    entered(name="Каримов Шерзод Бахтиёрович", contact="sherzod@eski.example")
    said = {**SHERZOD, "email": "begona@pochta.example", "surname_cyrl": "Каримов", "given_name_cyrl": "Шерзод"}
    press(Client(HTTP_ACCEPT_LANGUAGE="en"), "/apply/transfer_in/who/", **said)
    last_code()
    assert [mail.to for mail in mailoutbox] == [["sherzod@eski.example"]]


def test_whose_contact_nobody_knows_gets_the_code_where_they_typed_it(house: House, mailoutbox: list) -> None:
    entered(born_on="1975-01-01", contact="boshqa@pochta.example")
    came_in()
    assert [mail.to for mail in mailoutbox] == [["sherzod@pochta.example"]]


@pytest.mark.journey
def test_the_office_files_for_a_graduate_unknown_to_the_system_with_the_paper_request_attached(house: House) -> None:
    diplomas.enter_from_paper(actor=house.dilnoza, values={
        "number": "B № 123456", "register_number": "417", "name": "Karimov Sherzod", "programme": "Kimyo",
        "degree": "specialist", "form": "11", "graduated_in": 1998,
    })  # fmt: skip
    dean, registrar = signed_in("hamid"), signed_in("dilnoza")
    assert dean.get("/file-for/duplicate_diploma/").status_code == 404
    assert "duplicate_diploma" in registrar.get("/file-for/").content.decode()
    without_mail = {name: said for name, said in SHERZOD.items() if name not in ("email", "phone")}
    case = press(registrar, "/file-for/duplicate_diploma/", once="a", **without_mail)
    papers = {"paper_passport": pdf(), "paper_statement_of_loss": pdf("a.pdf"), "paper_application_scan": pdf("b.pdf")}
    press(registrar, case, act="save", **STATED, **papers)
    press(registrar, case, act="file", **STATED)
    movement = Movement.objects.get()
    assert (movement.filed_by, movement.step) == (house.dilnoza, "office_check")
    assert Person.objects.get(pk=movement.applicant_id).full_name == "Karimov Sherzod Baxtiyorovich"
