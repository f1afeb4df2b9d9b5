"""Before anything is filed: a draft belongs to the applicant alone and may be half typed."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import Conflict, Invalid, NotFound
from movements.actions.locked import as_applicant, as_party, lock_case, must_be, read_case, record
from movements.flow import MovementFlow, flow_of, papers_for
from movements.models import Attachment, Clearance, Movement, State
from movements.papers import PROOF
from movements.uploads import check_upload
from permissions.actions.appointing import lock_person
from permissions.models import Contact, Person
from students.models import Status, Student

PRESENT = (Status.STUDYING, Status.ON_LEAVE)
ENDED = (State.GRANTED, State.REFUSED, State.WITHDRAWN, State.LAPSED)
MOST_PAPERS = 20


@transaction.atomic
def start_draft(
    *, actor: Person, kind: str, student: Student | None, stated: dict[str, Any], contact: Contact | None = None
) -> Movement:
    """Begin an application.

    Args:
        actor: the applicant.
        kind: the kind of movement.
        student: the applicant's own enrolment; none for somebody who is no student of ours.
        stated: what is typed so far, by field of the form.
        contact: by which an applicant without account came in.

    Raises:
        NotFound: no such kind, or somebody else's enrolment.
        Invalid: the kind is not for the applicant's present standing, or an answer cannot be kept.
        Conflict: an application of this kind is open already.
    """
    flow = flow_of(kind)
    student = locked_standing(flow, actor, student)
    typed = flow.first_step().form.typed(stated)
    now = clock.now()
    movement = Movement.objects.create(
        kind=kind,
        applicant=actor,
        student=student,
        unit=student.faculty if student else flow.unit_of(typed),
        contact=contact,
        stated=typed,
        step=flow.first_step().name,
        created_at=now,
        changed_at=now,
    )
    record(movement, actor=as_applicant(actor), act="draft", payload={"kind": kind})
    return movement


def locked_standing(flow: type[MovementFlow], person: Person, student: Student | None) -> Student | None:
    """The person's enrolment, read after it is locked, once the kind is known to be open to it; or none.

    Raises:
        NotFound, Invalid, Conflict: as ``start_draft``.
    """
    # The row lock orders two drafts begun at once: the student's, or of somebody who is none the person's.
    if student is None:
        refuse_unless_open_to_outsider(flow, lock_person(person.pk))
        return None
    Student.objects.select_for_update().filter(pk=student.pk).values_list("pk").first()
    student = Student.objects.select_related("faculty", "person").get(pk=student.pk)
    if student.person_id != person.pk:
        raise NotFound(_("There is no such student."))
    refuse_unless_open(flow, student)
    return student


def refuse_unless_open(flow: type[MovementFlow], student: Student) -> None:
    """Say why an application of this kind cannot be begun now.

    Raises:
        Invalid: the kind is not for the student's present standing.
        Conflict: an application of this kind is open already.
    """
    if student.status not in flow.open_to:
        raise Invalid(why_not(flow, student), clause=flow.first_step().clause)
    _refuse_second(Movement.objects.filter(student=student, kind=flow.kind))


def refuse_unless_open_to_outsider(flow: type[MovementFlow], person: Person) -> None:
    """The same for somebody who is no student of ours now.

    Raises:
        Invalid: the kind is for students alone, or the person is one.
        Conflict: an application of this kind is open already.
    """
    if not flow.open_to_outsiders:
        raise Invalid(_("The office has no enrolment of yours; ask the registrar's office."))
    if Student.objects.filter(person=person, status__in=PRESENT).exists():
        raise Invalid(_("“%(kind)s” is for people who are not students here now.") % {"kind": flow.called})
    _refuse_second(Movement.objects.filter(applicant=person, student=None, kind=flow.kind))


def _refuse_second(cases: QuerySet[Movement]) -> None:
    other = cases.exclude(state__in=ENDED).first()
    if other:
        raise Conflict(
            _("An application of this kind is open already: %(case)s. Go on with that one or withdraw it first.")
            % {"case": other},
            facts={"movement": other.pk},
        )


def why_not(flow: type[MovementFlow], student: Student) -> str:
    """The sentence that tells a student why a kind is not for the present standing."""
    if not flow.open_to:
        return _("“%(kind)s” is for people who are not students here now.") % {"kind": flow.called}
    return _("“%(kind)s” is for students whose standing is: %(wanted)s. Yours is: %(status)s.") % {
        "kind": flow.called,
        "wanted": ", ".join(str(status.label) for status in flow.open_to),
        "status": student.get_status_display(),
    }


@transaction.atomic
def save_draft(*, actor: Person, movement_id: int, stated: dict[str, Any]) -> Movement:
    """Keep what is typed so far; nothing is checked until filing.

    Raises:
        NotFound: not the applicant's case.
        Conflict: no longer a draft.
        Invalid: an answer cannot be kept.
    """
    lock_case(movement_id)
    movement = read_case(movement_id)
    as_party(actor, movement)
    must_be(movement, State.DRAFT)
    movement.stated = flow_of(movement.kind).first_step().form.typed(stated)
    movement.changed_at = clock.now()
    movement.save(update_fields=["stated", "changed_at"])
    return movement


@transaction.atomic
def attach(*, actor: Person, movement_id: int, kind: str, upload: File[bytes]) -> Attachment:
    """Add a paper to a draft or a returned case, or what shows that nothing is owed to an office that says so.

    Args:
        actor: the applicant, or the office that files for them.
        movement_id: the case.
        kind: which paper of the flow it is.
        upload: the file, checked by what it is.

    Raises:
        NotFound: not the applicant's case.
        Invalid: the flow asks for no such paper, or the file cannot be accepted.
        Conflict: the case is with the office.
    """
    checked = check_upload(upload)
    lock_case(movement_id)
    movement = read_case(movement_id)
    power = as_party(actor, movement)
    if kind != PROOF.kind:
        must_be(movement, State.DRAFT, State.RETURNED)
    elif not Clearance.objects.filter(movement=movement, turn__finished=None, state=Clearance.State.OWED).exists():
        raise Conflict(_("No office waits for you here."), facts={"state": str(movement.state)})
    if kind not in {paper.kind for paper in papers_for(movement)}:
        raise Invalid(_("This application asks for no such paper."), fields={"kind": [_("no such paper")]})
    present = movement.attachments.filter(removed_at=None)
    if present.count() >= MOST_PAPERS:
        raise Invalid(_("A case holds at most %(most)d papers. Remove one first.") % {"most": MOST_PAPERS})
    attachment = Attachment(
        movement=movement,
        kind=kind,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        added_by=actor,
        added_at=clock.now(),
    )
    attachment.file.save(checked.stored_name, upload, save=True)
    record(movement, actor=power.actor, act="attach", payload={"paper": kind, "sha256": checked.sha256})
    return attachment


@transaction.atomic
def detach(*, actor: Person, movement_id: int, attachment_id: int) -> None:
    """Take a paper back; the row and the file stay, marked.

    Raises:
        NotFound: not the applicant's case, or no such paper in it.
        Conflict: the case is with the office.
    """
    lock_case(movement_id)
    movement = read_case(movement_id)
    power = as_party(actor, movement)
    must_be(movement, State.DRAFT, State.RETURNED)
    attachment = movement.attachments.filter(pk=attachment_id, removed_at=None).first()
    if attachment is None:
        raise NotFound(_("There is no such paper."))
    attachment.removed_at = clock.now()
    attachment.save(update_fields=["removed_at"])
    record(
        movement,
        actor=power.actor,
        act="detach",
        payload={"paper": attachment.kind, "sha256": attachment.sha256},
    )
