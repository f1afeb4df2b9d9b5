"""What the pages show of a clearance, and the forms on them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from movements.clearances import actions as clearing
from movements.models import Attachment
from tests.clearances.leaving import at_clearance, clear, scan, states
from tests.journey import signed_in
from tests.people import House

pytestmark = pytest.mark.usefixtures("summer")


def page(login: str, pk: int) -> str:
    answer = signed_in(login).get(f"/cases/{pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_tracker_says_how_each_office_stands(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.murod, movement_id=movement.pk, words="14-xona kaliti.")
    clear(house, movement, "librarian")
    shown = page("aziza", movement.pk)
    for words in (
        "Kutubxona: tasdiqladi",
        "Talabalar turar joyi: hali yoʻq; arizachini kutmoqda",
        "Buxgalter: 18.07.2026 gacha kutilmoqda",
    ):
        assert words in shown, words
    assert "14-xona kaliti." in shown


def test_an_office_clears_and_objects_on_the_page(house: House) -> None:
    movement = at_clearance(house)
    library = signed_in("zuhra")
    refused = library.post(f"/cases/{movement.pk}/", {"act": "object", "office": "librarian", "words": ""})
    assert refused.status_code == 422
    sent = {"act": "object", "office": "librarian", "words": "Kitob qaytarilmagan."}
    assert library.post(f"/cases/{movement.pk}/", sent).status_code == 302
    assert states(movement)["librarian"] == "owed"
    assert library.post(f"/cases/{movement.pk}/", {"act": "clear", "office": "librarian"}).status_code == 302
    assert states(movement)["librarian"] == "cleared"


def test_the_applicant_says_that_it_is_settled_with_a_paper(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob qaytarilmagan.")
    aziza = signed_in("aziza")
    sent = {"act": "settled", "office": "librarian", "words": "Topshirdim.", "proof": scan()}
    assert aziza.post(f"/cases/{movement.pk}/", sent).status_code == 302
    assert states(movement)["librarian"] == "asked"
    assert Attachment.objects.filter(movement=movement, kind="clearance_proof").count() == 1
    assert "Topshirdim." in page("zuhra", movement.pk)


def test_a_wrong_paper_is_refused_and_nothing_has_changed(house: House) -> None:
    movement = at_clearance(house)
    clearing.object(actor=house.zuhra, movement_id=movement.pk, words="Kitob qaytarilmagan.")
    bad = SimpleUploadedFile("xat.txt", b"salom")
    sent = {"act": "settled", "office": "librarian", "words": "Topshirdim.", "proof": bad}
    answer = signed_in("aziza").post(f"/cases/{movement.pk}/", sent)
    assert answer.status_code == 422
    assert "Topshirdim." in answer.content.decode()
    assert states(movement)["librarian"] == "owed"


def test_who_is_not_asked_has_no_buttons(house: House) -> None:
    movement = clear(house, at_clearance(house), "librarian")
    for login in ("zuhra", "dilnoza", "aziza"):
        assert 'value="clear"' not in page(login, movement.pk)
    assert 'value="clear"' in page("murod", movement.pk)


def test_the_desk_of_an_office_shows_its_clearances(house: House) -> None:
    movement = at_clearance(house)
    assert f"/cases/{movement.pk}/" in signed_in("zuhra").get("/").content.decode()
    clear(house, movement, "librarian")
    assert f"/cases/{movement.pk}/" not in signed_in("zuhra").get("/").content.decode()
    assert "talabalar turar joyi, buxgalter" in signed_in("dilnoza").get("/cases/").content.decode().lower()


def test_afterwards_the_page_says_who_cleared_and_when(house: House) -> None:
    movement = clear(house, at_clearance(house), "librarian", "dormitory", "accountant")
    shown = page("aziza", movement.pk)
    for words in ("Ismoilova Zuhra, 16.07.2026", "Sobirov Murod, 16.07.2026", "Saidova Gulnora, 16.07.2026"):
        assert words in shown, words
