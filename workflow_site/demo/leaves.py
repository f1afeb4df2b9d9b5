"""Stories of academic leave, one for every way in which such a case can stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from journal import clock
from movements import actions
from movements.flow import flow_of
from movements.grounds import Ground
from movements.models import Movement
from students.models import Student
from workflow_site.demo import ordering
from workflow_site.demo.cast import Cast
from workflow_site.demo.names import FEMALE
from workflow_site.demo.papers import paper
from workflow_site.demo.stage import Scene, Story

KIND = "academic_leave"
MONTHS_TEN = timedelta(days=300)
WOMEN_ASK = ("health", "maternity", "child_care", "family_care", "health")
MEN_ASK = ("health", "family_care", "military", "health")
EXPLANATIONS = ("", "Oʻqishni tiklanganimdan keyin davom ettirmoqchiman.", "Hujjatlar ilova qilindi.")


def asked(cast: Cast, student: Student, starts_in: int) -> dict[str, Any]:
    """What the student states: a ground that fits, and the days."""
    starts = clock.today() + timedelta(days=starts_in)
    ground = cast.lot.choice(WOMEN_ASK if student.person.gender == FEMALE else MEN_ASK)
    stated = {"ground": ground, "starts_on": starts.isoformat(), "explanation": cast.lot.choice(EXPLANATIONS)}
    return stated if ground == "military" else {**stated, "ends_on": (starts + MONTHS_TEN).isoformat()}


def attach_papers(movement: Movement) -> None:
    """Attach what the flow asks for under what is stated."""
    person = movement.applicant
    for wanted in flow_of(movement.kind).papers():
        if wanted.is_asked(movement.stated) and not wanted.optional:
            upload = paper(wanted.kind, str(wanted.title), person.full_name)
            actions.attach(actor=person, movement_id=movement.pk, kind=wanted.kind, upload=upload)


def drafted(cast: Cast, student: Student, *, back: int, hour: int = 9, starts_in: int = 10) -> Story[Movement]:
    """Begun, not filed."""
    stated = asked(cast, student, starts_in)
    yield cast.stage.day(back, hour)
    return actions.start_draft(actor=student.person, kind=KIND, student=student, stated=stated)


def filed(cast: Cast, student: Student, *, back: int, hour: int = 9, starts_in: int = 10) -> Story[Movement]:
    """Filed with its papers: the dean is asked."""
    movement = yield from drafted(cast, student, back=back, hour=hour, starts_in=starts_in)
    attach_papers(movement)
    yield cast.stage.day(back, hour, 25)
    return actions.file(actor=student.person, movement_id=movement.pk)


def insisted(cast: Cast, student: Student, *, back: int, hour: int = 9) -> Story[Movement]:
    """Filed without the paper: the registrar's office checks."""
    movement = yield from drafted(cast, student, back=back, hour=hour)
    yield cast.stage.day(back, hour, 15)
    grounds = "Xulosa tayyor boʻlmagan, komissiya uni shu hafta beradi."
    return actions.file(actor=student.person, movement_id=movement.pk, insist=True, grounds=grounds)


def consented(cast: Cast, student: Student, *, back: int, hour: int = 9, starts_in: int = 10) -> Story[Movement]:
    """The dean agrees the same afternoon: the vice-rector is asked."""
    movement = yield from filed(cast, student, back=back, hour=hour, starts_in=starts_in)
    yield cast.stage.day(back, hour + 4, 30)
    return actions.decide(actor=cast.dean_of(student), movement_id=movement.pk, verdict="approve")


def approved(cast: Cast, student: Student, *, back: int, hour: int = 9, starts_in: int = 10) -> Story[Movement]:
    """The vice-rector agrees the next day: an order is awaited."""
    movement = yield from consented(cast, student, back=back, hour=hour, starts_in=starts_in)
    yield cast.stage.day(back - 1, hour, 50)
    return actions.decide(actor=cast.staff["vicerector"], movement_id=movement.pk, verdict="approve")


