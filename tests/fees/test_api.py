"""The calls that speak of fees: the same acts as the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from movements.models import Movement, Payment
from tests.api.caller import Caller
from tests.api.test_statements import cost
from tests.fees.paying import GROUND, asked, fresh, priced
from tests.fees.test_importing import file_of
from tests.people import House
from tests.work import do_all_jobs

PAYMENT = {"amount": "599 999,99", "paid_on": "2026-11-20", "document": "101"}


@pytest.fixture
def movement(house: House) -> Movement:
    priced(house)
    return asked(house)


@pytest.fixture
def office(house: House) -> Caller:
    return Caller.signed_in("gulnora")


def test_the_fee_of_a_case_is_told_whole(house: House, movement: Movement) -> None:
    told = Caller.signed_in("aziza").get(f"movements/{movement.pk}/fees").json()
    assert (told["number"], told["state"], told["step"]) == (movement.number, "review", "payment")
    [fee] = told["fees"]
    assert {name: fee[name] for name in ("step", "amount", "exempt", "paid", "left", "over", "settled_on")} == {
        "step": "payment", "amount": "600000.00", "exempt": "0.00", "paid": "0.00", "left": "600000.00",
        "over": "0.00", "settled_on": None,
    }  # fmt: skip
    assert [(line["quantity"], line["price"], line["amount"]) for line in fee["lines"]] == [("3", "200000", "600000")]
    assert Caller.signed_in("jasur").get(f"movements/{movement.pk}/fees").status_code == 404


def test_payments_are_recorded_and_taken_back_and_the_last_carries_the_case_on(
    movement: Movement, office: Caller
) -> None:
    answer = office.post(f"movements/{movement.pk}/payments", key="k1", **PAYMENT)
    assert answer.status_code == 201, answer.content
    assert office.post(f"movements/{movement.pk}/payments", key="k1", **PAYMENT).json() == answer.json()
    [fee] = answer.json()["fees"]
    assert (fee["left"], fee["payments"][0]["receipt"]) == ("0.01", f"{movement.number}/1")
    assert office.post(f"movements/{movement.pk}/payments", **PAYMENT).status_code == 409
    back = office.post(f"payments/{fee['payments'][0]['id']}/take-back", note="Xato")
    assert back.json()["fees"][0]["payments"][0]["taken_back"] == "Xato"
    whole = office.post(f"movements/{movement.pk}/payments", **{**PAYMENT, "amount": "600000"})
    assert (whole.json()["state"], whole.json()["step"]) == ("approved", "order")


def test_an_exemption_is_given_and_taken_back(movement: Movement, office: Caller) -> None:
    answer = office.post(f"movements/{movement.pk}/exemptions", **GROUND, amount="100000")
    [row] = answer.json()["fees"][0]["exemptions"]
    assert (row["ground"], row["amount"]) == ("orphan", "100000.00")
    back = office.post(f"exemptions/{row['id']}/take-back", note="Hujjat soxta")
    assert (back.status_code, back.json()["fees"][0]["exempt"]) == (200, "0.00")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"amount": 600000}, 422),
        ({"amount": 1.5}, 422),
        ({"amount": "1e6"}, 422),
        ({"amount": "x" * 31}, 422),
        ({"paid_on": "20.11.2026"}, 422),
        ({"paid_on": "2099-01-01"}, 422),
        ({"document": ""}, 422),
        ({"document": "x" * 65}, 422),
        ({"step": "dean"}, 422),
        ({"strange": "x"}, 422),
    ],
)
def test_a_wrong_payment_is_refused(movement: Movement, office: Caller, sent: dict[str, Any], status: int) -> None:
    assert office.post(f"movements/{movement.pk}/payments", **{**PAYMENT, **sent}).status_code == status
    assert not Payment.objects.exists()


def test_who_keeps_no_fees_is_told_what_they_may_see_and_no_more(house: House, movement: Movement) -> None:
    for login, status in (("botir", 409), ("aziza", 409), ("dilnoza", 409), ("jasur", 404)):
        caller = Caller.signed_in(login)
        assert caller.post(f"movements/{movement.pk}/payments", **PAYMENT).status_code == status
        assert caller.post(f"movements/{movement.pk}/exemptions", **GROUND).status_code == status
        assert caller.post(f"movements/{movement.pk}/fees/count").status_code == status
        assert caller.get("payments/lines").status_code == 404
    assert Caller.signed_in("botir").get("fees").status_code == 404
    assert Caller.signed_in("dilnoza").get("fees").json()["items"][0]["standing"] in ("open", "overdue")
    office = Caller.signed_in("gulnora")
    assert office.post("payments/999/take-back", note="x").status_code == 404
    assert office.post("exemptions/999/take-back", note="x").status_code == 404
    assert office.post("payments/lines/999/match", movement=movement.pk).status_code == 404


def test_a_file_is_looked_at_imported_and_its_rest_matched(movement: Movement, office: Caller) -> None:
    content = file_of(f"1;20.11.2026;100;A;;;{movement.number}", "2;20.11.2026;599900;B;;;x", "3;20.11.2026;1;C;;;y")
    looked = office.http.post("/api/v1/payments/files", {"file": SimpleUploadedFile("bank.csv", content)})
    assert (looked.status_code, looked.json()["report"]["matched"]) == (201, 1)
    assert office.post(f"payments/files/{looked.json()['id']}/import").status_code == 200
    do_all_jobs()
    lines = {one["document"]: one["id"] for one in office.get("payments/lines").json()["items"]}
    assert sorted(lines) == ["2", "3"]
    assert office.post(f"payments/lines/{lines['3']}/set-aside", note="Yotoqxona").status_code == 204
    assert office.post(f"payments/lines/{lines['3']}/match", movement=movement.pk).status_code == 409
    assert office.post(f"payments/lines/{lines['2']}/match", movement=movement.pk).json()["state"] == "approved"
    assert fresh(movement) == ("approved", "order")


def test_the_list_and_a_payment_cost_the_same_with_one_and_three(house: House, office: Caller) -> None:
    priced(house)
    costs: dict[str, list[int]] = {}
    for rows in (1, 3):
        while Movement.objects.count() < rows:
            asked(house, f"talaba{Movement.objects.count()}")
        last = Movement.objects.latest("pk").pk
        office.get("fees")
        costs.setdefault("list", []).append(len(cost(lambda: office.get("fees"))))
        for number in range(rows):
            paid = {**PAYMENT, "amount": "1", "document": f"{last}-{number}"}
            spent = len(cost(lambda paid=paid, last=last: office.post(f"movements/{last}/payments", **paid)))
            costs.setdefault("payment", []).append(spent)
        costs.setdefault("case", []).append(len(cost(lambda last=last: office.get(f"movements/{last}/fees"))))
    assert {name: len(set(found)) for name, found in costs.items()} == dict.fromkeys(costs, 1), costs
