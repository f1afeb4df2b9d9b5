"""Every write of the ledger and of its projection: rows are added, taken back by another row, and never changed."""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from journal import clock, jobs
from journal.refusals import Conflict, Invalid
from permissions.models import Person
from students.models import PROVISIONAL, Standing, Student
from students.queries import live, spells
from students.standing import Facts


@transaction.atomic
def record_standing(
    *,
    student: Student,
    facts: Facts,
    valid_from: date,
    basis: str,
    basis_text: str,
    source: str,
    order_number: str = "",
    order_date: date | None = None,
) -> Standing:
    """Add one row to the ledger; the projection of today is rewritten by ``project``, which the caller calls after it.

    Args:
        student: whose standing it is; locked here.
        facts: what holds.
        valid_from: first day on which it holds; a future day changes nothing until it arrives.
        basis: one of ``Standing.Basis``.
        basis_text: number and date of the order, or name of the import, for people.
        source: what caused the row, for instance ``item:7``: the same source gives the same row again.

    Raises:
        Conflict: the source has already written another row.
        Invalid: the expected last day lies before the first.
    """
    words = {"basis": basis, "basis_text": basis_text, "order_number": order_number, "order_date": order_date}
    if facts.until is not None and facts.until < valid_from:
        raise Invalid(_("The last day lies before the first. Correct the dates."))
    rows = _locked_rows(student.pk, source)
    for row in rows:
        if row.source == source:
            if (row.student_id, row.valid_from, Facts.of(row)) != (student.pk, valid_from, facts):
                raise Conflict(_("This source has already recorded another standing; it records only one."))
            return row
    return Standing.objects.create(
        student_id=student.pk,
        valid_from=valid_from,
        known_from=_known_from(rows, student.pk),
        source=source,
        **facts.columns(),
        **words,
    )


@transaction.atomic
def retract_standing(
    *,
    standing: Standing,
    basis: str,
    basis_text: str,
    source: str,
    order_number: str = "",
    order_date: date | None = None,
) -> Standing:
    """Take a row back by a new row that names it; from now on the ledger answers as if it had not been, not before.

    The new row repeats the facts of the one it takes back and is itself never an answer.

    Args:
        standing: the row that should not hold.
        basis, basis_text, source, order_number, order_date: why, as in ``record_standing``.

    Raises:
        Conflict: the row was already taken back, or is itself a taking back.
    """
    rows = _locked_rows(standing.student_id, source)
    for row in rows:
        if row.source == source and row.retracts_id == standing.pk:
            return row
    if standing.retracts_id is not None or any(row.retracts_id == standing.pk for row in rows):
        raise Conflict(_("This standing has already been taken back. Record a new one instead."))
    return Standing.objects.create(
        student_id=standing.student_id,
        retracts=standing,
        valid_from=standing.valid_from,
        known_from=_known_from(rows, standing.student_id),
        basis=basis,
        basis_text=basis_text,
        order_number=order_number,
        order_date=order_date,
        source=source,
        **Facts.of(standing).columns(),
    )


class Details(TypedDict, total=False):
    """Columns of an enrolment that are no part of a standing."""

    hemis_id: int | None
    gpa: Decimal | None
    social_category: str
    admitted_in: int | None


@transaction.atomic
def admit(
    *, person: Person, number: str, facts: Facts, valid_from: date, source: str, details: Details, **words: Any
) -> Student:
    """Open an enrolment with the first row of its ledger.

    Args:
        number: the HEMIS student number.
        facts: where the enrolment stands from ``valid_from``, which is not later than today.
        words: ``basis``, ``basis_text``, ``order_number`` and ``order_date`` as in ``record_standing``.

    Raises:
        Invalid: the first row would begin after today, so that nothing could be said of today.
    """
    if valid_from > clock.today():
        raise Invalid(_("An enrolment cannot begin with a standing that lies in the future."))
    columns = {**_projection(facts, valid_from), "status": facts.status, **details}
    student: Student = Student.objects.create(person=person, number=number, **columns)
    Standing.objects.create(
        student=student, valid_from=valid_from, known_from=clock.now(), source=source, **facts.columns(), **words
    )
    return student


