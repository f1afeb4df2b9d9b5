"""Taking a study up again: the place offered to a former student, and the average that lowers it."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.place import ProposedPlace
from flows.parts.study import average, number, truth
from flows.regulation.reinstatement_rules import (
    CONSCRIPT,
    DISABILITY,
    MINISTRY,
    ORPHAN,
    RECTOR,
    RETURNED,
    SENT_ABROAD,
    STATE_COMMISSION,
)
from flows.regulation.transfer_rules import published
from movements.facts import filed_on
from movements.limits import limit_on
from movements.study_facts import NOTHING_KNOWN, StudyFacts
from students.hemis.codes import EXPULSIONS, hemis_reason
from students.models import Payment, Status, Student

ACTIVE = (Status.STUDYING, Status.ON_LEAVE)
YEARS_OF_STUDY = {"11": 4, "12": 2}
GRANT_GROUNDS = [
    ("", _("none: a fee contract")),
    (ORPHAN, _("orphan")),
    (DISABILITY, _("disability of group I or II")),
    (CONSCRIPT, _("conscript after service")),
    (RETURNED, _("returned on time from academic leave")),
    (SENT_ABROAD, _("sent abroad under a state order")),
]


GRANT_CODES = (ORPHAN, DISABILITY, CONSCRIPT, RETURNED, SENT_ABROAD)
LEVELS = {
    RECTOR: _("less than five years since the dismissal"),
    MINISTRY: _("from five to ten years"),
    STATE_COMMISSION: _("more than ten years"),
}
GROUNDS = [("", _("choose one")), *((code, ground.label) for code, (ground, _status) in EXPULSIONS.items())]
"""Grounds of a dismissal by HEMIS's own codes."""


def is_average_too_low(stated, student, day):
    """Whether the average lies below the least one of that day, so that only an earlier semester may be offered."""
    least, compared = limit_on("transfer.min_gpa", day), limit_on("transfer.gpa_compared", day)
    known = average(stated, student)
    if least is None or known is None or stated.get("system") != "credit":
        return False
    exact = compared is not None and compared.value == "exact"
    return (known if exact else published(known)) < least.value


def study_would_end(starts_on, course, degree):
    """The July in which the last course would end."""
    years = YEARS_OF_STUDY.get(degree, 4) - course
    return date(starts_on.year + years + (starts_on.month >= 7), 7, 1)


def facts_of_former(stated, student):
    """The dismissal as the ledger has it, beside what is asked for."""
    if student is None:
        return NOTHING_KNOWN
    course, starts, discharged = number(stated, "course"), stated.get("starts_on"), stated.get("discharged_on")
    ends = study_would_end(date.fromisoformat(starts), course, student.programme.degree) if course and starts else None
    others = Student.objects.filter(person=student.person_id).exclude(pk=student.pk)
    elsewhere = others.filter(status__in=ACTIVE).exists()
    return StudyFacts(
        way="back",
        system=stated.get("system", ""),
        gpa=average(stated, student),
        differing_subjects=number(stated, "differing"),
        course=course,
        semester=number(stated, "semester"),
        payment_asked=stated.get("payment", ""),
        grant_ground=stated.get("grant_ground", ""),
        discharged_on=date.fromisoformat(discharged) if discharged else None,
        dismissed_on=student.status_since,
        dismissal_ground=hemis_reason(student.status, student.ground) or "",
        admitted_on=date(student.admitted_in, 9, 1) if student.admitted_in else None,
        ends_on=ends,
        degree=student.programme.degree,
        active_elsewhere=elsewhere or truth(stated, "studies_elsewhere"),
    )


class PlaceOffered(ProposedPlace):
    """Where the former student goes on; a grant only on a ground of the list, with the paper that proves it."""

    exception = forms.ChoiceField(label=_("Ground of a grant"), choices=GRANT_GROUNDS, required=False)
    evidence = forms.CharField(label=_("Paper that proves the ground"), max_length=200, required=False)

    def clean(self):
        """A low average lowers the semester; a grant needs its ground and paper, a contract has none."""
        answers = super().clean()
        if answers.get("payment") == Payment.GRANT:
            for name in ("exception", "evidence"):
                if not answers.get(name):
                    self.add_error(name, _("A grant after a reinstatement needs a ground of the list and its paper."))
        elif answers.get("exception"):
            self.add_error("exception", _("A fee contract needs no ground."))
        self._lower_the_semester(answers)
        return answers

    def _lower_the_semester(self, answers):
        if self.movement is None:
            return
        stated, day = self.movement.stated, filed_on(self.movement)
        asked = int(stated.get("semester") or 0)
        if is_average_too_low(stated, self.student, day) and (answers.get("semester") or 0) >= asked > 1:
            words = _("The average is below the least one: offer a semester earlier than %(semester)d.")
            self.add_error("semester", words % {"semester": asked})
