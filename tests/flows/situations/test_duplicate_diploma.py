"""Duplicates of diplomas: what the machine asks (a table), and how cases go that people really bring (395/2022)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from journal import clock, jobs
from journal.refusals import Conflict, Invalid, NotFound
from movements import actions
from movements.fees.account import account_of
from movements.limit_models import OfficeLimit
from movements.models import Movement
from students.models import Diploma, DiplomaEnd
from tests.blanks.keeping import place
from tests.flows.duplicating import (
    BLANKS,
    STATED,
    filed,
    found,
    graduate,
    handed,
    on_the_way,
    ordered,
    paid,
    printed,
    reread,
    returned,
    sealed_since,
    turn_of,
    with_blanks,
)
from tests.flows.situations.asking import Line, ask, expected
from tests.movements.changing_group import at, local
from tests.people import House
from tests.students.registers import entered
from tests.work import do_all_jobs

DAY = "2026-11-23 10:00"
NAMED = {"ground": "name", "name_then": "Abdullayeva Dilnoza"}
LINES = [
    Line("lost, everything known", "office_check", at=DAY),
    Line("unusable, with its copy", "office_check", at=DAY, stated={"ground": "unusable"}),
    Line("unusable, without its copy", "office_check", at=DAY, stated={"ground": "unusable"},
         without=("unusable_document",), against=("395/2022:application",)),
    Line("lost, without the signed statement", "office_check", at=DAY, without=("statement_of_loss",),
         against=("395/2022:application",)),
    Line("name changed, the former one said", "office_check", at=DAY, stated=NAMED),
    Line("name changed, the former one not said", "office_check", at=DAY, stated={**NAMED, "name_then": ""},
         against=("395/2022:ground",)),
    Line("name changed, without the certificate of the civil registry", "office_check", at=DAY, stated=NAMED,
         without=("civil_registry",), against=("395/2022:application",)),
    Line("another ground", "office_check", at=DAY, stated={"ground": "stolen"}, against=("395/2022:ground",)),
    Line("of another institution", "office_check", at=DAY, stated={"issued_by": "another"},
         against=("395/2022:application",)),
    Line("of a year to come", "office_check", at=DAY, stated={"graduated_in": 2027},
         against=("395/2022:application",)),
    Line("by post, with an address", "office_check", at=DAY, stated={"delivery": "post", "address": "Nukus"}),
    Line("by post, without an address", "office_check", at=DAY, stated={"delivery": "post"},
         against=("395/2022:delivery",)),
    Line("without number, by name alone", "office_check", at=DAY, stated={"number": ""}),
    Line("without the copy of the passport", "office_check", at=DAY, without=("passport",),
         against=("395/2022:application",)),
]  # fmt: skip


@pytest.fixture
def seal(tmp_path: Path, settings: Any) -> None:
    """The institute's seal, made before these cases begin."""
    sealed_since(tmp_path, settings, date(2026, 11, 2))


@pytest.fixture
def house(office: House) -> House:
    """The institute of all situations; each case is lived in a transaction of its own."""
    return office


@pytest.mark.parametrize("line", LINES, ids=str)
def test_what_the_machine_asks(office: House, line: Line) -> None:
    assert ask(office, "duplicate_diploma", line, STATED, None) == expected(line)


def test_a_graduate_unknown_to_the_system_gets_a_duplicate_and_the_register_says_what_it_replaces(
    house: House, seal: None
) -> None:
    entry = entered()
    with_blanks(house)
    movement = on_the_way(house, "printing", entry=entry)
    end = {one.part: one for one in entry.ends.all()}
    assert (set(end), end["diploma"].since, end["diploma"].order_number) == (
        {"diploma", "supplement"}, date(2026, 11, 26), "1-T",
    )  # fmt: skip
    movement = printed(house, movement, "2026-11-27T10:00")
    assert movement.decided["printing"]["register_number"] == "D-1/2026"
    movement = handed(house, movement, "2026-11-28T10:00")
    made = Diploma.objects.get(kind="duplicate")
    assert (made.number, made.supplement, made.replaces, made.register_number, made.name) == (
        "B 0000001", "BS 0000001", entry, "D-1/2026", entry.name,
    )  # fmt: skip
    assert (made.order_number, made.registered_on, made.holder) == ("1-T", date(2026, 11, 28), movement.applicant)
    assert (str(movement.state), place("B 0000001"), place("BS 0000001")) == ("granted", "issued", "issued")
    assert Diploma.objects.get(pk=entry.pk).holder == movement.applicant


