"""The accountant's pages: the fee on its case, the lists, files and prices; who sees them, and what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from movements.actions import withdraw
from movements.fees import actions, importing
from movements.models import Movement, Payment, PaymentFile, PaymentLine
from tests.fees.paying import GROUND, account, asked, fresh, pay, priced
from tests.fees.test_importing import file_of
from tests.journey import signed_in as at_home
from tests.people import House
from tests.screens.test_costs import statements
from tests.work import do_all_jobs

PAYMENT = {"act": "payment", "step": "payment", "amount": "600 000,00", "paid_on": "2026-11-20", "document": "101"}


@pytest.fixture
def movement(house: House) -> Movement:
    priced(house)
    return asked(house)


def signed_in(login: str) -> Client:
    """Somebody who reads the pages in English."""
    client = at_home(login)
    client.cookies["django_language"] = "en"
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_the_applicant_is_shown_what_to_pay_until_when_and_how_and_no_form(house: House, movement: Movement) -> None:
    shown = page(signed_in("aziza"), f"/cases/{movement.pk}/")
    for words in ("600\u00a0000,00", "03.12.2026 23:59", str(movement.number), "200\u00a0000", "210-sonli"):
        assert words in shown, words
    assert 'name="document"' not in shown


def test_the_accountant_records_a_payment_on_the_page_of_the_case(house: House, movement: Movement) -> None:
    client = signed_in("gulnora")
    assert 'name="document"' in page(client, f"/cases/{movement.pk}/")
    answer = client.post(f"/cases/{movement.pk}/fee/", {**PAYMENT, "once": "a"})
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{movement.pk}/")
    assert client.post(f"/cases/{movement.pk}/fee/", {**PAYMENT, "once": "a"}).status_code == 302
    assert (fresh(movement), Payment.objects.count()) == (("approved", "order"), 1)
    assert f"{movement.number}/1" in page(client, f"/cases/{movement.pk}/")


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"amount": "0"}, 422),
        ({"amount": ""}, 422),
        ({"amount": "9" * 13}, 422),
        ({"amount": "1,005"}, 422),
        ({"paid_on": "2099-01-01"}, 422),
        ({"paid_on": "30.02.2026"}, 422),
        ({"document": " \u200b"}, 422),
        ({"document": "9" * 65}, 422),
        ({"note": "a" * 1001}, 422),
        ({"step": "dean"}, 422),
        ({"act": "nothing"}, 404),
    ],
)
def test_a_wrong_payment_is_refused_with_what_was_typed(
    house: House, movement: Movement, changed: dict[str, str], status: int
) -> None:
    answer = signed_in("gulnora").post(f"/cases/{movement.pk}/fee/", {**PAYMENT, **changed})
    assert answer.status_code == status
    assert not Payment.objects.exists()
    if status == 422 and "document" not in changed and "step" not in changed:
        assert "101" in answer.content.decode()


def test_a_payment_is_taken_back_and_a_part_remitted_on_the_page(house: House, movement: Movement) -> None:
    client, address = signed_in("gulnora"), f"/cases/{movement.pk}/fee/"
    payment = pay(house, movement, "100")
    assert client.post(address, {"act": "payment_back", "row": payment.pk, "note": ""}).status_code == 422
    assert client.post(address, {"act": "payment_back", "row": payment.pk, "note": "Xato"}).status_code == 302
    exemption = {"act": "exempt", "step": "payment", **GROUND, "amount": "100000"}
    assert client.post(address, {**exemption, "ground": "boredom"}).status_code == 422
    assert client.post(address, {**exemption, "amount": "600000.01"}).status_code == 422
    assert client.post(address, exemption).status_code == 302
    now = account(movement)
    assert (now.paid, now.exempt) == (0, 100000)
    shown = page(client, f"/cases/{movement.pk}/")
    assert "Xato" in shown
    assert GROUND["paper"] in shown


def test_without_a_price_the_page_says_who_enters_it(house: House) -> None:
    movement = asked(house)
    assert "a price is missing" in page(signed_in("aziza"), f"/cases/{movement.pk}/")
    client = signed_in("gulnora")
    assert client.post(f"/cases/{movement.pk}/fee/", {"act": "count", "step": "payment"}).status_code == 409
    assert str(movement.number) in page(client, "/fees/?standing=uncounted")
    priced(house)
    assert client.post(f"/cases/{movement.pk}/fee/", {"act": "count", "step": "payment"}).status_code == 302
    assert account(movement).left == 600000


def test_what_waits_for_a_price_is_counted_at_once_and_what_still_lacks_one_stays(house: House) -> None:
    movements = [asked(house, login) for login in ("aziza", "bekzod", "umid")]
    food = asked(house, "sardor", actor="jasur")
    priced(house)
    client = signed_in("gulnora")
    assert "Count these fees" in page(client, "/fees/?standing=uncounted")
    answer = client.post("/fees/", follow=True)
    assert "Counted: 3. Still without a price: 1." in answer.content.decode()
    assert [account(one).left for one in (*movements, food)] == [600000, 600000, 600000, 0]
    reader = signed_in("dilnoza")
    assert "Count these fees" not in page(reader, "/fees/?standing=uncounted")
    priced(house, faculty="food")
    reader.post("/fees/")
    assert account(food).fee is None


def test_nobody_else_opens_the_accountants_pages(house: House, movement: Movement) -> None:
    for login in ("botir", "aziza", "dilnoza", "erkin"):
        client = signed_in(login)
        for address in ("/payments/", "/payments/1/", "/prices/"):
            page(client, address, 404)
        assert client.post(f"/cases/{movement.pk}/fee/", PAYMENT).status_code in (404, 409)
    for login in ("botir", "aziza", "erkin"):
        page(signed_in(login), "/fees/", 404)
    page(signed_in("jasur"), f"/cases/{movement.pk}/fee/", 404)
    assert not Payment.objects.exists()


def test_the_list_tells_open_overdue_paid_remitted_and_paid_too_much(house: House, movement: Movement) -> None:
    others = {name: asked(house, name) for name in ("ortiq", "tolagan", "ozod")}
    pay(house, others["ortiq"], "600001", "1", date(2026, 11, 20))
    pay(house, others["tolagan"], "600000", "2", date(2026, 11, 20))
    actions.exempt(actor=house.gulnora, movement_id=others["ozod"].pk, **GROUND)
    client = signed_in("dilnoza")
    numbers = {"open": [movement], "overdue": [], "over": [others["ortiq"]], "exempt": [others["ozod"]],
               "paid": [others["tolagan"], others["ortiq"]], "uncounted": []}  # fmt: skip
    for standing, expected in numbers.items():
        shown = page(client, f"/fees/?standing={standing}")
        listed = {one.pk for one in [movement, *others.values()] if f"/cases/{one.pk}/" in shown}
        assert listed == {one.pk for one in expected}, standing
    assert str(movement.number) in page(client, f"/fees/?q={movement.number}")
    assert "No fee matches" in page(client, "/fees/?q=Nobody")


def test_what_was_paid_for_a_case_that_ended_is_shown_as_the_payers(house: House, movement: Movement) -> None:
    other = asked(house, "bekzod")
    pay(house, movement, "100", "1", date(2026, 11, 20))
    for one in (movement, other):
        withdraw(actor=one.applicant, movement_id=one.pk)
    client = signed_in("gulnora")
    for standing, expected in (("over", movement), ("closed", other), ("open", None)):
        shown = page(client, f"/fees/?standing={standing}")
        assert [one for one in (movement, other) if f"/cases/{one.pk}/" in shown] == ([expected] if expected else [])
    shown = page(client, f"/cases/{movement.pk}/")
    assert "To be given back: 100,00 soʻm" in shown
    assert "Exempt from the fee" not in shown


def test_the_lists_and_the_page_of_a_case_cost_the_same(house: House) -> None:
    priced(house)
    client, costs = signed_in("gulnora"), dict[str, list[int]]()
    for rows in (1, 3):
        while Movement.objects.count() < rows:
            number = Movement.objects.count()
            one = asked(house, f"talaba{number}")
            for part in range(rows):
                pay(house, one, "1", f"{number}-{part}", date(2026, 11, 20))
            lines = [f"L{number}-{n};20.11.2026;{n};A;;;x" for n in range(1, rows + 1)]
            found = importing.upload(actor=house.gulnora, name=f"{number}.csv", content=file_of(*lines))
            importing.apply(actor=house.gulnora, file_id=found.pk)
        do_all_jobs()
        last = Movement.objects.latest("pk").pk
        file = PaymentFile.objects.latest("pk").pk
        for address in (
            "/fees/",
            "/fees/?standing=paid",
            f"/cases/{last}/",
            "/payments/",
            f"/payments/{file}/",
            "/prices/",
        ):
            client.get(address)
            key = address if address in ("/fees/", "/fees/?standing=paid", "/payments/", "/prices/") else address[:7]
            costs.setdefault(key, []).append(statements(lambda address=address: client.get(address)))
    assert {key: len(set(found)) for key, found in costs.items()} == dict.fromkeys(costs, 1), costs


def test_a_file_goes_through_the_pages_and_a_line_is_matched_by_hand(house: House, movement: Movement) -> None:
    client = signed_in("gulnora")
    assert client.post("/payments/", {"act": "upload"}).status_code == 422
    content = file_of(f"1;20.11.2026;100;A;;;{movement.number}", "2;20.11.2026;599900;B;;;oʻqish", "3;x;1;;;;")
    answer = client.post("/payments/", {"act": "upload", "file": SimpleUploadedFile("bank.csv", content)})
    address = answer["Location"]
    shown = page(client, address)
    assert str(movement.number) in shown
    assert "must be a day like" in shown
    assert not PaymentLine.objects.exists()
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    do_all_jobs()
    assert account(movement).paid == 100
    shown = page(client, "/payments/")
    assert "oʻqish" in shown
    line = PaymentLine.objects.get(document="2")
    wrong = client.post("/payments/", {"act": "match", "line": line.pk, "case": "2026-999999"})
    assert wrong.status_code == 422
    assert "2026-999999" in wrong.content.decode()
    assert client.post("/payments/", {"act": "aside", "line": line.pk, "note": ""}).status_code == 422
    assert client.post("/payments/", {"act": "match", "line": "0", "case": str(movement)}).status_code == 404
    assert client.post("/payments/", {"act": "match", "line": line.pk, "case": str(movement)}).status_code == 302
    assert fresh(movement) == ("approved", "order")
    assert "No line waits" in page(client, "/payments/")


def test_prices_are_uploaded_looked_at_and_imported_by_the_accountant(house: House) -> None:
    client = signed_in("gulnora")
    assert "No price is known yet" in page(client, "/prices/")
    content = "programme_code;form;course;amount;valid_from;valid_to;source\n60710100;11;;12000000;01.09.2026;;210-T\n"
    sent = {"kind": "prices", "file": SimpleUploadedFile("narx.csv", content.encode())}
    address = client.post("/prices/", sent)["Location"]
    assert "60710100" in page(client, address)
    assert client.post(address).status_code == 302
    assert "12\u00a0000\u00a0000,00" in page(client, "/prices/")
    assert client.post("/prices/", {"kind": "results"}).status_code == 422
    page(client, "/curricula/", 404)
    page(signed_in("dilnoza"), address, 404)
