"""Which unit and which person a case is asked about. The answer itself is always policy's."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from journal import clock
from journal.refusals import NotFound
from movements.clearances.rows import cases_asked
from movements.flow import flow_of, papers_for
from movements.models import Attachment, Movement, Turn
from movements.papers import may_see
from movements.sittings.access import opened_by_a_seat, seat_over
from orders.blanks.subjects import Subject
from permissions import policy
from permissions.models import Person, Unit
from permissions.roles import COMMISSION, Act, Role, offices_for


def can_see(actor: Person, movement: Movement) -> bool:
    """The applicant sees the own case; an office filed ones of its units and drafts it writes; a commission its own."""
    if movement.applicant_id == actor.pk:
        return True
    if movement.number is None:
        return movement.filed_by_id == actor.pk and files_for(actor, movement)
    power = policy.power(actor, Act.CASE_READ, unit=movement.unit, subject_id=None, on=clock.today())
    return power is not None or bool(seat_over(actor, movement)) or _is_asked_about(actor, movement)


def may_open_case(actor: Person, pk: int) -> bool:
    """Whether the actor may see the case of that id; absent and forbidden alike."""
    movement = Movement.objects.select_related("unit").filter(pk=pk).first()
    return movement is not None and can_see(actor, movement)


def cases_in_words(reader: Person, ids: list[int]) -> dict[int, Subject]:
    """What the ledger of blanks calls these cases: their numbers, with the pages of those the reader may see."""
    numbers = Movement.objects.filter(pk__in=ids, number__isnull=False).values_list("pk", "number")
    seen = set(visible(reader).filter(pk__in=ids).values_list("pk", flat=True))
    return {pk: Subject(f"№ {number}", reverse("case", args=[pk]) if pk in seen else "") for pk, number in numbers}


def files_for(actor: Person, movement: Movement) -> bool:
    """Whether the actor's office may write this case for its applicant today."""
    subject = movement.applicant_id
    return bool(policy.power(actor, Act.CASE_FILE_FOR, unit=movement.unit, subject_id=subject, on=clock.today()))


def visible(actor: Person) -> QuerySet[Movement]:
    """All cases the actor may see."""
    units = policy.unit_ids(actor, Act.CASE_READ, on=clock.today())
    own = Q(applicant=actor) | Q(unit_id__in=units, number__isnull=False)
    written = Q(filed_by=actor, unit_id__in=policy.unit_ids(actor, Act.CASE_FILE_FOR, on=clock.today()))
    return Movement.objects.filter(own | written | _asked_in(actor) | opened_by_a_seat(actor))


def _is_asked_about(actor: Person, movement: Movement) -> bool:
    return Movement.objects.filter(_asked_in(actor), pk=movement.pk).exists()


def _asked_in(actor: Person) -> Q:
    """The cases about which an office of the actor's is or was asked: the receiving dean's, the accountant's."""
    asked, powers = Q(pk__in=[]), policy.powers(actor, on=clock.today())
    for power in powers:
        if power.office in offices_for(Act.CASE_DECIDE):
            below = Q(unit_id=power.unit_id) | Q(unit__path__contains=f"/{power.unit_id}/")
            asked |= Q(office=power.office) & below
    return Q(Exists(Turn.objects.filter(asked, movement=OuterRef("pk")))) | cases_asked(powers)


def reach_of(movement: Movement) -> set[int]:
    """The units whose offices have to do with a case: its faculty and those where it was asked about, and all above."""
    asked = Unit.objects.filter(Exists(Turn.objects.filter(movement=movement, unit=OuterRef("pk"))))
    return {pk for unit in (movement.unit, *asked) for pk in policy.ancestors(unit)}


def offices_over(actor: Person, movement: Movement) -> list[Role]:
    """The offices the actor holds over a case today; in the own case none."""
    if movement.applicant_id == actor.pk:
        return []
    reach, held = reach_of(movement), policy.powers(actor, on=clock.today())
    offices = [power.office for power in held if power.unit_id in reach and power.office not in COMMISSION]
    seated = any(power.office in COMMISSION for power in held)
    return [*offices, *seat_over(actor, movement)] if seated else offices


def get_paper_for(actor: Person, pk: int) -> Attachment:
    """A paper the actor may open.

    Raises:
        NotFound: absent, or not for this reader: nobody is told which.
    """
    refusal = NotFound(_("There is no such paper."))
    attachment = Attachment.objects.select_related("movement__unit").filter(pk=pk).first()
    if attachment is None or not can_see(actor, attachment.movement):
        raise refusal
    movement = attachment.movement
    flow = flow_of(movement.kind)
    paper = next((paper for paper in papers_for(movement) if paper.kind == attachment.kind), None)
    offices = offices_over(actor, movement)
    own = movement.applicant_id == actor.pk or attachment.added_by_id == actor.pk
    if paper is None or not may_see(paper, offices=offices, sees=flow.sees(), is_applicant=own):
        raise refusal
    return attachment
