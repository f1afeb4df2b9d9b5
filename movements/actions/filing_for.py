"""An office files for another: a student, a graduate, or somebody who brought a signed paper to the counter.

The case is the applicant's; ``filed_by`` says who wrote it. Whoever did may not decide it, and the applicant is told.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict
from movements.actions.drafts import locked_standing
from movements.actions.locked import record
from movements.flow import flow_of
from movements.models import Movement
from permissions import policy
from permissions.actions import create_person
from permissions.actions.people import PersonData
from permissions.models import Person
from permissions.roles import Act
from students.models import Student


@transaction.atomic
def start_draft_for(
    *, actor: Person, applicant: Person, kind: str, student: Student | None, stated: dict[str, Any]
) -> Movement:
    """Begin an application in somebody's name.

    Args:
        actor: who writes it, of an office that may.
        applicant: whose it is.
        kind, student, stated: see ``start_draft``; ``student`` is the applicant's.

    Raises:
        NotFound, Invalid: see ``start_draft``.
        Conflict: the actor may not file for others here, or would for themself; or one is open already.
    """
    if applicant.pk == actor.pk:
        raise Conflict(_("For yourself you file as an applicant."))
    flow = flow_of(kind)
    student = locked_standing(flow, applicant, student)
    typed = flow.first_step().form.typed(stated)
    unit = student.faculty if student else flow.unit_of(typed)
    power = policy.demand(actor, Act.CASE_FILE_FOR, unit=unit, subject_id=applicant.pk, on=clock.today())
    now = clock.now()
    movement = Movement.objects.create(
        kind=kind,
        applicant=applicant,
        student=student,
        unit=unit,
        filed_by=actor,
        stated=typed,
        step=flow.first_step().name,
        created_at=now,
        changed_at=now,
    )
    record(movement, actor=power.actor, act="draft", payload={"kind": kind, "for": applicant.pk})
    return movement


@transaction.atomic
def enter_and_start(*, actor: Person, said: PersonData, kind: str, stated: dict[str, Any]) -> Movement:
    """Enter somebody whom the record does not know, and begin their application.

    Args:
        said: as ``identity.IdentityForm`` read it off the paper.

    Raises:
        Conflict: the PINFL is known already, or as ``start_draft_for``.
    """
    pinfl = said.get("stated_pinfl")
    if pinfl and Person.objects.filter(pinfl=pinfl).exists():
        sentence = _("Somebody is known under this PINFL already: search for them.")
        raise Conflict(sentence, fields={"pinfl": [sentence]})
    person = create_person(**said)
    return start_draft_for(actor=actor, applicant=person, kind=kind, student=None, stated=stated)