def test_what_was_replaced_is_not_replaced_again_but_its_duplicate_is(house: House, seal: None) -> None:
    entry = entered()
    on_the_way(house, "printing", entry=entry)
    other = filed(graduate(passport="AB7654321"), "2026-12-01T10:00")
    with pytest.raises(Invalid):
        found(house, other, "2026-12-02T10:00", entry)
    assert reread(other).step == "office_check"


def test_two_cases_about_one_diploma_cannot_both_be_ordered(house: House, seal: None) -> None:
    entry = entered()
    one = on_the_way(house, "order", entry=entry)
    other = on_the_way(house, "order", entry=entry, person=graduate(passport="AB7654321"))
    ordered(house, one, "2026-11-26T10:00")
    with pytest.raises(Conflict, match="Karimov"):
        ordered(house, other, "2026-11-27T10:00")


def test_a_supplement_alone_leaves_the_diploma_valid(house: House, seal: None) -> None:
    entry = entered()
    with_blanks(house)
    movement = on_the_way(house, "printing", entry=entry, document="supplement")
    assert list(entry.ends.values_list("part", flat=True)) == ["supplement"]
    movement = printed(house, movement, "2026-11-27T10:00", supplement_blank="bachelor_supplement")
    handed(house, movement, "2026-11-28T10:00")
    made = Diploma.objects.get(kind="duplicate")
    assert (made.document, made.number, made.supplement) == ("supplement", "BS 0000001", "")
    again = filed(movement.applicant, "2026-12-01T10:00", document="both")
    again = found(house, again, "2026-12-02T10:00", entry)
    again = paid(house, again, "2026-12-03T10:00")
    ordered(house, again, "2026-12-04T10:00")
    assert set(DiplomaEnd.objects.values_list("diploma", "part")) == {
        (entry.pk, "supplement"), (entry.pk, "diploma"), (made.pk, "supplement"),
    }  # fmt: skip


def test_the_name_has_changed_the_duplicate_bears_the_new_one(house: House, seal: None) -> None:
    entry = entered(name="Abdullayeva Dilnoza Olim qizi")
    with_blanks(house)
    person = graduate(surname="Karimova", given_name="Dilnoza", patronymic="Olim qizi")
    movement = on_the_way(
        house, "printing", entry=entry, person=person, ground="name", name_then="Абдуллаева Дилноза", number=None
    )
    order = movement.case_items.get().item
    assert "KARIMOVA Dilnoza" in order.sentence and "Abdullayeva Dilnoza Olim qizi nomiga" in order.sentence
    handed(house, printed(house, movement, "2026-11-27T10:00"), "2026-11-28T10:00")
    assert Diploma.objects.get(kind="duplicate").name == "Karimova Dilnoza Olim qizi"


def test_the_clock_that_stands_still_over_new_year_2027_ends_as_much_later(house: House) -> None:
    movement = filed(graduate(), "2026-12-25T10:00")  # Friday; 31.12. is off, 1.1. too, Saturdays are worked
    assert local(movement.service_due_at) == "2027-01-08T23:59:59"
    movement = returned(house, movement, "2026-12-29T10:00")
    assert (local(movement.stopped_at), local(turn_of(movement).due_at)) == (
        "2026-12-29T10:00:00", "2027-01-06T23:59:59",
    )  # fmt: skip
    with at("2027-01-05T10:00"):
        movement = actions.revise(actor=movement.applicant, movement_id=movement.pk, stated=STATED)
    # Tuesday 10:00 to Tuesday 10:00, without the two days off and the Sunday: four working days.
    assert (str(movement.stopped_for), local(movement.service_due_at)) == ("4 days, 0:00:00", "2027-01-13T23:59:59")


def test_the_applicants_silence_ends_the_case_after_a_notice_and_not_a_day_earlier(house: House) -> None:
    movement = returned(house, filed(graduate()), "2026-11-24T10:00")
    assert local(turn_of(movement).lapses_at) == "2026-11-30T23:59:59"
    states = {}
    for day in ("2026-11-27", "2026-11-28", "2026-11-30", "2026-12-01", "2026-12-02"):
        with at(f"{day}T09:00"):
            jobs.plan_day()
            do_all_jobs()
        states[day] = str(reread(movement).state)
    assert states["2026-11-30"] == "returned" and states["2026-12-02"] == "lapsed"