def give_number(*, student: Student, number: str) -> None:
    """Put the number HEMIS has given in place of a provisional one. Raises Conflict where it has one already."""
    waiting = Student.objects.filter(pk=student.pk, number__startswith=PROVISIONAL)
    if not waiting.update(number=number):
        raise Conflict(_("This enrolment has its number from HEMIS already."))
    student.number = number


def keep_details(*, student: Student, **details: Unpack[Details]) -> None:
    """Write what the roster says of an enrolment beside its standing; one statement."""
    Student.objects.filter(pk=student.pk).update(**details)


@transaction.atomic
def project(*, student_id: int, on: date) -> Student:
    """Rewrite a student's projection from the ledger, through the transitions of ``Student.status``.

    Args:
        student_id: whose projection; locked here.
        on: the day, always today outside of tests; rows of a later day change nothing.

    Returns:
        The student as it now stands. Where no row holds on that day the projection stays as it is.
    """
    student = Student.objects.select_for_update(no_key=True).get(pk=student_id)
    known = spells(student, on=on)
    if not known:
        return student
    facts = Facts.of(known[-1].newest)
    since = known[-1].since
    if (Facts.of(student), student.status_since) == (facts, since):
        return student
    _bring_to(student, facts.status)
    columns = _projection(facts, since)
    for column, value in columns.items():
        setattr(student, column, value)
    student.save(update_fields=["status", *columns])
    return student


@jobs.daily
def project_arrived() -> None:
    """Project every student whose ledger says something else of today than the projection: dates that have arrived.

    Compared as a whole and not by yesterday's date, so that a day on which the scheduler stood still is made good.
    """
    today = clock.today()
    newest = live().filter(student=OuterRef("pk"), valid_from__lte=today).order_by("-valid_from", "-id")
    students = Student.objects.annotate(due=Subquery(newest.values("pk")[:1])).exclude(due=None)
    due = dict(students.values_list("pk", "due"))
    rows = {row.student_id: Facts.of(row) for row in Standing.objects.filter(pk__in=set(due.values()))}
    for student in Student.objects.filter(pk__in=due).order_by("pk"):
        if Facts.of(student) != rows[student.pk]:
            project(student_id=student.pk, on=today)


def _locked_rows(student_id: int, source: str) -> list[Standing]:
    """Lock the student, then read its rows and the one of this source, wherever it is; oldest first."""
    Student.objects.select_for_update(no_key=True).get(pk=student_id)
    return list(Standing.objects.filter(Q(student_id=student_id) | Q(source=source)).order_by("id"))


def _known_from(rows: list[Standing], student_id: int) -> Any:
    """Now, but always later than the student's newest row.

    A clock that was set back would otherwise slip a row behind an answer that was already given "as known at".
    """
    newest = [row.known_from for row in rows if row.student_id == student_id][-1:]
    return max([clock.now(), *(moment + timedelta(microseconds=1) for moment in newest)])


def _projection(facts: Facts, since: date) -> dict[str, Any]:
    columns = facts.columns()
    del columns["status"]
    until = columns.pop("until")
    return {**columns, "status_until": until, "status_since": since}


def _bring_to(student: Student, status: str) -> None:
    """Change the status by transitions; where the law knows no act that leads there, by ``_correct``."""
    path = _path(str(student.status), status)
    if path is None:
        _correct(student, status)
        return
    for transition_name in path:
        getattr(student, transition_name)()


def _path(source: str, target: str) -> list[str] | None:
    """The shortest sequence of transitions from one status to another; None where there is none."""
    machine: Any = Student._meta.get_field("status")
    transitions = list(machine.get_all_transitions(Student))
    paths: dict[str, list[str]] = {source: []}
    waiting = deque([source])
    while waiting:
        here = waiting.popleft()
        for step in transitions:
            if step.source == here and step.target not in paths:
                paths[step.target] = [*paths[here], step.name]
                waiting.append(step.target)
    return paths.get(target)


def _correct(student: Student, status: str) -> None:
    """Set a status that no act leads to: a graduation taken back, a roster that corrects a final standing.

    The only place that passes by the transitions. The act that changes the record is then the ledger row itself.
    """
    del student.__dict__["status"]
    student.status = status
