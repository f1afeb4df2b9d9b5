"""Retake of subjects: Resolution 824/2020, clauses 41 and 42, and what the institute has set beside them."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from journal.refusals import Conflict, Invalid
from movements import actions
from movements.fees.account import account_of
from movements.models import Movement
from movements.subject_groups import actions as groups
from orders.models import ItemState, Order, OrderItem, Register
from students.models import CurriculumSubject, Result
from tests.flows.situations.asking import Line, ask, expected
from tests.movements.changing_group import at
from tests.people import House, enrol
from tests.retakes import owing

DEBTS, TERM, PAID, PRICE = "824/2020:41", "824/2020:42", "824/2020:payment", "824/2020:price"
ONE, ONCE = "institute:one-schedule", "institute:once-at-a-time"
NOW = "2026-11-20 10:00"
HERE = "dean_consent"
TABLE = [
    Line("two subjects owed, both chosen", HERE),
    Line("one of two subjects owed", HERE, stated={"subjects": [owing.PHYSICS]}),
    Line("a subject that is passed", "office_check", stated={"subjects": [owing.HISTORY]}, against=(DEBTS,)),
    Line("a subject passed meanwhile by an import", "office_check", against=(DEBTS,)),
    Line("an elective of which no alternative is passed", HERE, stated={"subjects": [owing.ETHICS]}),
    Line("an elective passed by its alternative", "office_check", stated={"subjects": [owing.ETHICS]},
         against=(DEBTS,)),
    Line("beginning after the eighth year", "office_check", student={"admitted_in": 2018}, against=(TERM,)),
    Line("beginning in the eighth year", HERE, student={"admitted_in": 2019}),
    Line("beginning on the last day of the eighth year", HERE, student={"admitted_in": 2019},
         stated={"starts_on": "2027-08-31"}),
    Line("beginning on the first day after the eighth year", "office_check", student={"admitted_in": 2019},
         stated={"starts_on": "2027-09-01"}, against=(TERM,)),
    Line("a master's, in the fourth year", HERE, student={"admitted_in": 2023}),
    Line("a master's, after the fourth year", "office_check", student={"admitted_in": 2022}, against=(TERM,)),
    Line("the year of admission is not known", HERE, student={"admitted_in": None}, warns=(TERM,)),
    Line("on academic leave", "office_check", student={"status": "on_leave"}, against=(DEBTS,)),
    Line("nobody has entered a price", HERE, warns=(PRICE,)),
    Line("the record names no curriculum", HERE, student={"curriculum": ""}, warns=(DEBTS,)),
    Line("the record has no results at all", HERE, warns=(DEBTS,)),
    Line("the record has no result of that semester", HERE, stated={"subjects": [owing.PHILOSOPHY]}, warns=(DEBTS,)),
    Line("a subject without credits, under the rating system", HERE, warns=(PRICE,)),
    Line("three days before the subject begins", HERE, at="2026-12-04 23:59"),
    Line("two days before the subject begins", "office_check", at="2026-12-05 00:00", against=(PAID,)),
    Line("the same subject in another open retake, of another enrolment", "office_check", against=(ONCE,)),
    Line("a second schedule in one semester", "office_check", against=(ONE,)),
]  # fmt: skip
WITHOUT_RESULTS = "the record has no results at all"


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_situation(office: House, line: Line) -> None:
    student = office.students["aziza"]
    passed = () if line.said == WITHOUT_RESULTS else owing.PASSED
    owing.indebted(office, passed=passed)
    if "nobody" not in line.said:
        owing.priced(office)
    _happened(office, line.said)
    record: dict[str, Any] = {}
    if "master" in line.said:
        record["programme"] = copy(student.programme)
        record["programme"].degree = "12"
    line = line if line.at != Line.at else Line(**{**vars(line), "at": NOW})
    assert ask(office, owing.KIND, line, owing.STATED, record) == expected(line)


def _happened(house: House, said: str) -> None:
    """What the record says otherwise before the application of this line is judged."""
    student = house.students["aziza"]
    if "meanwhile" in said:
        owing.passes(student, "FZ1104")
    elif "by its alternative" in said:
        owing.passes(student, "FL1201")
    elif "that semester" in said:
        Result.objects.filter(semester=2).delete()
    elif "without credits" in said:
        CurriculumSubject.objects.update(credits=0)
    elif "another enrolment" in said:
        _second_enrolment(house)
    elif "second schedule" in said:
        order = Order.objects.create(
            kind="retake", title="Qayta oʻqish", unit=house.units["institute"], composed_by=house.dilnoza,
            composed_at=student.standings.latest("pk").known_from, signs="rector",
            register=Register.objects.get(),
        )  # fmt: skip
        OrderItem.objects.create(
            order=order, student=student, person=student.person, effect="study_again", position=1,
            effective_on="2026-10-01", values={"in_semester": 3}, state=ItemState.APPLIED,
        )  # fmt: skip


def _second_enrolment(house: House) -> None:
    other = enrol(house, "aziza2", "Qodirova", "Aziza", "chemistry", "337251100099")
    Movement.objects.create(
        kind=owing.KIND, applicant=house.aziza, student=other, unit=other.faculty, number="2026-900001", state="review",
        stated=owing.STATED, created_at=other.standings.latest("pk").known_from,
        changed_at=other.standings.latest("pk").known_from,
    )  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """A fee: so many credits of such a year, and what comes out to the last tiyin."""

    said: str
    annual: str
    credits: str
    amount: str

    def __str__(self) -> str:
        return self.said


SUMS = [
    Sum("a credit that divides evenly", "11400000", "6.00", "1140000.00"),
    Sum("a half credit", "11400000", "4.50", "855000.00"),
    Sum("a third of a tiyin is left out", "10000000", "4.00", "666666.67"),
    Sum("half a tiyin goes up", "0.30", "1.00", "0.01"),
    Sum("less than half a tiyin goes down", "0.29", "1.00", "0.00"),
    Sum("a sum that divides into nothing even", "12345678.91", "4.50", "925925.92"),
]


@pytest.mark.parametrize("sum_", SUMS, ids=str)
def test_fee_is_credits_times_contract_divided_by_sixty_rounded_once(office: House, sum_: Sum) -> None:
    owing.indebted(office)
    owing.priced(office, sum_.annual)
    CurriculumSubject.objects.filter(code="OM1103").update(credits=Decimal(sum_.credits))
    movement = owing.consented(office, subjects=[owing.MATHS])
    assert account_of(movement.pk, "payment").amount == Decimal(sum_.amount)


def test_the_sum_of_several_subjects_is_rounded_once_and_not_line_by_line(office: House) -> None:
    owing.indebted(office, passed=("OM1203",))
    owing.priced(office, "10000001.00")
    CurriculumSubject.objects.filter(semester=1).update(credits=Decimal("1.00"))
    movement = owing.consented(office, subjects=[owing.MATHS, owing.PHYSICS, owing.HISTORY])
    # 166 666.683 each: line by line it would be 500 000.04.
    assert account_of(movement.pk, "payment").amount == Decimal("500000.05")


@dataclass(frozen=True)
class Group:
    """A group that begins on a day: whether the case of who paid on 24 November may stand in it."""

    said: str
    starts: str
    refused: bool

    def __str__(self) -> str:
        return self.said


DAYS = [
    Group("paid three days before the start", "2026-11-27", refused=False),
    Group("paid two days before the start", "2026-11-26", refused=True),
    Group("paid long before the start", "2026-12-07", refused=False),
]


@pytest.mark.parametrize("line", DAYS, ids=str)
def test_payment_lies_days_before_the_start_of_each_subject(office: House, line: Group) -> None:
    owing.indebted(office)
    owing.priced(office)
    movement = owing.waiting(office, subjects=[owing.MATHS])
    with at("2026-11-24T16:00"):
        if line.refused:
            with pytest.raises(Conflict) as refusal:
                owing.group_of(office, "om1103", movement, starts=line.starts)
            assert refusal.value.clause == PAID
        else:
            owing.group_of(office, "om1103", movement, starts=line.starts)
    assert movement.subjects.filter(group=None).exists() is line.refused


@pytest.mark.parametrize(("members", "grounds", "formed"), [(4, "", False), (4, "Yakka tartibda", True), (5, "", True)])
def test_a_group_one_short_of_the_least_number_needs_grounds(
    office: House, members: int, grounds: str, formed: bool
) -> None:
    owing.priced(office)
    logins = [f"guruh{members}{len(grounds)}x{number}" for number in range(members)]
    for login in logins:
        owing.indebted(office, login)
    cases = [owing.waiting(office, login, subjects=[owing.MATHS]) for login in logins]
    with at(owing.GROUPED):
        group = owing.group_of(office, "om1103", *cases, formed=False)
        if formed:
            group = groups.form(actor=office.dilnoza, group_id=group.pk, grounds=grounds)
            assert (group.state, group.least, group.grounds) == ("formed", 5, grounds)
        else:
            with pytest.raises(Invalid) as refusal:
                groups.form(actor=office.dilnoza, group_id=group.pk)
            assert refusal.value.clause == "institute:subject-group"


def test_a_subject_passed_while_the_case_waits_for_its_group_is_told(office: House) -> None:
    owing.indebted(office)
    owing.priced(office)
    movement = owing.waiting(office, subjects=[owing.MATHS])
    with at(owing.GROUPED):
        owing.group_of(office, "om1103", movement)
        owing.passes(office.students["aziza"], "OM1103")
        with pytest.raises(Conflict, match="Oliy matematika 1"):
            actions.decide(actor=office.dilnoza, movement_id=movement.pk, verdict="approve")
