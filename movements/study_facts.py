"""What a rule of transfer or reinstatement looks at beside the statement and the standing: plain facts, in one place.

A flow fills them in ``MovementFlow.study_facts``. A fact that nobody knows stays empty, and a rule that needs it warns
instead of guessing. No value is ever a default that could pass for a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from students.debts import Debts


@dataclass(frozen=True, kw_only=True)
class StudyFacts:
    """The facts of one application.

    Args:
        way: ``into`` us from another institution, ``out`` to another, ``inside`` ours, ``back`` into the same
            programme (reinstatement), ``back_into`` us after dismissal elsewhere (transfer-reinstatement).
        system: how marks were given where the applicant studied: ``credit`` or ``rating``.
        gpa: the grade point average, exact as it is known.
        differing_subjects: how many general-professional and speciality subjects differ.
        course: the course asked for.
        semester: the semester asked for, counted from admission.
        form_now: form of study now, or before the dismissal; a code of ``students.models.Form``.
        form_asked: form of study asked for.
        same_field: whether the programme asked for lies in the field of the present one.
        relation: the programme asked for is the ``same``, ``matching`` (mos), ``related`` (turdosh) or ``other``.
        target_admission: admitted for an employer who ordered the place (target admission).
        joint_programme: studies on a joint programme with a foreign institution.
        institution_now: whose institution the applicant comes from: ``state``, ``private`` or ``foreign``.
        institution_asked: the same of the institution asked for; our own is ``state`` unless it says otherwise.
        foreign_accredited: whether the foreign institution is accredited.
        reason: why, a code of ``transfer_rules``; empty where none is asked.
        matching_in_region: whether the region has a matching programme.
        payment_asked: a code of ``students.models.Payment``.
        grant_ground: the ground of a grant place, a code of ``reinstatement_rules``.
        discharged_on: end of military service.
        vacant_grant_place: whether a grant place is vacant.
        dismissed_on: effective day of the dismissal.
        dismissal_ground: HEMIS code of the ground (h_expel_reason).
        admitted_on: day of the admission to the first course.
        ends_on: the day on which the study asked for would end.
        degree: HEMIS h_education_type: ``11`` bachelor, ``12`` master.
        active_elsewhere: whether the same personal number studies somewhere else.
        debts: what the student owes, as far as the record knows.
        annual_contract: price of a year of study, in soʻm.
        studied_again: codes of the subjects that another case of the person has under way.
        has_schedule: whether an order has given the student a personal schedule for the present semester.
    """

    way: str = ""
    system: str = ""
    gpa: Decimal | None = None
    differing_subjects: int | None = None
    course: int | None = None
    semester: int | None = None
    form_now: str = ""
    form_asked: str = ""
    same_field: bool | None = None
    relation: str = ""
    target_admission: bool | None = None
    joint_programme: bool | None = None
    institution_now: str = ""
    institution_asked: str = ""
    foreign_accredited: bool | None = None
    reason: str = ""
    matching_in_region: bool | None = None
    payment_asked: str = ""
    grant_ground: str = ""
    discharged_on: date | None = None
    vacant_grant_place: bool | None = None
    dismissed_on: date | None = None
    dismissal_ground: str = ""
    admitted_on: date | None = None
    ends_on: date | None = None
    degree: str = ""
    active_elsewhere: bool | None = None
    debts: Debts | None = None
    annual_contract: Decimal | None = None
    studied_again: frozenset[str] = frozenset()
    has_schedule: bool | None = None


NOTHING_KNOWN = StudyFacts()

SAID = {
    "yes": _("yes"),
    "no": _("no"),
    "same": _("the same programme"),
    "matching": _("matching"),
    "related": _("related"),
    "full_time": _("full-time"),
    "evening": _("evening"),
    "extramural": _("extramural"),
    "special_extramural": _("special extramural"),
    "contract": _("fee contract"),
    "rector": _("rector"),
    "ministry": _("ministry"),
    "state_commission": _("state commission"),
}
"""Codes which findings keep as values, as people read them; those of a form's own choices the form says itself."""