def returned(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The dean returns it the next morning: the applicant must correct."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back - 1, 10)
    return actions.decide(
        actor=cast.dean_of(student),
        movement_id=movement.pk,
        verdict="return",
        ground=Ground.DATES_WRONG,
        words="Taʼtil kunlari ilova qilingan hujjatdagi kunlarga mos emas.",
    )


def corrected(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Corrected after the return and agreed to: the vice-rector sees what has changed."""
    movement = yield from returned(cast, student, back=back)
    yield cast.stage.day(back - 1, 15)
    later = date.fromisoformat(movement.stated["starts_on"]) + timedelta(days=7)
    stated = {**movement.stated, "starts_on": later.isoformat()}
    actions.revise(actor=student.person, movement_id=movement.pk, stated=stated)
    yield cast.stage.day(back - 2, 11)
    return actions.decide(actor=cast.dean_of(student), movement_id=movement.pk, verdict="approve")


def refused(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The vice-rector refuses."""
    movement = yield from consented(cast, student, back=back)
    yield cast.stage.day(back - 2, 12)
    return actions.decide(
        actor=cast.staff["vicerector"],
        movement_id=movement.pk,
        verdict="refuse",
        ground=Ground.CLAUSE_NOT_MET,
        words="Ilova qilingan hujjat nizomda koʻrsatilgan asosni tasdiqlamaydi.",
    )


def withdrawn(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Taken back while the dean had it."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back - 1, 9, 30)
    return actions.withdraw(actor=student.person, movement_id=movement.pk, grounds="Oʻqishni davom ettiraman.")


def wants_out(cast: Cast, case: Scene[Movement], *, back: int) -> Story[Movement]:
    """Asks to withdraw while the order is out for visas: the registrar must strike the item."""
    yield cast.stage.day(back, 17, 20)
    movement = case.result
    grounds = "Sogʻligʻim tiklandi, oʻqishni davom ettiraman."
    return actions.withdraw(actor=movement.applicant, movement_id=movement.pk, grounds=grounds)


def stand_waiting(cast: Cast) -> None:
    """Cases before every office, in time and overdue."""
    add = cast.stage.add
    for faculty, back in ((0, 1), (2, 1)):
        add(drafted(cast, cast.studying(faculty), back=back))
    for faculty, back in ((1, 1), (0, 9)):
        add(insisted(cast, cast.studying(faculty), back=back))
    for hour, (faculty, back) in enumerate(((0, 1), (0, 2), (0, 12), (1, 1), (3, 2)), start=8):
        add(filed(cast, cast.studying(faculty), back=back, hour=hour))
    for faculty, back in ((2, 1), (4, 11)):
        add(consented(cast, cast.studying(faculty), back=back))
    add(corrected(cast, cast.studying(0), back=3))
    for faculty, back in ((0, 2), (1, 14)):
        add(returned(cast, cast.studying(faculty), back=back))
    for hour, (faculty, back) in enumerate(((0, 2), (0, 3), (1, 3), (2, 13)), start=8):
        add(approved(cast, cast.studying(faculty), back=back, hour=hour))


def stand_ended(cast: Cast) -> None:
    """Refused and withdrawn."""
    cast.stage.add(refused(cast, cast.studying(1), back=10))
    cast.stage.add(refused(cast, cast.studying(0), back=17))
    cast.stage.add(withdrawn(cast, cast.studying(3), back=8))


def stand_in_orders(cast: Cast) -> None:
    """In a draft, after a declined visa, out for visas, ready to sign, in force, and waiting for its day."""

    def cases(*faculties: int, back: int, starts_in: int = 10) -> list[Scene[Movement]]:
        return [
            cast.stage.add(approved(cast, cast.studying(faculty), back=back, hour=hour, starts_in=starts_in))
            for hour, faculty in enumerate(faculties, start=8)
        ]

    add = cast.stage.add
    add(ordering.signed(cast, cases(0, 1, 2, back=19, starts_in=-12), back=16))
    add(ordering.signed(cast, cases(3, 0, back=12, starts_in=21), back=7))
    add(ordering.drafted(cast, cases(4, 0, back=4), back=1))
    add(ordering.struck(cast, cases(1, 3, back=6), back=2))
    add(ordering.declined(cast, cases(2, 4, back=7), back=3))
    add(ordering.discarded(cast, cases(3, back=5), back=2))
    add(ordering.endorsed(cast, cases(3, 1, back=6), back=2))
    out_for_visas = cases(1, 2, 0, back=5)
    add(ordering.half_endorsed(cast, out_for_visas, back=1))
    add(wants_out(cast, out_for_visas[1], back=1))
