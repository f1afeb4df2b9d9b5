"""What anybody, and what each reader, gets to see of the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from orders import actions
from orders.models import Order
from orders.verification import public_record
from tests.orders.drafts import composed, endorsed, signed
from tests.people import PASSWORD, House
from tests.work import do_all_jobs

At = Callable[[str], None]


def client_of(login: str) -> Client:
    client = Client()
    assert client.login(username=login, password=PASSWORD)
    return client


def body(client: Client, order: Order) -> tuple[int, str, bytes]:
    answer = client.get(f"/orders/{order.pk}/document.pdf")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, answer.headers["Content-Type"], content


def test_the_public_record_says_number_date_and_state_and_names_nobody(
    house: House, sealing: Path, at: At, heard: object
) -> None:
    at("2026-11-23T09:00")
    order = signed(house, "aziza")
    assert public_record(order.code)["state"] == "signed"
    do_all_jobs()
    order.refresh_from_db()
    record = public_record(order.code)
    assert record == {
        "paper": "order",
        "institute": "Toshkent kimyo-texnologiya instituti",
        "title": "Akademik taʼtil berish toʻgʻrisida",
        "number": "1-T",
        "date": date(2026, 11, 23),
        "state": "in_force",
        "state_label": record["state_label"],
        "holds": True,
        "sha256": order.document.sha256,
        "point": None,
        "why": "",
    }


def test_the_code_may_be_typed_without_care(house: House) -> None:
    order = signed(house)
    assert public_record(order.code.lower().replace("-", " "))["number"] == "1-T"


def test_anybody_may_open_the_page_and_finds_no_name_on_it(house: House) -> None:
    order = signed(house, "aziza")
    answer = Client().get(f"/verify/{order.code}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1-T" in page
    assert not {word for word in ("Aziza", "Qodirova", "QODIROVA", "337251100001", "health") if word in page}


def test_an_unsigned_order_and_a_wrong_code_are_absent_alike(house: House) -> None:
    draft = endorsed(house, "aziza")
    answers = [Client().get(f"/verify/{code}") for code in (draft.code, "7K3MQ-9FTWX-2HBNE")]
    assert [answer.status_code for answer in answers] == [404, 404]
    actions.discard(actor=house.dilnoza, order_id=draft.pk, grounds="Xato")
    assert Client().get(f"/verify/{draft.code}").status_code == 404


def test_a_draft_is_shown_as_a_sheet_without_legal_force(house: House) -> None:
    order = composed(house, "aziza")
    for step in (None, actions.send):
        if step:
            step(actor=house.dilnoza, order_id=order.pk)
        status, kind, content = body(client_of("dilnoza"), order)
        assert (status, kind.split(";")[0]) == (200, "text/html")
        assert "QODIROVA Aziza" in content.decode()
        assert "Loyiha" in content.decode()


def test_the_stored_pdf_is_streamed_as_it_is(house: House, sealing: Path, heard: object) -> None:
    order = signed(house, "aziza")
    do_all_jobs()
    status, kind, content = body(client_of("dilnoza"), order)
    assert (status, kind) == (200, "application/pdf")
    assert content == Path(Order.objects.get(pk=order.pk).document.file.path).read_bytes()


@pytest.mark.parametrize(("login", "status"), [("aziza", 404), ("botir", 404), ("jasur", 404), ("farrux", 200)])
def test_the_paper_is_for_those_who_may_see_all_of_it(
    house: House, sealing: Path, at: At, heard: object, login: str, status: int
) -> None:
    at("2026-11-23T09:00")
    order = signed(house, "aziza", "sardor")
    do_all_jobs()
    assert body(client_of(login), order)[0] == status


@pytest.mark.parametrize(("login", "status"), [("aziza", 200), ("sardor", 404), ("botir", 200), ("jasur", 404)])
def test_the_paper_about_one_student_is_for_that_student_and_dean(
    house: House, sealing: Path, at: At, heard: object, login: str, status: int
) -> None:
    at("2026-11-23T09:00")
    order = signed(house, "aziza")
    do_all_jobs()
    assert body(client_of(login), order)[0] == status
