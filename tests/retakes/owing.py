"""Students who owe subjects, all by the product's own actions. Cases are filed on Friday 20.11.2026.

Aziza is taught semester 3 of her curriculum. She owes higher mathematics (6 credits), physics (4.5), and one of two
electives of semester 2. A year of study costs 11 400 000 soʻm, so a credit 190 000.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from journal import clock
from movements import actions
from movements.fees.account import account_of
from movements.fees.actions import record_payment
from movements.models import Movement, SubjectGroup
from movements.subject_groups import actions as groups
from students.models import ContractPrice, Curriculum, CurriculumSubject, Result, Student
from tests.movements.changing_group import at
from tests.people import House, enrol
from tests.work import do_all_jobs

KIND = "retake"
ANNUAL = Decimal("11400000.00")
FILED, CONSENTED, PAID, GROUPED = "2026-11-20T10:00", "2026-11-23T10:00", "2026-11-24T10:00", "2026-11-25T10:00"
MATHS, PHYSICS, HISTORY = "1:OM1103", "1:FZ1104", "1:OT1101"
PHILOSOPHY, ETHICS = "2:FL1201", "2:ET1202"
SUBJECTS = (
    (1, "OM1103", "Oliy matematika 1", "6.00", ""),
    (1, "FZ1104", "Fizika 1", "4.50", ""),
    (1, "OT1101", "Oʻzbekistonning eng yangi tarixi", "4.00", ""),
    (2, "OM1203", "Oliy matematika 2", "6.00", ""),
    (2, "FL1201", "Falsafa", "4.00", "2-A"),
    (2, "ET1202", "Kasb etikasi", "4.00", "2-A"),
    (3, "MG2301", "Muhandislik grafikasi", "6.00", ""),
)
PASSED = ("OT1101", "OM1203")
STATED: dict[str, Any] = {"subjects": [MATHS, PHYSICS], "period": "semester", "starts_on": "2026-12-07"}


def curriculum_of(house: House, faculty: str = "chemistry") -> Curriculum:
    """What the students of the second year are taught."""
    programme = house.programmes[faculty]
    made, new = Curriculum.objects.get_or_create(
        name=f"25-{programme.code}",
        defaults={"programme": programme, "admitted_in": 2025, "form": "11", "marking_system": "13"},
    )
    if new:
        subjects_of(made)
    return made


def subjects_of(curriculum: Curriculum) -> None:
    """Enter the subjects of a curriculum."""
    CurriculumSubject.objects.bulk_create(
        CurriculumSubject(
            curriculum=curriculum, semester=semester, code=code, name=name, credits=Decimal(credits), hours=180,
            choice=choice, elective=bool(choice),
        )
        for semester, code, name, credits, choice in SUBJECTS
    )  # fmt: skip


def passes(student: Student, *codes: str) -> None:
    """Results of the own semester, as an import brings them."""
    known = {code: (semester, name, credits) for semester, code, name, credits, _choice in SUBJECTS}
    for code in codes:
        semester, name, credits = known[code]
        Result.objects.create(
            person_id=student.person_id, student=student, code=code, name=name, credits=Decimal(credits), hours=180,
            semester=semester, source=f"sinov:{student.pk}:{code}",
        )  # fmt: skip


def priced(house: House, amount: Decimal | str = ANNUAL, faculty: str = "chemistry") -> None:
    """What a year costs."""
    ContractPrice.objects.create(
        programme=house.programmes[faculty], form="11", amount=Decimal(amount), valid_from=date(2025, 7, 1),
        source="Rektorning 20.08.2026-yildagi 210-sonli buyrugʻi", list_name="narxlar.csv", added_at=clock.now(),
    )  # fmt: skip


def indebted(house: House, login: str = "aziza", *, passed: Sequence[str] = PASSED) -> Student:
    """A student of chemistry who owes what was not passed."""
    if login not in house.people:
        number = f"33725140{len(house.people):04}"
        enrol(house, login, f"Talabayev{len(house.people)}", login.capitalize(), "chemistry", number)
    curriculum_of(house)
    student = house.students[login]
    passes(student, *passed)
    return student


def filed(house: House, login: str = "aziza", *, moment: str = FILED, **stated: Any) -> Movement:
    """A case that waits for the dean."""
    with at(moment):
        draft = actions.start_draft(
            actor=house.people[login], kind=KIND, student=house.students[login], stated={**STATED, **stated}
        )
        return actions.file(actor=house.people[login], movement_id=draft.pk)


def consented(house: House, login: str = "aziza", *, moment: str = CONSENTED, **stated: Any) -> Movement:
    """A case that waits for its fee."""
    movement = filed(house, login, **stated)
    with at(moment):
        return actions.decide(actor=house.botir, movement_id=movement.pk, verdict="approve")


def pay(house: House, movement: Movement, *, on: str = PAID, amount: Decimal | None = None) -> Movement:
    """Pay the whole fee, or so much of it."""
    with at(on):
        left = account_of(movement.pk, "payment").rest if amount is None else amount
        record_payment(
            actor=house.gulnora, movement_id=movement.pk, amount=left, paid_on=clock.today(),
            document=f"{movement.pk}-{on}-{left}",
        )  # fmt: skip
    movement.refresh_from_db()
    return movement


def waiting(house: House, login: str = "aziza", *, paid: str = PAID, **stated: Any) -> Movement:
    """A case that waits for its subject groups."""
    return pay(house, consented(house, login, **stated), on=paid)


def group_of(
    house: House, subject: str, *movements: Movement, starts: str = "2026-12-07", formed: bool = True
) -> SubjectGroup:
    """A group of these cases, from six weeks on; formed with grounds where it is too small."""
    group = groups.open_group(
        actor=house.dilnoza, subject=subject, starts_on=date.fromisoformat(starts), ends_on=date(2027, 1, 22),
        teacher="dots. M. Rasulov", hours=60, movement_ids=[movement.pk for movement in movements],
    )  # fmt: skip
    return groups.form(actor=house.dilnoza, group_id=group.pk, grounds="Yakka tartibda") if formed else group


def grouped(house: House, login: str = "aziza", **stated: Any) -> Movement:
    """A case that waits for its order: each subject stands in a formed group."""
    movement = waiting(house, login, **stated)
    with at(GROUPED):
        for subject in movement.subjects.filter(open=True).order_by("pk"):
            group_of(house, subject.subject, movement)
        return actions.decide(actor=house.dilnoza, movement_id=movement.pk, verdict="approve")


def in_force(house: House, movement: Movement, moment: str = "2026-11-26T10:00") -> Movement:
    """The order is signed and applied."""
    from movements.composing import compose
    from orders import actions as orders

    with at(moment):
        [order] = compose(actor=house.dilnoza, kind=KIND, movement_ids=[movement.pk])
        orders.send(actor=house.dilnoza, order_id=order.pk)
        for office in (house.farrux, house.gulnora):
            orders.endorse(actor=office, order_id=order.pk)
        orders.sign(actor=house.erkin, order_id=order.pk)
        do_all_jobs()
    movement.refresh_from_db()
    return movement
