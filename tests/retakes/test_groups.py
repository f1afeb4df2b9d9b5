"""Subject groups: who may keep them, who stands in them and how long, and what two registrars do at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from flows.parts.retaking import retake_in_order
from journal import events
from journal.refusals import Conflict, Invalid, NotFound
from movements import actions, composing
from movements.models import GroupState, Movement, SubjectGroup
from movements.subject_groups import actions as groups
from movements.subject_groups import queries
from orders import actions as orders
from orders.models import HemisEntry, Order, OrderItem
from students.models import Standing
from tests.movements.changing_group import at
from tests.people import House
from tests.retakes import owing

MATHS = "om1103"
DAYS: dict[str, Any] = {
    "starts_on": date(2026, 12, 7), "ends_on": date(2027, 1, 22), "teacher": "dots. M. Rasulov", "hours": 60,
}  # fmt: skip


@pytest.fixture
def office(house: House) -> House:
    """A year of study has its price."""
    owing.priced(house)
    return house


def cases(house: House, count: int, begin: int = 0) -> list[Movement]:
    """So many students who wait for higher mathematics."""
    found = []
    for number in range(begin, begin + count):
        owing.indebted(house, f"talaba{number}")
        found.append(owing.waiting(house, f"talaba{number}", subjects=[owing.MATHS]))
    return found


def acts(group: SubjectGroup) -> list[str]:
    return [event.act for event in events.of(group)]


def test_the_office_sees_by_subject_who_waits(office: House) -> None:
    first, _second = cases(office, 2)
    [row] = queries.subjects()
    assert (row["subject"], row["name"], row["count"], row["faculties"]) == (MATHS, "Oliy matematika 1", 2, 1)
    assert queries.subjects(text="matem") and not queries.subjects(text="fizika")
    assert queries.waiting_for(MATHS)[0].movement == first


def test_nobody_waits_before_the_fee_is_paid(office: House) -> None:
    owing.indebted(office)
    owing.consented(office)
    assert queries.subjects() == []


def test_only_the_registrar_keeps_groups(office: House) -> None:
    [case] = cases(office, 1)
    with at(owing.GROUPED):
        for person in (office.botir, office.hamid, office.gulnora, office.aziza):
            with pytest.raises(NotFound):
                groups.open_group(actor=person, subject=MATHS, movement_ids=[case.pk], **DAYS)
        group = groups.open_group(actor=office.dilnoza, subject=MATHS, movement_ids=[case.pk], **DAYS)
        with pytest.raises(NotFound):
            groups.form(actor=office.botir, group_id=group.pk, grounds="x")
    assert SubjectGroup.objects.get(pk=group.pk).state == GroupState.FORMING


@pytest.mark.parametrize("wrong", [
    {"starts_on": date(2026, 11, 25)}, {"ends_on": date(2026, 12, 7)}, {"teacher": "  "}, {"hours": 0},
])  # fmt: skip
def test_days_teacher_and_hours_are_said(office: House, wrong: dict[str, Any]) -> None:
    [case] = cases(office, 1)
    with at(owing.GROUPED), pytest.raises(Invalid) as refusal:
        groups.open_group(actor=office.dilnoza, subject=MATHS, movement_ids=[case.pk], **{**DAYS, **wrong})
    assert list(refusal.value.fields) == list(wrong)
    assert not SubjectGroup.objects.exists()


def test_a_subject_nobody_waits_for_gets_no_group(office: House) -> None:
    with at(owing.GROUPED), pytest.raises(NotFound):
        groups.open_group(actor=office.dilnoza, subject="yoq", movement_ids=[], **DAYS)


def test_of_two_registrars_the_second_is_told(office: House) -> None:
    [case] = cases(office, 1)
    with at(owing.GROUPED):
        groups.open_group(actor=office.dilnoza, subject=MATHS, movement_ids=[case.pk], **DAYS)
        with pytest.raises(NotFound):
            groups.open_group(actor=office.dilnoza, subject=MATHS, movement_ids=[case.pk], **DAYS)
        group = SubjectGroup.objects.get()
        groups.form(actor=office.dilnoza, group_id=group.pk, grounds="Yakka tartibda")
        with pytest.raises(Conflict):
            groups.form(actor=office.dilnoza, group_id=group.pk, grounds="Yakka tartibda")
        with pytest.raises(Conflict):
            groups.change(actor=office.dilnoza, group_id=group.pk, **DAYS)


def test_a_withdrawn_case_leaves_its_group(office: House) -> None:
    first, second = cases(office, 2)
    with at(owing.GROUPED):
        group = owing.group_of(office, MATHS, first, second, formed=False)
        actions.withdraw(actor=first.applicant, movement_id=first.pk, grounds="Fikrimdan qaytdim")
    assert [claim.movement_id for claim in queries.members(group)] == [second.pk]
    group.refresh_from_db()
    assert acts(group) == ["group.open", "group.put_in", "group.leave"]


@pytest.mark.parametrize("verdict", ["return", "refuse"])
def test_a_returned_or_refused_case_leaves_its_group(office: House, verdict: str) -> None:
    [case] = cases(office, 1)
    with at(owing.GROUPED):
        group = owing.group_of(office, MATHS, case, formed=False)
        actions.decide(actor=office.dilnoza, movement_id=case.pk, verdict=verdict, ground="other", words="Sabab")
    assert queries.members(group) == []


def test_withdrawn_while_it_waits_for_its_order_it_leaves_too(office: House) -> None:
    owing.indebted(office)
    movement = owing.grouped(office)
    with at(owing.GROUPED):
        actions.withdraw(actor=office.aziza, movement_id=movement.pk, grounds="Fikrimdan qaytdim")
    assert not movement.subjects.filter(open=True).exists()


def test_struck_from_the_order_it_waits_for_its_subjects_anew(office: House) -> None:
    owing.indebted(office)
    movement = owing.grouped(office, subjects=[owing.MATHS])
    with at(owing.GROUPED):
        [order] = composing.compose(actor=office.dilnoza, kind="retake", movement_ids=[movement.pk])
        item = OrderItem.objects.get(order=order)
        orders.strike(actor=office.dilnoza, order_id=order.pk, item_id=item.pk, grounds="Xato")
    movement.refresh_from_db()
    assert (movement.step, movement.state) == ("grouping", "review")
    assert [(claim.key, claim.group) for claim in movement.subjects.filter(open=True)] == [(owing.MATHS, None)]
    assert [row["subject"] for row in queries.subjects()] == [MATHS]


def test_taken_out_it_waits_again_and_after_the_approval_it_stays(office: House) -> None:
    first, second = cases(office, 2)
    with at(owing.GROUPED):
        group = owing.group_of(office, MATHS, first, second)
        with pytest.raises(Invalid):
            groups.take_out(actor=office.dilnoza, group_id=group.pk, movement_id=first.pk, grounds=" ")
        groups.take_out(actor=office.dilnoza, group_id=group.pk, movement_id=first.pk, grounds="Boshqa guruhga")
        assert [claim.movement for claim in queries.waiting_for(MATHS)] == [first]
        actions.decide(actor=office.dilnoza, movement_id=second.pk, verdict="approve")
        with pytest.raises(Conflict):
            groups.take_out(actor=office.dilnoza, group_id=group.pk, movement_id=second.pk, grounds="Sabab")
        with pytest.raises(Conflict):
            groups.disband(actor=office.dilnoza, group_id=group.pk, grounds="Sabab")


def test_disbanded_its_cases_wait_again(office: House) -> None:
    first, second = cases(office, 2)
    with at(owing.GROUPED):
        group = owing.group_of(office, MATHS, first, second)
        groups.disband(actor=office.dilnoza, group_id=group.pk, grounds="Oʻqituvchi yoʻq")
        with pytest.raises(Conflict):
            groups.put_in(actor=office.dilnoza, group_id=group.pk, movement_ids=[first.pk])
    assert len(queries.waiting_for(MATHS)) == 2


def test_a_new_start_too_soon_after_a_payment_is_refused(office: House) -> None:
    [case] = cases(office, 1)
    with at("2026-11-24T16:00"):
        group = owing.group_of(office, MATHS, case, formed=False)
        with pytest.raises(Conflict) as refusal:
            groups.change(actor=office.dilnoza, group_id=group.pk, **{**DAYS, "starts_on": date(2026, 11, 26)})
        assert refusal.value.clause == "824/2020:payment"
        groups.change(actor=office.dilnoza, group_id=group.pk, **{**DAYS, "starts_on": date(2026, 11, 27)})
    group.refresh_from_db()
    assert group.starts_on == date(2026, 11, 27)


def test_the_order_permits_changes_no_standing_and_is_entered_into_hemis(office: House, seal: None) -> None:
    owing.indebted(office)
    before = Standing.objects.count()
    movement = owing.in_force(office, owing.grouped(office))
    assert movement.state == "granted"
    assert Standing.objects.count() == before
    entry = HemisEntry.objects.select_related("item").get()
    assert (entry.item.effect, entry.state, entry.item.difference) == ("study_again", "open", [])
    assert Order.objects.get().kind == "retake"


def test_the_personal_schedule_is_made_once_with_the_order(office: House, seal: None) -> None:
    from orders import sheets

    owing.indebted(office)
    movement = owing.in_force(office, owing.grouped(office))
    own = [sheet for sheet in sheets.about(f"movement:{movement.pk}") if sheet.kind == "personal_schedule"]
    [sheet] = own
    said = sheet.says
    assert sheet.title == "Shaxsiy jadval" and sheet.number == movement.number
    assert said["closing"] == ["Asos: Toshkent kimyo-texnologiya instituti rektorining 2026-yil 26-noyabrdagi "
                               "1-T-sonli buyrugʻi."]  # fmt: skip
    assert [table["caption"] for table in said["tables"]] == ["1-semestr"]
    rows = [[cell["says"] for cell in row] for row in said["tables"][0]["rows"]]
    assert rows == [
        ["1", "Fizika 1", "60 / 4,5", "", "dots. M. Rasulov", "", ""],
        ["2", "Oliy matematika 1", "60 / 6", "", "dots. M. Rasulov", "", ""],
    ]
    assert said["hands"] == [{"office": "Fakultet dekani", "name": "Karimov Botir"}]


def test_the_database_knows_no_way_back_of_a_group(office: House) -> None:
    [case] = cases(office, 1)
    with at(owing.GROUPED):
        group = owing.group_of(office, MATHS, case)
    for state in ("forming", "nonsense"):
        with pytest.raises(DatabaseError, match="no such transition"), transaction.atomic():
            SubjectGroup.objects.filter(pk=group.pk).update(state=state)


def costs(house: House, waiting: list[Movement]) -> list[int]:
    """How many statements each list and act takes with these cases."""
    counted: list[int] = []

    def count(act: Any) -> Any:
        with CaptureQueriesContext(connection) as caught:
            answer = act()
        counted.append(len(caught))
        return answer

    with at(owing.GROUPED):
        count(queries.subjects)
        count(lambda: queries.waiting_for(MATHS))
        group = count(lambda: owing.group_of(house, MATHS, *waiting, formed=False))
        count(lambda: groups.form(actor=house.dilnoza, group_id=group.pk, grounds="Yakka tartibda"))
        count(lambda: queries.members(group))
        count(queries.groups)
        count(lambda: groups.disband(actor=house.dilnoza, group_id=group.pk, grounds="Sabab"))
    return counted


def test_lists_and_acts_cost_the_same_with_one_and_three(office: House) -> None:
    [first] = cases(office, 1)
    with_one = costs(office, [first])
    actions.withdraw(actor=first.applicant, movement_id=first.pk, grounds="Sabab")
    assert costs(office, cases(office, 3, begin=1)) == with_one


def test_what_was_paid_beyond_the_fee_does_not_stand_in_the_order(office: House) -> None:
    owing.indebted(office)
    movement = owing.consented(office, subjects=[owing.MATHS])
    owing.pay(office, movement, amount=Decimal("1500000.00"))
    with at(owing.GROUPED):
        owing.group_of(office, MATHS, movement)
        movement = actions.decide(actor=office.dilnoza, movement_id=movement.pk, verdict="approve")
        values = retake_in_order(movement)
    assert (values["amount"], values["paid_on"]) == ("1\u00a0140\u00a0000,00", "2026-11-24")
