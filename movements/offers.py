"""What the API says of kinds of movement: the form, the clauses, the papers, and whether the reader may begin one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from ninja import Field, Schema

from journal import clock
from journal.refusals import Invalid, NotFound
from movements import queries
from movements.acts import Clause
from movements.flow import MovementFlow
from movements.limits import Numbers
from movements.papers import Paper
from movements.windows import Window, next_window
from permissions import policy
from permissions.models import Person
from permissions.roles import Act
from students.models import Student


class ClauseOut(Schema):
    """A clause the machine asks."""

    clause: str
    act: str
    number: str
    text: str
    reference: str
    confidence: str


class AskedPaperOut(Schema):
    """A paper the application may need."""

    kind: str
    title: str
    clause: str
    when: dict[str, list[str]] = Field(description="stated values under which it is asked for; empty: always")
    optional: bool
    sensitive: bool


class WindowOut(Schema):
    """Days of filing, the first and the last included: the window that is open, or the next to open."""

    first: date
    last: date
    decided_by: date | None = Field(description="the last day of deciding what was filed in it")


class KindOut(Schema):
    """A kind of movement as offered to me."""

    kind: str
    title: str
    open: bool
    why_not: str
    movement: int | None = Field(description="my application of this kind that is open already")
    form: dict[str, Any] = Field(description="JSON Schema of what is stated")
    clauses: list[ClauseOut]
    window: WindowOut | None = Field(description="the days in which it may be filed; empty: any day, or none known")
    papers: list[AskedPaperOut]


class KindPage(Schema):
    """All kinds on one page."""

    items: list[KindOut]
    next: None = None


def kind_json(offer: queries.Offer, numbers: Numbers) -> dict[str, Any]:
    """One kind; ``numbers`` are those in force."""
    flow = offer.flow
    today = clock.today()
    asked = [rule.clause_on(today) for rule in flow.rules()]
    clauses = {clause.code: clause for clause in asked if clause}
    return {
        "kind": flow.kind,
        "title": str(flow.called),
        "open": offer.open,
        "why_not": offer.why_not,
        "movement": offer.case.pk if offer.case else None,
        "form": flow.first_step().form.schema(),
        "clauses": [_clause(clause) for clause in clauses.values()],
        "window": _window(next_window(flow.windows, today, numbers)),
        "papers": [_paper(paper) for paper in flow.papers()],
    }


def _window(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    return {"first": window.first, "last": window.last, "decided_by": window.decided_by}


def _clause(clause: Clause) -> dict[str, Any]:
    names = ("act", "number", "reference")
    told = {name: getattr(clause, name) for name in names}
    return {**told, "clause": clause.code, "text": str(clause.text), "confidence": str(clause.confidence)}


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "title": str(paper.title),
        "clause": paper.clause,
        "when": {name: list(values) for name, values in paper.when.items()},
        "optional": paper.optional,
        "sensitive": paper.sensitive,
    }


def own_student(person: Person, flow: type[MovementFlow], number: str | None) -> Student | None:
    """The person's own enrolment of that number, or the newest; none where the kind is open to outsiders.

    Raises:
        NotFound: no enrolment of this person has the number.
        Invalid: the person has none at all, and the kind is for students.
    """
    own = queries.enrolments(person)
    if number is None and flow.open_to_outsiders and (not own or own[0].status not in flow.open_to):
        return None
    found = own[0] if own and number is None else next((one for one in own if one.number == number), None)
    if found is not None:
        return found
    if number is None:
        raise Invalid(_("The office has no enrolment of yours; ask the registrar's office."))
    raise NotFound(_("There is no such student."))


def student_for(person: Person, flow: type[MovementFlow], number: str | None) -> Student | None:
    """Whose application may be rehearsed: the person's own, or that of a student whose record the person may read.

    Raises:
        NotFound: no such student, or not for this reader.
        Invalid: no number is given and the person has no enrolment.
    """
    try:
        return own_student(person, flow, number)
    except NotFound:
        units = policy.unit_ids(person, Act.STUDENT_READ, on=clock.today())
        parts = ("person", "faculty", "programme", "group")
        found = Student.objects.select_related(*parts).filter(number=number, faculty_id__in=units).first()
        if found is None:
            raise
        return found
