"""Terms of offices that are asked beside each other: each is reminded and escalated for itself, once a time asked."""

from __future__ import annotations

from django.db.models import QuerySet

from journal import clock, jobs
from journal.models import Job
from movements.clearances import telling
from movements.clearances.rows import State
from movements.flow import flow_of
from movements.models import Clearance
from movements.notifying import tell_person
from permissions import policy
from permissions.models import Person


def _asked() -> QuerySet[Clearance]:
    return Clearance.objects.filter(turn__finished__isnull=True, state=State.ASKED).order_by("pk")


@jobs.daily
def remind_offices() -> None:
    """Plan one reminder for every office whose term will soon pass."""
    now = clock.now()
    _plan("movements.remind_office", _asked().filter(remind_at__lte=now, due_at__gte=now))


@jobs.daily
def tell_of_silent_offices() -> None:
    """Plan one telling for every office whose term has passed; nothing is cleared by it."""
    _plan("movements.silent_office", _asked().filter(due_at__lt=clock.now()))


def _plan(kind: str, found: QuerySet[Clearance]) -> None:
    for pk, times in found.values_list("pk", "times").iterator():
        jobs.enqueue(kind, key=f"{kind}:{pk}:{times}", args={"clearance": pk, "times": times})


def _still(job: Job) -> Clearance | None:
    """The row, if it still waits for the office as it did when the job was planned."""
    parts = ("movement__applicant", "movement__unit", "person", "unit")
    return _asked().select_related(*parts).filter(pk=job.args["clearance"], times=job.args["times"]).first()


@jobs.handler("movements.remind_office")
@jobs.together
def remind_office(job: Job) -> None:
    """Remind whoever must answer; who is too late is told of silence instead."""
    row = _still(job)
    if row and row.due_at and row.due_at >= clock.now():
        for person in telling.holders(row):
            tell_person(person, row.movement, telling.reminder(row))


@jobs.handler("movements.silent_office")
@jobs.together
def silent_office(job: Job) -> None:
    """Tell the office whose term has passed, and whom its step names for it."""
    row = _still(job)
    if row is None:
        return
    people: dict[int, Person] = {person.pk: person for person in telling.holders(row)}
    for office in flow_of(row.movement.kind).step(row.step).of(row.office).if_silent.offices:
        people |= {person.pk: person for person in policy.holders(office, unit=row.movement.unit, on=clock.today())}
    for person in people.values():
        tell_person(person, row.movement, telling.silence(row))
