"""Stories of the extension of leave, one for every way in which such a case can stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from journal import clock
from movements import actions
from movements.grounds import Ground
from movements.models import Movement
from students.models import Student
from workflow_site.demo import ordering
from workflow_site.demo.cast import Cast
from workflow_site.demo.leaves import attach_papers
from workflow_site.demo.stage import Story

KIND = "extension_of_leave"
LONGER = timedelta(days=21)


def asked(student: Student) -> dict[str, Any]:
    """What the student states: the same ground, three weeks more."""
    ends_on = (student.status_until or clock.today()) + LONGER
    return {"ground": student.ground or "health", "ends_on": ends_on.isoformat()}


def drafted(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Begun, not filed."""
    yield cast.stage.day(back, 10, 5)
    return actions.start_draft(actor=student.person, kind=KIND, student=student, stated=asked(student))


def filed(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Filed with the proof that the ground lasts: the dean is asked."""
    movement = yield from drafted(cast, student, back=back)
    attach_papers(movement)
    yield cast.stage.day(back, 10, 35)
    return actions.file(actor=student.person, movement_id=movement.pk)


def insisted(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Filed after the leave had ended, or without its paper: the registrar's office checks."""
    movement = yield from drafted(cast, student, back=back)
    yield cast.stage.day(back, 10, 45)
    grounds = "Davolanish davom etmoqda, xulosa kechikib berildi."
    return actions.file(actor=student.person, movement_id=movement.pk, insist=True, grounds=grounds)


def consented(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The dean agrees the same afternoon: the vice-rector is asked."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back, 14, 40)
    return actions.decide(actor=cast.dean_of(student), movement_id=movement.pk, verdict="approve")


def approved(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The vice-rector agrees the next day: an order is awaited."""
    movement = yield from consented(cast, student, back=back)
    yield cast.stage.day(back - 1, 10, 20)
    return actions.decide(actor=cast.staff["vicerector"], movement_id=movement.pk, verdict="approve")


def returned(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The dean returns it: the applicant must correct."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back, 15, 25)
    return _decline(cast, movement, student, "return", "Xulosada muddat koʻrsatilmagan, yangisini ilova qiling.")


def refused(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """The dean refuses."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back - 1, 15, 35)
    return _decline(cast, movement, student, "refuse", "Ilova qilingan hujjat asos davom etishini tasdiqlamaydi.")


def _decline(cast: Cast, movement: Movement, student: Student, verdict: str, words: str) -> Movement:
    return actions.decide(
        actor=cast.dean_of(student),
        movement_id=movement.pk,
        verdict=verdict,
        ground=Ground.PAPER_MISSING if verdict == "return" else Ground.CLAUSE_NOT_MET,
        words=words,
    )


def withdrawn(cast: Cast, student: Student, *, back: int) -> Story[Movement]:
    """Taken back while the dean had it."""
    movement = yield from filed(cast, student, back=back)
    yield cast.stage.day(back, 16, 10)
    return actions.withdraw(actor=student.person, movement_id=movement.pk, grounds="Oʻqishga qaytaman.")


def stand(cast: Cast) -> None:
    """A case at every step, in time and overdue, ended in every way, and in orders."""
    add = cast.stage.add

    def soon() -> Student:
        return cast.on_leave("soon")

    add(drafted(cast, soon(), back=1))
    add(insisted(cast, cast.on_leave("ended"), back=1))
    for back in (1, 8):
        add(filed(cast, soon(), back=back))
    add(consented(cast, soon(), back=1))
    add(returned(cast, soon(), back=2))
    add(approved(cast, soon(), back=3))
    add(refused(cast, soon(), back=7))
    add(withdrawn(cast, soon(), back=6))
    add(ordering.signed(cast, [add(approved(cast, soon(), back=10))], back=6))
    add(ordering.drafted(cast, [add(approved(cast, soon(), back=5))], back=2))
    add(ordering.endorsed(cast, [add(approved(cast, soon(), back=6))], back=3))