def test_unpaid_it_is_refused_by_itself_after_its_last_day_and_not_a_day_earlier(house: House, seal: None) -> None:
    movement = on_the_way(house, "payment")  # found on Tuesday 24.11.: five working days end on Monday 30.11.
    assert local(turn_of(movement).lapses_at) == "2026-11-30T23:59:59"
    for day in ("2026-11-27", "2026-11-28", "2026-11-30"):
        with at(f"{day}T23:30"):
            jobs.plan_day()
            do_all_jobs()
        assert str(reread(movement).state) == "review", day
    with at("2026-12-01T09:00"):
        jobs.plan_day()
        do_all_jobs()
    assert str(reread(movement).state) == "refused"


def test_paid_on_its_last_day_it_goes_on(house: House, seal: None) -> None:
    movement = on_the_way(house, "payment")
    with at("2026-11-27T23:30"):
        jobs.plan_day()
        do_all_jobs()
    assert paid(house, movement, "2026-11-30T18:00").step == "order"
    with at("2026-12-01T09:00"):
        jobs.plan_day()
        do_all_jobs()
    assert str(reread(movement).state) == "approved"


def test_the_fee_is_one_base_unit_of_the_day_of_filing_though_it_changes_meanwhile(house: House) -> None:
    row: dict[str, Any] = {
        "key": "fee.base_unit", "value": "500000", "valid_from": date(2026, 11, 24), "applied": True,
        "confidence": "law", "source": "Farmon", "reason": "Oshdi", "basis": "Farmon", "office": "registrar",
    }  # fmt: skip
    OfficeLimit.objects.create(**row, added_by=house.dilnoza, added_at=clock.now())
    movement = on_the_way(house, "payment")
    assert account_of(movement.pk, "payment").amount == Decimal(440_000)
    later = filed(graduate(passport="AB7654321"), "2026-11-24T10:00")
    later = found(house, later, "2026-11-25T10:00", Diploma.objects.get())
    assert account_of(later.pk, "payment").amount == Decimal(500_000)


def test_the_service_stands_still_while_the_applicant_pays(house: House, seal: None) -> None:
    movement = on_the_way(house, "payment")
    before = movement.service_due_at
    assert local(movement.stopped_at) == "2026-11-24T10:00:00"
    movement = paid(house, movement, "2026-11-25T10:00")
    assert movement.stopped_at is None and before is not None
    assert (local(before), local(movement.service_due_at)) == ("2026-12-04T23:59:59", "2026-12-05T23:59:59")


def test_of_another_institution_the_office_refuses_and_says_where_to_ask(house: House) -> None:
    movement = filed(graduate(), issued_by="another", insist=True)
    with at("2026-11-24T10:00"):
        actions.decide(
            actor=house.dilnoza, movement_id=movement.pk, verdict="refuse", ground="other",
            words="Diplomni bergan institutga murojaat qiling.",
        )  # fmt: skip
    assert str(reread(movement).state) == "refused"


def test_a_document_of_the_paper_register_is_entered_once_and_then_found(house: House) -> None:
    movement = filed(graduate())
    with pytest.raises(Invalid):
        found(house, movement, "2026-11-24T09:00", Diploma(document="diploma", key="B123456"))
    entry = entered()
    assert found(house, movement, "2026-11-24T10:00", entry).step == "payment"


def test_who_did_not_compare_the_passport_does_not_go_on(house: House) -> None:
    entry, movement = entered(), filed(graduate())
    with at("2026-11-24T10:00"), pytest.raises(Invalid) as refused:
        added = {"entry": f"diploma:{entry.key}"}
        actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve", added=added)
    assert list(refused.value.fields) == ["identity"]


def test_the_dean_decides_nothing_here_and_reads_no_case_of_the_institute(house: House) -> None:
    movement = filed(graduate())
    assert movement.unit == house.institute
    with at("2026-11-24T10:00"), pytest.raises(NotFound):
        actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve", added=BLANKS)
    assert str(reread(movement).state) == "review"


def test_a_student_of_today_may_have_lost_an_earlier_diploma(house: House) -> None:
    with at("2026-11-23T10:00"):
        draft = actions.start_draft(
            actor=house.aziza, kind="duplicate_diploma", student=house.students["aziza"], stated=STATED
        )
    assert Movement.objects.get(pk=draft.pk).student == house.students["aziza"]
