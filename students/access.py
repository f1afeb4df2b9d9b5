"""Who may read a student: which unit and which person the policy is asked about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from permissions import policy
from permissions.models import Person
from permissions.roles import Act, Role
from students.models import Student


def may_read(actor: Person, student: Student) -> bool:
    """Whether the record is the actor's own, or an office of the student's present faculty (or above) reads it."""
    own, today = student.person_id == actor.pk, clock.today()
    office = Role.STUDENT if own else None
    found = policy.power(
        actor, Act.STUDENT_READ, unit=student.faculty, subject_id=student.person_id, on=today, office=office
    )
    return found is not None


def reach(actor: Person) -> frozenset[int]:
    """The units whose students the actor may read; for ``search_students``."""
    return policy.unit_ids(actor, Act.STUDENT_READ, on=clock.today())


def get_student_for(actor: Person, number: str) -> Student:
    """The student of a HEMIS student number, with person and place.

    Raises:
        NotFound: there is none, or the actor may not read it; nobody is told which.
    """
    students = Student.objects.select_related("person", "faculty", "programme", "group")
    student: Student | None = students.filter(number=number).first()
    if student is None or not may_read(actor, student):
        raise NotFound(_("There is no such student."))
    return student
