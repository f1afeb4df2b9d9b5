"""A student's standing: now, on any day, and as it was known at any day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from journal import clock
from journal.reading import read_day
from journal.refusals import NotFound
from movements import queries
from movements.leaves.ends import ends_today
from movements.leaves.rows import leave_stories
from movements.views.rows import case_rows
from orders.models import ItemState, OrderItem, OrderState
from orders.study_effects import StudyAgain
from permissions import policy
from permissions.middleware import powers_of, signed_in
from permissions.models import Person
from permissions.roles import ACTS, Act
from students.leaves import leaves_of
from students.models import Student
from students.queries import history, search_students, standing_of
from students.standing import LABELS, Facts


@require_safe
def students(request: HttpRequest) -> HttpResponse:
    """Find a student of the reader's units by number or name."""
    units = policy.unit_ids(signed_in(request), Act.STUDENT_READ, on=clock.today())
    if not units:
        raise NotFound("")
    typed = request.GET.get("q", "").strip()
    page = search_students(typed, unit_ids=units, after=request.GET.get("after", ""))
    values = {"q": typed, "rows": page.items, "after": page.next}
    return render(request, "screens/students/list.html", values)


@require_safe
def student(request: HttpRequest, number: str) -> HttpResponse:
    """One student; their own page, or one of the reader's units."""
    person = signed_in(request)
    found = get_student_for(person, number)
    as_of, wrong_day = day_of(request, "as_of")
    known_at, wrong_moment = day_of(request, "known_at")
    moment = datetime.combine(known_at, time.max, tzinfo=clock.zone)
    standing = standing_of(found, as_of=as_of, known_at=moment)
    values: dict[str, Any] = {
        "student": found,
        "as_of": as_of,
        "known_at": known_at,
        "wrong_date": wrong_day or wrong_moment,
        "standing": standing,
        "facts": facts_in_words(Facts.of(standing)) if standing else [],
        "coming": coming(found),
        "leaves": leave_stories(leaves_of(found, on=clock.today()), ends_today()),
        "permitted": permitted(found),
        "history": list(history(found).reverse()),
        "cases": case_rows(queries.cases_for(person, student=number), reader=person),
    }
    return render(request, "screens/students/standing.html", values)


def coming(student: Student) -> list[OrderItem]:
    """Items of signed orders that wait for their day: they will change what stands here."""
    items = OrderItem.objects.select_related("order").filter(student=student, state=ItemState.WAITING)
    return list(items.filter(order__state__in=(OrderState.SIGNED, OrderState.IN_FORCE)).order_by("effective_on"))


def permitted(student: Student) -> list[OrderItem]:
    """Points of orders that let the student study a subject again: they stand in the record and change no standing."""
    items = OrderItem.objects.select_related("order").filter(student=student, effect=StudyAgain.code)
    return list(items.filter(state=ItemState.APPLIED).order_by("-effective_on", "-pk"))


def get_student_for(person: Person, number: str) -> Student:
    """A student the person may read about.

    Raises:
        NotFound: absent or forbidden alike.
    """
    found = Student.objects.select_related("person", "faculty").filter(number=number).first()
    if found is not None and found.person_id == person.pk:
        return found
    power = found and policy.power(person, Act.STUDENT_READ, unit=found.faculty, subject_id=None, on=clock.today())
    if found is None or power is None:
        raise NotFound(_("There is no such student."))
    return found


def leads_to(request: HttpRequest, student: Student | None) -> bool:
    """Whether the reader may open the student's page, by what is known of the request already."""
    if student is None or student.person_id == signed_in(request).pk:
        return student is not None
    above = policy.ancestors(student.faculty)
    return any(Act.STUDENT_READ in ACTS[power.office] and power.unit_id in above for power in powers_of(request))


def day_of(request: HttpRequest, name: str) -> tuple[date, bool]:
    """A day from the address, today without one, and whether it could not be read."""
    typed = request.GET.get(name, "")
    try:
        return (read_day(typed) if typed else clock.today()), False
    except ValueError:
        return clock.today(), True


def facts_in_words(facts: Facts) -> list[tuple[str, str]]:
    """Labels and values, empty ones left out."""
    plain = facts.plain()
    shown = []
    for name, label in LABELS.items():
        value = plain.get(name)
        if value in (None, ""):
            continue
        text = date.fromisoformat(value).strftime("%d.%m.%Y") if name == "until" else str(value)
        shown.append((str(label), text))
    return shown
