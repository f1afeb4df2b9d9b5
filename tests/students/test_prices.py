"""What a year costs a student: the own contract, then the price of the programme, then that of the institute."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from journal.refusals import Conflict
from movements.actions import add_limit
from students import prices, study_importing
from students.models import ContractPrice, StudentContract
from tests.people import House

PRICES = "programme_code;form;course;amount;valid_from;valid_to;source\n"
CONTRACTS = "student_id_number;number;signed_on;amount;valid_from;valid_to\n"
ON = date(2026, 11, 20)


def imported(house: House, kind: str, *lines: str) -> dict:
    content = ((PRICES if kind == "prices" else CONTRACTS) + "\n".join(lines)).encode()
    found = study_importing.upload(actor=house.gulnora, kind=kind, name="roʻyxat.csv", content=content)
    return study_importing.apply(actor=house.gulnora, list_id=found.pk).report


def price_of(house: House, on: date = ON) -> tuple[Decimal, str] | None:
    return prices.annual_contract(house.students["aziza"], on)


def test_nobody_knows_a_price_before_one_is_entered(house: House) -> None:
    assert price_of(house) is None


def test_the_programmes_price_then_that_of_the_year_of_study_then_the_own_contract(house: House) -> None:
    imported(house, "prices", "60710100;11;;12 000 000,00;01.09.2026;;210-buyruq")
    assert price_of(house) == (Decimal("12000000.00"), "210-buyruq")
    imported(house, "prices", "60710100;kunduzgi;2;13000000;2026-09-01;;211-buyruq", "60710100;11;3;1;2026-09-01;;x")
    assert price_of(house) == (Decimal("13000000.00"), "211-buyruq")
    imported(house, "contracts", "337251100001;Q-1207;05.09.2026;11500000.50;05.09.2026;")
    with translation.override("en"):
        assert price_of(house) == (Decimal("11500000.50"), "contract No. Q-1207 of 05.09.2026")


def test_a_price_holds_on_its_days_and_a_newer_row_stands_over_an_older_one(house: House) -> None:
    imported(house, "prices", "60710100;11;;1;01.09.2026;31.08.2027;a", "60710100;13;;9;01.09.2026;;sirtqi")
    assert price_of(house, date(2026, 8, 31)) is None
    assert price_of(house, date(2027, 9, 1)) is None
    assert price_of(house, date(2027, 8, 31)) == (Decimal("1.00"), "a")
    report = imported(house, "prices", "60710100;11;;2;01.09.2026;31.08.2027;b")
    assert (report["created"], ContractPrice.objects.count()) == (1, 3)
    assert price_of(house) == (Decimal("2.00"), "b")


def test_the_institutes_one_price_counts_last(house: House) -> None:
    add_limit(
        actor=house.dilnoza, key="contract.annual", value="10000000", valid_from=date(2026, 9, 1), valid_to=None,
        applied=True, confidence="local", source="Kengash bayonnomasi", basis="210", reason="Yangi oʻquv yili",
    )  # fmt: skip
    assert price_of(house) == (Decimal("10000000"), "Kengash bayonnomasi")
    imported(house, "prices", "60710100;11;;12000000;01.09.2026;;210-buyruq")
    assert price_of(house) == (Decimal("12000000.00"), "210-buyruq")


def test_a_list_imported_again_brings_nothing(house: House) -> None:
    line = "337251100001;Q-1207;05.09.2026;11500000.50;05.09.2026;"
    imported(house, "contracts", line)
    report = imported(house, "contracts", line)
    assert (report["created"], report["unchanged"], StudentContract.objects.count()) == (0, 1, 1)


@pytest.mark.parametrize(
    ("kind", "line", "why"),
    [
        ("prices", "99999999;11;;1;01.09.2026;;x", "programme_code: there is no programme 99999999"),
        ("prices", "60710100;osmon;;1;01.09.2026;;x", "form: unknown value osmon"),
        ("prices", "60710100;11;9;1;01.09.2026;;x", "course: must be a number from 0 to 8 with at most two decimals"),
        ("prices", "60710100;11;;0;01.09.2026;;x", "amount: must be a sum in soʻm, more than nothing"),
        ("prices", "60710100;11;;1;32.09.2026;;x",
         "valid_from: must be a day like 01.09.2026 or 2026-09-01"),
        ("prices", "60710100;11;;1;01.09.2026;31.08.2026;x", "valid_to: is before the first day"),
        ("prices", "60710100;11;;1;01.09.2026;;", "source: is missing"),
        ("contracts", "337999999999;Q-1;05.09.2026;1;05.09.2026;", "student_id_number: nobody here has this number"),
        ("contracts", "337251100001;;05.09.2026;1;05.09.2026;", "number: is missing"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_with_its_line_and_left_out(house: House, kind: str, line: str, why: str) -> None:
    good = "60710100;11;;1;01.09.2026;;x" if kind == "prices" else "337251100002;Q-2;05.09.2026;1;05.09.2026;"
    with translation.override("en"):
        report = imported(house, kind, line, good)
    assert [(row[0], row[2]) for row in report["refused"]] == [(2, why)]
    assert report["created"] == 1


def test_only_who_keeps_fees_imports_prices_and_only_who_keeps_the_roster_curricula(house: House) -> None:
    for actor, kind in ((house.dilnoza, "prices"), (house.dilnoza, "contracts"), (house.gulnora, "results")):
        with pytest.raises(Conflict):
            study_importing.upload(actor=actor, kind=kind, name="x.csv", content=PRICES.encode())
