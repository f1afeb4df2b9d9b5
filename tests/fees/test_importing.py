"""Payments out of a file: looked at first, each line once, matched or kept in a list, and nothing ever lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from journal import events
from journal.models import Job
from journal.refusals import Conflict, Invalid, NotFound
from movements.fees import actions, importing
from movements.fees.matching import open_lines
from movements.models import Movement, Payment, PaymentFile, PaymentLine
from permissions.models import Unit
from tests.fees.paying import account, asked, fresh, pay, priced
from tests.people import House
from tests.work import do_all_jobs

HEAD = "Hujjat raqami;Sana;Summa;Toʻlovchi;JShShIR;Talaba ID;Toʻlov maqsadi"


def file_of(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *lines)).encode()


def looked_at(house: House, *lines: str, name: str = "bank.csv", head: str = HEAD) -> PaymentFile:
    return importing.upload(actor=house.gulnora, name=name, content=file_of(*lines, head=head))


def imported(house: House, *lines: str, name: str = "bank.csv", head: str = HEAD) -> PaymentFile:
    file = importing.apply(actor=house.gulnora, file_id=looked_at(house, *lines, name=name, head=head).pk)
    do_all_jobs()
    return file


@pytest.fixture
def movement(house: House) -> Movement:
    priced(house)
    return asked(house)


def test_a_file_is_looked_at_first_and_nothing_is_recorded(house: House, movement: Movement) -> None:
    found = looked_at(house, f"101;20.11.2026;600 000,00;Qodirova A.;;;Qayta oʻqish {movement.number} uchun")
    assert found.report["lines"] == [
        {
            "line": 2, "document": "101", "paid_on": "2026-11-20", "amount": "600000.00", "payer": "Qodirova A.",
            "purpose": f"Qayta oʻqish {movement.number} uchun", "case": movement.number,
        }
    ]  # fmt: skip
    assert (found.report["new"], found.report["matched"], found.report["sum"]) == (1, 1, "600000.00")
    assert (PaymentLine.objects.count(), Payment.objects.count(), Job.objects.filter(kind="fees.match").count()) == (
        0,
        0,
        0,
    )


def test_the_number_of_the_case_in_the_purpose_carries_the_case_on(house: House, movement: Movement) -> None:
    imported(house, f"101;2026-11-20;600000;Qodirova A.;;;{movement.number}")
    assert fresh(movement) == ("approved", "order")
    payment = Payment.objects.get()
    assert (payment.source, payment.line.number, payment.document) == ("file", 2, "101")
    assert not open_lines().exists()


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("document,paid_on,amount,purpose", '101,2026-11-20,"600000.00",{number}'),
        ("document\tpaid_on\tamount\tpurpose", "101\t20.11.2026\t600000,00\t{number}"),
        ("№ документа;Дата платежа;Сумма;Назначение платежа", "101;20.11.2026;600\u00a0000,00;оплата {number}."),
    ],
)
def test_every_usual_delimiter_and_comma_is_understood(house: House, movement: Movement, head: str, line: str) -> None:
    imported(house, line.format(number=movement.number), head=head)
    assert account(movement).paid == Decimal("600000.00")


def test_pinfl_and_student_number_find_the_one_case_that_waits(house: House, movement: Movement) -> None:
    house.aziza.pinfl = "12345678901234"
    house.aziza.save()
    other = asked(house, "bekzod")
    imported(
        house,
        "1;20.11.2026;100;Otasi;12345678901234;;oʻqish",
        f"2;20.11.2026;200;Onasi;;{other.student.number};oʻqish",
    )
    assert [account(one).paid for one in (movement, other)] == [Decimal("100.00"), Decimal("200.00")]


def test_what_names_two_cases_or_none_waits_in_the_list(house: House, movement: Movement) -> None:
    other = asked(house, "bekzod")
    imported(
        house,
        f"1;20.11.2026;100;A;;;{movement.number} va {other.number}",
        "2;20.11.2026;200;B;;;2026-999999",
        "3;20.11.2026;300;C;;;yotoqxona",
        "4;20.11.2026;400;D;99999999999999;;",
    )
    assert list(open_lines().order_by("number").values_list("document", flat=True)) == ["1", "2", "3", "4"]
    assert not Payment.objects.exists()


def test_a_line_is_kept_once_however_often_it_is_brought(house: House, movement: Movement) -> None:
    lines = (f"101;20.11.2026;100;A;;;{movement.number}", "102;20.11.2026;200;B;;;x")
    imported(house, *lines)
    again = imported(house, *lines, f"103;20.11.2026;300;A;;;{movement.number}", name="bank-2.csv")
    assert (again.report["new"], again.report["known"]) == (1, 2)
    assert PaymentLine.objects.count() == 3
    assert account(movement).paid == Decimal("400.00")


def test_a_line_without_a_document_is_known_by_its_file_and_place(house: House, movement: Movement) -> None:
    head = "paid_on;amount;purpose"
    lines = (f"20.11.2026;100;{movement.number}", f"20.11.2026;100;{movement.number}")
    imported(house, *lines, head=head)
    imported(house, *lines, head=head)
    assert account(movement).paid == Decimal("200.00")


def test_a_line_that_stands_twice_in_one_file_is_told_with_both_its_lines(house: House, movement: Movement) -> None:
    line = f"101;20.11.2026;100;A;;;{movement.number}"
    with translation.override("en"):
        found = looked_at(house, line, line)
    assert found.report["flawed"] == [[3, "101", "the same payment stands already in line 2"]]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1;;100;;;;", "paid_on: is missing"),
        ("1;20.11.2026;;;;;", "amount: is missing"),
        ("1;31.11.2026;100;;;;", "paid_on: must be a day like 01.09.2026 or 2026-09-01"),
        ("1;20.11.0026;100;;;;", "paid_on: must be a day like 01.09.2026 or 2026-09-01"),
        ("1;20.11.2099;100;;;;", "paid_on: is still to come"),
        ("1;20.11.2026;-100;;;;", "amount: must be a sum in soʻm, more than nothing"),
        ("1;20.11.2026;0;;;;", "amount: must be a sum in soʻm, more than nothing"),
        ("1;20.11.2026;1.234.567,00;;;;", "amount: must be a sum in soʻm, more than nothing"),
        ("1;20.11.2026;100;;123;;", "pinfl: must have 14 digits"),
        (f"{'9' * 65};20.11.2026;100;;;;", "document: is longer than 64 characters or not printable"),
    ],
)
def test_a_malformed_line_has_a_sentence_with_its_number_and_stops_no_other(
    house: House, movement: Movement, line: str, why: str
) -> None:
    with translation.override("en"):
        found = looked_at(house, line, f"2;20.11.2026;100;A;;;{movement.number}")
    assert [(number, told) for number, _what, told in found.report["flawed"]] == [(2, why)]
    assert found.report["new"] == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a;b\n1;2", b"PK\x03\x04", b"{]"])
def test_a_file_that_is_none_is_refused_whole(house: House, content: bytes) -> None:
    with pytest.raises(Invalid):
        importing.upload(actor=house.gulnora, name="x", content=content)
    assert not PaymentFile.objects.exists()


def test_what_was_entered_by_hand_before_is_known_and_not_recorded_twice(house: House, movement: Movement) -> None:
    pay(house, movement, "100", "101", date(2026, 11, 20))
    imported(house, f"101;20.11.2026;100;A;;;{movement.number}")
    assert (account(movement).paid, open_lines().count()) == (Decimal("100.00"), 0)


def test_the_same_document_with_another_sum_is_not_lost_but_waits(house: House, movement: Movement) -> None:
    pay(house, movement, "100", "101", date(2026, 11, 20))
    imported(house, f"101;20.11.2026;999;A;;;{movement.number}")
    assert (account(movement).paid, open_lines().count()) == (Decimal("100.00"), 1)


def test_by_hand_a_line_is_recorded_for_a_case_once(house: House, movement: Movement) -> None:
    imported(house, "3;20.11.2026;600000;C;;;qayta oʻqish")
    line = open_lines().get()
    importing.match_line(actor=house.gulnora, line_id=line.pk, movement_id=movement.pk)
    assert fresh(movement) == ("approved", "order")
    with pytest.raises(Conflict):
        importing.match_line(actor=house.gulnora, line_id=line.pk, movement_id=movement.pk)
    with pytest.raises(Conflict):
        importing.set_aside(actor=house.gulnora, line_id=line.pk, note="x")


def test_a_payment_taken_back_gives_its_line_back_to_the_list(house: House, movement: Movement) -> None:
    imported(house, f"101;20.11.2026;100;A;;;{movement.number}")
    actions.take_back_payment(actor=house.gulnora, payment_id=Payment.objects.get().pk, note="Adashgan")
    line = open_lines().get()
    other = asked(house, "bekzod")
    importing.match_line(actor=house.gulnora, line_id=line.pk, movement_id=other.pk)
    assert [account(one).paid for one in (movement, other)] == [Decimal("0.00"), Decimal("100.00")]


def test_a_line_is_set_aside_with_a_reason_that_stays(house: House, movement: Movement) -> None:
    imported(house, "3;20.11.2026;300;C;;;yotoqxona")
    line = open_lines().get()
    with pytest.raises(Invalid):
        importing.set_aside(actor=house.gulnora, line_id=line.pk, note=" \u200b")
    importing.set_aside(actor=house.gulnora, line_id=line.pk, note="Yotoqxona toʻlovi")
    assert not open_lines().exists()
    assert line.aside.words == "Yotoqxona toʻlovi"
    assert [event.act for event in events.of(Unit.objects.get(parent=None))][-2:] == [
        "payments.import",
        "payments.aside",
    ]


def test_nobody_else_looks_imports_or_matches(house: House, movement: Movement) -> None:
    file = looked_at(house, "3;20.11.2026;300;C;;;yotoqxona")
    for actor in (house.dilnoza, house.botir, house.aziza):
        with pytest.raises(Conflict):
            importing.upload(actor=actor, name="x", content=file_of("1;20.11.2026;1;;;;"))
        with pytest.raises((Conflict, NotFound)):
            importing.apply(actor=actor, file_id=file.pk)
    importing.apply(actor=house.gulnora, file_id=file.pk)
    with pytest.raises(Conflict):
        importing.apply(actor=house.gulnora, file_id=file.pk)
    with pytest.raises(Conflict):
        importing.match_line(actor=house.dilnoza, line_id=PaymentLine.objects.get().pk, movement_id=movement.pk)


def test_a_run_that_was_cut_short_goes_on_and_records_nothing_twice(house: House, movement: Movement) -> None:
    file = importing.apply(
        actor=house.gulnora,
        file_id=looked_at(house, *(f"{n};20.11.2026;1;A;;;{movement.number}" for n in range(1, 6))).pk,
    )
    first = PaymentLine.objects.order_by("number").first()
    importing.match_line(actor=house.gulnora, line_id=first.pk, movement_id=movement.pk)
    job = Job.objects.get(kind="fees.match")
    importing.match_lines(job)
    importing.match_lines(job)
    assert (account(movement).paid, file.lines.count()) == (Decimal("5.00"), 5)
