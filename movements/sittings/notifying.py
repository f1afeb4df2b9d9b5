"""The members are told when their commission meets; the applicant by the notices of the case."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from journal import clock, jobs, notices
from journal.models import Job
from movements.models import Sitting, SittingState
from movements.sittings.board import members_on
from permissions.models import Person


@jobs.handler("sitting.called")
@jobs.together
def called(job: Job) -> None:
    """Tell every member of the day and the place, once; a sitting void meanwhile is told to nobody."""
    sitting = Sitting.objects.select_related("body__unit").get(pk=job.args["sitting"])
    if sitting.state != SittingState.CALLED:
        return
    for member in members_on(sitting):
        _tell(member.person, sitting)


def _tell(person: Person, sitting: Sitting) -> None:
    with translation.override(person.language or "uz"):
        moment = sitting.meets_at.astimezone(clock.zone)
        notices.plan(
            person_id=person.pk,
            subject=_("%(body)s meets on %(day)s at %(time)s")
            % {"body": sitting.body.unit.name, "day": moment.strftime("%d.%m.%Y"), "time": moment.strftime("%H:%M")},
            body=sitting.place,
            url=reverse("sitting", args=[sitting.pk]),
            about=sitting.chain,
            email=person.email,
        )
