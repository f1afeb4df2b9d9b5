"""Who is told of an act of destruction: those who may confirm it, and whoever drew it when another put it aside."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, jobs, notices
from journal.models import Job
from orders.blank_models import BlankDestruction, DestructionState
from permissions import policy
from permissions.models import Person, Unit
from permissions.roles import Act, offices_for


def tell_of(act: BlankDestruction) -> None:
    """Have people told of the state the act has just reached, in the transaction that brought it there."""
    key = f"blanks.destruction:{act.pk}:{act.state}"
    jobs.enqueue("blanks.destruction", key=key, args={"destruction": act.pk, "state": str(act.state)})


@jobs.handler("blanks.destruction")
@jobs.together
def plan_notices(job: Job) -> None:
    """Tell, once; an act that has moved on meanwhile has a job of its own."""
    act = BlankDestruction.objects.select_related("drawn_by").get(pk=job.args["destruction"])
    if str(act.state) != job.args["state"]:
        return
    for person in _people(act):
        with translation.override(person.language or "uz"):
            subject, body = _words(act)
            notices.plan(
                person_id=person.pk,
                subject=subject,
                body=body,
                url=f"/blanks/destructions/{act.pk}/",
                about=f"blankdestruction:{act.pk}",
                email=person.email,
            )


def _people(act: BlankDestruction) -> list[Person]:
    if act.state == DestructionState.DISCARDED:
        return [act.drawn_by] if act.decided_by_id != act.drawn_by_id else []
    root = Unit.objects.get(parent=None)
    offices = sorted(offices_for(Act.BLANK_CONFIRM))
    held = [person for office in offices for person in policy.holders(office, unit=root, on=clock.today())]
    return list({person.pk: person for person in held if person.pk != act.drawn_by_id}.values())


def _words(act: BlankDestruction) -> tuple[str, str]:
    if act.state == DestructionState.DISCARDED:
        return _("Act of destruction No. %(number)s was put aside") % {"number": act}, act.words
    body = _("Read it, then confirm it or put it aside: nothing is destroyed before.")
    return _("Act of destruction No. %(number)s waits to be confirmed") % {"number": act}, body
