"""What applicants state and offices answer while every edge of every flow is walked: one plan a movement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from journal import clock
from permissions.actions import create_person, open_account
from permissions.models import Person
from students.actions import admit
from students.models import Curriculum, Diploma, Group, Standing
from students.standing import Facts
from tests.blanks.keeping import received
from tests.people import PASSWORD, House, enrol
from tests.retakes.owing import HISTORY, MATHS, PASSED, PHYSICS, passes, priced, subjects_of
from tests.students.registers import entered

Values = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """One movement.

    Args:
        stated: what holds every clause.
        wrong: changes under which a clause does not hold.
        papers: kinds attached.
        answers: by step, what the office adds when it approves.
        turns: by step that chooses and answer, what must be otherwise: of the statement, of an office's answer, or
            the day of the dismissal.
        standing: of the applicant; empty for somebody who is no student here.
        owes: the applicant is taught a curriculum of which subjects are owed.
    """

    stated: Values
    wrong: Values
    papers: tuple[str, ...] = ()
    answers: dict[str, Values] = field(default_factory=dict)
    turns: dict[tuple[str, str], Values] = field(default_factory=dict)
    standing: str = "studying"
    owes: bool = False


DAY = "2026-09-02"
CHEMISTRY, FOOD = "60710100", "60720100"
OWED = f"25-{CHEMISTRY}-qarz"
HERE = {
    "group": "25-10", "course": "2", "semester": "3", "form": "11", "language": "11", "payment": "12",
    "curriculum": f"25-{CHEMISTRY}",
}  # fmt: skip
THERE = {**HERE, "curriculum": f"25-{FOOD}"}
PAID = {"contract": "K-7/26", "signed_on": "2026-07-20", "paid": "9000000", "paid_on": "2026-07-20"}
DECIDED = {"body": "ministry", "decision": "89-11", "decided_on": "2026-07-20"}
FROM_ELSEWHERE = {
    "institution": "Toshkent davlat texnika universiteti", "institution_kind": "private",
    "programme_there": "60710100 Kimyo muhandisligi", "form_now": "11", "programme": CHEMISTRY,
    "relation": "matching", "form": "11", "course": "2", "semester": "3", "payment": "12", "system": "credit",
    "gpa": "3.5", "target_admission": "no", "joint_programme": "no", "starts_on": DAY,
}  # fmt: skip
OUTSIDE = {
    "placement": HERE,
    "request_letter": {"letter": "01-11/455", "sent_on": "2026-07-20"},
    "contract": PAID,
    "personal_file": {"received_on": "2026-07-20", "sheets": "48"},
}


def register_of(person: Person) -> str:
    """The applicant's own entry in the register of diplomas: what is replaced once is not replaced again."""
    key = f"W{person.pk}"
    if not Diploma.objects.filter(key=key).exists():
        entered(number=key, register_number=key, name=person.full_name)
    return f"diploma:{key}"


def today(person: Person) -> str:
    """The day of the act."""
    return clock.today().isoformat()


