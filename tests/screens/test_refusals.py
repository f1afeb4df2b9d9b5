"""What the pages say when something is not done: in words, on the page where it was tried, with its status."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from journal.models import Event
from movements import actions
from movements.models import Attachment, Movement
from orders.models import Order
from tests.journey import signed_in
from tests.people import House, enrol
from tests.screens.cases import composed, filed, returned, stated
from tests.uploads import pdf


def test_the_dean_of_another_faculty_finds_nothing_anywhere(house: House) -> None:
    order = composed(house)
    movement = Movement.objects.get()
    paper = movement.attachments.get()
    jasur = signed_in("jasur")
    number = house.students["aziza"].number
    addresses = [f"/cases/{movement.pk}/", f"/papers/{paper.pk}/", f"/students/{number}/", f"/orders/{order.pk}/"]
    addresses += [f"/orders/{order.pk}/progress/", f"/orders/{order.pk}/document.pdf", "/orders/compose/"]
    assert {address: jasur.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    assert jasur.post(f"/cases/{movement.pk}/", {"act": "approve"}).status_code == 404
    assert jasur.post(f"/orders/{order.pk}/", {"act": "send"}).status_code == 404
    assert "Qodirova" not in jasur.get("/cases/").content.decode()


def test_absent_and_forbidden_are_told_alike(house: House) -> None:
    movement = filed(house)
    jasur = signed_in("jasur")
    forbidden, absent = jasur.get(f"/cases/{movement.pk}/"), jasur.get("/cases/999999/")
    same = [page.content.decode().split("<main")[1] for page in (forbidden, absent)]
    assert same[0] == same[1]


def test_a_return_without_a_ground_is_shown_at_the_field_and_keeps_the_words(house: House) -> None:
    movement = filed(house)
    response = signed_in("botir").post(f"/cases/{movement.pk}/", {"act": "return", "words": "Sana yoʻq."})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Sana yoʻq." in html
    assert 'href="#return_ground"' in html


def test_who_comes_second_is_told_who_was_first(house: House) -> None:
    movement = filed(house)
    actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
    response = signed_in("botir").post(f"/cases/{movement.pk}/", {"act": "approve"})
    assert response.status_code == 409


def test_a_double_click_decides_once_and_shows_no_fault(house: House) -> None:
    movement = filed(house)
    botir = signed_in("botir")
    answers = [botir.post(f"/cases/{movement.pk}/", {"act": "approve", "once": "a1"}).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Event.objects.filter(chain=movement.chain, act="approve").count() == 1


def test_a_file_that_is_no_paper_is_told_at_its_field(house: House) -> None:
    movement = actions.start_draft(
        actor=house.aziza, kind="academic_leave", student=house.students["aziza"], stated=stated()
    )
    wrong = SimpleUploadedFile("xulosa.pdf", b"not a paper", content_type="application/pdf")
    response = signed_in("aziza").post(
        f"/cases/{movement.pk}/", {"act": "save", **stated(), "paper_medical_conclusion": wrong}
    )
    assert response.status_code == 422
    assert 'id="id_paper_medical_conclusion_error"' in response.content.decode()


def test_a_refused_filing_keeps_the_answers_and_the_paper_of_the_draft(house: House) -> None:
    movement = actions.start_draft(actor=house.aziza, kind="academic_leave", student=house.students["aziza"], stated={})
    address = f"/cases/{movement.pk}/"
    said = {**stated(), "starts_on": ""}
    response = signed_in("aziza").post(
        address, {"act": "file", "once": "a1", **said, "paper_medical_conclusion": pdf()}
    )
    assert response.status_code == 422
    movement.refresh_from_db()
    assert (movement.state, movement.stated["ends_on"]) == ("draft", said["ends_on"])
    assert [one.kind for one in Attachment.objects.filter(movement=movement)] == ["medical_conclusion"]


def test_a_draft_is_not_kept_for_who_may_not_write_it(house: House) -> None:
    movement = actions.start_draft(actor=house.aziza, kind="academic_leave", student=house.students["aziza"], stated={})
    assert signed_in("botir").post(f"/cases/{movement.pk}/", {"act": "file", **stated()}).status_code == 404
    movement.refresh_from_db()
    assert movement.stated == {}


def test_text_typed_into_a_returned_case_is_kept_while_papers_are_attached(house: House) -> None:
    movement = returned(house)
    aziza = signed_in("aziza")
    address = f"/cases/{movement.pk}/"
    assert aziza.post(address, {"act": "save", **stated(), "explanation": "Hali yubormadim"}).status_code == 302
    assert "Hali yubormadim" in aziza.get(address).content.decode()
    movement.refresh_from_db()
    assert "explanation" not in movement.stated


def test_a_declined_visa_is_read_by_the_registrar(house: House) -> None:
    order = composed(house)
    dilnoza, farrux = signed_in("dilnoza"), signed_in("farrux")
    address = f"/orders/{order.pk}/"
    dilnoza.post(address, {"act": "send"})
    assert farrux.post(address, {"act": "decline", "grounds": ""}).status_code == 422
    assert farrux.post(address, {"act": "decline", "grounds": "Asosda xato bor."}).status_code == 302
    assert "Asosda xato bor." in dilnoza.get(address).content.decode()
    assert str(Order.objects.get(pk=order.pk).state) == "draft"


def test_a_fault_has_a_number_which_the_log_has_too(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise RuntimeError("made by the test")

    monkeypatch.setattr("workflow_site.views.queries.inbox", fail)
    client = signed_in("botir")
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    number = next(record.args[0] for record in caplog.records if record.name == "harakat.faults")
    assert str(number) in response.content.decode()


def test_a_form_whose_token_has_grown_old_is_explained(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/language/", {"language": "ru"})
    assert response.status_code == 403
    assert "Sahifa eskirib qolgan" in response.content.decode()


@pytest.mark.parametrize(
    ("login", "address", "most"),
    [("botir", "/", 8), ("hamid", "/", 8), ("dilnoza", "/", 8), ("dilnoza", "/cases/", 9), ("botir", "/students/", 8)],
)
def test_a_list_costs_the_same_with_one_row_and_with_three(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries, login: str, address: str, most: int
) -> None:
    client, counted = signed_in(login), []
    for new in ("aziza", "malika", "nodira"):
        if new not in house.students:
            enrol(house, new, "Aliyeva", new.title(), "chemistry", f"33725110001{len(counted)}")
        movement = filed(house, new)
        if login == "hamid":
            actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")
        with django_assert_max_num_queries(most) as context:
            assert client.get(address).status_code == 200
        counted.append(len(context))
    assert counted[0] == counted[2]
