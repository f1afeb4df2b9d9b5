"""Stories of the return from leave, one for every way in which such a case can stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from journal import clock
from movements import actions
from movements.grounds import Ground
from movements.models import Movement
from students.models import Group, Student
from students.queries import taught_now
from workflow_site.demo import ordering
from workflow_site.demo.cast import Cast
from workflow_site.demo.leaves import attach_papers
from workflow_site.demo.stage import Scene, Story

KIND = "return_from_leave"


def asked(student: Student, late: int = 0) -> dict[str, Any]:
    """What the student states: back on the day after the leave, or so many days later."""
    last = student.status_until or clock.today() + timedelta(days=6)
    returns_on = last + timedelta(days=1 + late)
    return {"ground_ended": student.ground or "health", "returns_on": returns_on.isoformat()}


def place_for(student: Student, *, payment: str) -> dict[str, Any]:
    """A group in which the unfinished semester is taught now, as the registrar names it."""
    groups = taught_now(student.programme, student.semester, language=student.language)
    group: Group = groups.order_by("name").first() or taught_now(student.programme, student.semester)[0]
    return {
        "group": group.name,
        "course": group.course,
        "semester": group.semester,
        "curriculum": group.curriculum,
        "payment": payment,
    }


def drafted(cast: Cast, student: Student, *, back: int, late: int = 0) -> Story[Movement]:
    """Begun, not filed."""
    yield cast.stage.day(back, 9, 5)
    return actions.start_draft(actor=student.person, kind=KIND, student=student, stated=asked(student, late))


def filed(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Filed with its papers: the registrar's office must name the place of study."""
    movement = yield from drafted(cast, student, back=back)
    attach_papers(movement)
    yield cast.stage.day(back, 9, 35)
    return actions.file(actor=student.person, movement_id=movement.pk)


def insisted(cast: Cast, student: Student, *, back: int, late: int = 0) -> Story[Movement]:
    """Filed although it is late, or without the paper: the registrar's office checks."""
    movement = yield from drafted(cast, student, back=back, late=late)
    if late:
        attach_papers(movement)
    yield cast.stage.day(back, 9, 45)
    grounds = "Davolanish choʻzildi, xulosa kechikib berildi."
    return actions.file(actor=student.person, movement_id=movement.pk, insist=True, grounds=grounds)


def placed(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The registrar names the place the same day, the payment kept: the dean is asked."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back, 11, 5)
    return _place(cast, movement, student, payment=student.payment)


def _place(cast: Cast, movement: Movement, student: Student, *, payment: str) -> Movement:
    return actions.decide(
        actor=cast.staff["registrar"],
        movement_id=movement.pk,
        verdict="approve",
        added=place_for(student, payment=payment),
    )


def approved(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The dean agrees the next day: an order is awaited."""
    movement = yield from placed(cast, student, back=back)
    yield cast.stage.day(back - 1, 9, 15)
    return actions.decide(actor=cast.dean_of(student), movement_id=movement.pk, verdict="approve")


def approved_late(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Late, let through by the office and placed on contract: a grant is kept only by who is on time."""
    movement = yield from insisted(cast, student, back=back, late=9)
    yield cast.stage.day(back, 12)
    actions.decide(actor=cast.staff["registrar"], movement_id=movement.pk, verdict="approve")
    yield cast.stage.day(back, 14, 45)
    _place(cast, movement, student, payment="12")
    yield cast.stage.day(back - 1, 9, 55)
    return actions.decide(actor=cast.dean_of(student), movement_id=movement.pk, verdict="approve")


def returned(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The registrar returns it: the applicant must correct."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back, 15)
    return _decline(cast, movement, "return", "Xulosaning muddati koʻrsatilmagan, yangisini ilova qiling.")


def refused(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The registrar refuses what was late and unproven."""
    movement = yield from insisted(cast, student, back=back, late=12)
    yield cast.stage.day(back - 1, 15)
    return _decline(cast, movement, "refuse", "Taʼtil muddati uzrsiz oʻtkazib yuborilgan.")


def _decline(cast: Cast, movement: Movement, verdict: str, words: str) -> Movement:
    return actions.decide(
        actor=cast.staff["registrar"],
        movement_id=movement.pk,
        verdict=verdict,
        ground=Ground.PAPER_MISSING if verdict == "return" else Ground.CLAUSE_NOT_MET,
        words=words,
    )


def withdrawn(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Taken back before the office looked at it."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back, 10, 15)
    return actions.withdraw(actor=student.person, movement_id=movement.pk)


def stand(cast: Cast) -> None:
    """A case at every step, in time and overdue, ended in every way, and in every kind of order."""
    add = cast.stage.add

    def soon() -> Student:
        return cast.on_leave("soon")

    add(drafted(cast, soon(), back=1))
    add(insisted(cast, cast.on_leave("unknown"), back=1))
    add(insisted(cast, cast.on_leave("unknown"), back=8))
    for story, backs in ((filed, (1, 9)), (placed, (1, 10)), (returned, (2, 13)), (approved, (3, 12))):
        for back in backs:
            add(story(cast, soon(), back=back))
    add(refused(cast, cast.on_leave("ended"), back=11))
    add(withdrawn(cast, soon(), back=6))
    on_time: list[Scene[Movement]] = [add(approved_late(cast, cast.on_leave("ended"), back=14))]
    on_time.append(add(approved(cast, cast.on_leave("ended"), back=19)))
    add(ordering.signed(cast, on_time, back=11))
    add(ordering.drafted(cast, [add(approved(cast, soon(), back=4))], back=2))
    add(ordering.half_endorsed(cast, [add(approved(cast, soon(), back=5))], back=2))
    add(ordering.endorsed(cast, [add(approved(cast, soon(), back=6))], back=3))