PLANS = {
    "academic_leave": Plan(
        stated={"ground": "health", "starts_on": DAY, "ends_on": "2027-06-30"},
        wrong={"ground": "family_care"},
        papers=("medical_conclusion",),
    ),
    "return_from_leave": Plan(
        stated={"ground_ended": "health", "returns_on": DAY},
        wrong={"ground_ended": "military"},
        papers=("fit_to_study",),
        answers={
            "placement": {
                "group": "25-10", "course": "2", "semester": "3", "curriculum": f"25-{CHEMISTRY}", "payment": "11"
            },
        },
        standing="on_leave",
    ),
    "extension_of_leave": Plan(
        stated={"ground": "health", "ends_on": "2027-01-31"},
        wrong={"ground": "family_care"},
        papers=("illness_lasts",),
        standing="on_leave",
    ),
    "change_of_group": Plan(
        stated={"change": "group", "group": "25-11", "starts_on": DAY, "explanation": "Yotoqxonaga yaqin"},
        wrong={"change": "language"},
    ),
    "retake": Plan(
        stated={"subjects": [MATHS, PHYSICS], "period": "semester", "starts_on": DAY},
        wrong={"subjects": [HISTORY]},
        owes=True,
    ),
    "transfer_out": Plan(
        stated={
            "institution": "Samarqand davlat universiteti", "institution_kind": "private",
            "programme_there": "60710100 Kimyo muhandisligi", "reason": "other", "target_admission": "no",
            "leaves_on": DAY,
        },
        wrong={"institution_kind": "state"},
        papers=("request_letter",),
        answers={
            "dossier": {"inventory_number": "12", "papers": "Attestat\nReyting daftarchasi", "sheets": "48"},
            "delivery": {"sent_on": "2026-07-20", "letter": "01-11/455", "way": "post"},
            "acknowledgement": {"received_on": "2026-07-20", "acknowledgement": "77-T"},
        },
    ),
    "transfer_inside": Plan(
        stated={
            "change": "faculty", "programme": FOOD, "relation": "related", "form": "11", "course": "2",
            "semester": "3", "payment": "12", "system": "credit", "gpa": "3.5", "target_admission": "no",
            "starts_on": DAY, "explanation": "Qiziqish",
        },
        wrong={"relation": "other"},
        papers=("transcript", "related_list"),
        answers={"placement": THERE},
    ),
    "reinstatement": Plan(
        stated={
            "form": "11", "course": "2", "semester": "3", "payment": "12", "system": "credit", "gpa": "3.5",
            "studies_elsewhere": "no", "starts_on": DAY,
        },
        wrong={"studies_elsewhere": "yes"},
        papers=("academic_certificate", "orphan_certificate"),
        answers={"placement": HERE, "higher_decision": DECIDED, "contract": PAID},
        turns={
            ("level", "ministry"): {"dismissed_on": date(2019, 9, 2)},
            ("level", "state_commission"): {"dismissed_on": date(2012, 9, 3)},
            ("payment_basis", "grant"): {
                "stated": {"payment": "11", "grant_ground": "orphan"},
                "placement": {"payment": "11", "exception": "orphan", "evidence": "Yetimlik guvohnomasi"},
            },
        },
        standing="expelled",
    ),
    "transfer_in": Plan(
        stated={**FROM_ELSEWHERE, "reason": "other"},
        wrong={"institution_kind": "state"},
        papers=("transcript", "passport"),
        answers=OUTSIDE,
        standing="",
    ),
    "transfer_reinstatement": Plan(
        stated={
            **FROM_ELSEWHERE, "dismissed_on": "2025-02-03", "dismissal_ground": "11", "studies_elsewhere": "no",
        },
        wrong={"studies_elsewhere": "yes"},
        papers=("academic_certificate", "passport", "dismissal_order"),
        answers={**OUTSIDE, "higher_decision": DECIDED},
        turns={
            ("level", "ministry"): {"stated": {"dismissed_on": "2019-02-04"}},
            ("level", "state_commission"): {"stated": {"dismissed_on": "2012-02-06"}},
        },
        standing="",
    ),
    "duplicate_diploma": Plan(
        stated={
            "document": "diploma", "ground": "lost", "issued_by": "ours", "graduated_in": 1998,
            "delivery": "in_person",
        },
        wrong={"issued_by": "another"},
        papers=("passport", "statement_of_loss"),
        answers={
            "office_check": {"entry": register_of, "identity": True},
            "printing": {"diploma_blank": "bachelor"},
            "handing_over": {"way": "in_person", "handed_on": today, "received_by": "Yoʻldoshev Sherzod"},
        },
        standing="",
    ),
}  # fmt: skip


def furnish(house: House) -> None:
    """What the plans need beside the small institute: a parallel group, and curricula to compare with."""
    enrol(house, "temur", "Sobirov", "Temur", "food", "337251100090")
    for faculty in ("chemistry", "food"):
        programme = house.programmes[faculty]
        Curriculum.objects.create(
            name=f"25-{programme.code}", programme=programme, admitted_in=2025, form="11", marking_system="13"
        )
    received(house, last="0000020")
    group = house.groups["chemistry 25-10"]
    Group.objects.create(
        name="25-11", programme=group.programme, course=2, semester=3, curriculum=group.curriculum, language="11"
    )
    owed = Curriculum.objects.create(
        name=OWED, programme=group.programme, admitted_in=2024, form="11", marking_system="13"
    )
    subjects_of(owed)
    priced(house)


def applicant(house: House, plan: Plan, number: int, *, dismissed_on: date | None = None) -> Person:
    """Somebody new who stands as the plan wants, with an account."""
    login = f"yuruvchi{number}"
    person = create_person(surname="Yoʻldoshev", given_name="Sherzod", patronymic=f"№{number}")
    open_account(person=person, login=login, password=PASSWORD)
    person.refresh_from_db()
    house.people[login] = person
    if plan.standing:
        house.students[login] = _enrolled(house, person, plan, number, dismissed_on or date(2026, 2, 2))
        if plan.owes:
            passes(house.students[login], *PASSED)
    return person


def _enrolled(house: House, person: Person, plan: Plan, number: int, since: date) -> Any:
    group, status = house.groups["chemistry 25-10"], plan.standing
    grounds = {"on_leave": "health", "expelled": "own_wish"}
    facts = Facts(
        status=status, faculty_id=house.units["chemistry"].pk, programme_id=group.programme_id, group_id=group.pk,
        course=2, semester=3, form="11", language="11", payment="11",
        curriculum=OWED if plan.owes else group.curriculum,
        ground=grounds.get(status, ""), until=date(2026, 9, 1) if status == "on_leave" else None,
    )  # fmt: skip
    return admit(
        person=person,
        number=f"33725119{number:04}",
        facts=facts,
        valid_from=since,
        source=f"import:walk{number}",
        details={"admitted_in": 2025} if plan.owes else {},
        basis=Standing.Basis.PAPER_ORDER,
        basis_text="1-T",
    )
