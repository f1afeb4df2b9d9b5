"""For whom an office may file: the students of its units, and people whose cases it has; nothing here writes."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from journal import clock
from journal.refusals import NotFound
from movements.models import Movement
from permissions import policy
from permissions.models import Person
from permissions.names import normalise
from permissions.roles import Act
from students.models import Student

MOST = 20


def _within_reach(actor: Person) -> QuerySet[Person]:
    units = policy.unit_ids(actor, Act.CASE_FILE_FOR, on=clock.today())
    if not units:
        raise NotFound("")
    enrolled = Student.objects.filter(person=OuterRef("pk"), faculty_id__in=units)
    known = Movement.objects.filter(applicant=OuterRef("pk"), unit_id__in=units, number__isnull=False)
    return Person.objects.filter(Q(Exists(enrolled)) | Q(Exists(known))).exclude(pk=actor.pk)


def find(actor: Person, text: str) -> list[Person]:
    """The first few people of a name or student number, and one more, which says that there are others.

    Raises:
        NotFound: the actor may file for nobody: for them the page does not exist.
    """
    found, typed = _within_reach(actor), text.strip()
    if not normalise(typed):
        return []
    if typed.isdecimal():
        numbered = Student.objects.filter(person=OuterRef("pk"), number__startswith=typed)
        found = found.filter(Exists(numbered))
    else:
        for word in normalise(typed).split():
            found = found.filter(search__contains=word)
    return list(found.prefetch_related("enrolments").order_by("search", "pk")[: MOST + 1])


def get_person_for(actor: Person, pk: int | None) -> Person:
    """Somebody the actor may file for.

    Raises:
        NotFound: absent or forbidden alike.
    """
    found = _within_reach(actor).filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFound("")
    return found
