"""Reinstatement into the same programme (qayta tiklash): Resolution 578 of 13.09.2025, annex 3."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.office_facts import ContractPaid, HigherDecision
from flows.parts.place import place_in_order
from flows.parts.returning import GRANT_GROUNDS, LEVELS, PlaceOffered, facts_of_former
from flows.parts.study import Marks, yes_or_no
from flows.parts.windows import BOTH
from flows.regulation.place_rules import papers_are_attached
from flows.regulation.reinstatement_rules import (
    CONSCRIPT,
    DISABILITY,
    MINISTRY,
    ORPHAN,
    RECTOR,
    STATE_COMMISSION,
    conscript_is_in_time,
    deciding_level,
    dismissal_allows_a_return,
    payment_is_lawful,
    studies_nowhere_else,
    years_of_study_are_left,
)
from flows.regulation.transfer_rules import (
    average_is_enough,
    few_subjects_differ,
    is_not_first_semester,
    is_within_window,
)
from movements.choose_step import Choose
from movements.clocks import tell, term, working_days
from movements.conflicts import held, refused
from movements.facts import filed_on
from movements.flow import MovementFlow
from movements.forms import Day, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.enrolment_effects import Reinstate
from permissions.roles import Role
from students.models import Form, Payment, Status


class ReinstatementApplication(Marks):
    """What the former student states."""

    form = forms.ChoiceField(label=_("Form of study asked for"), choices=[("", _("choose one")), *Form.choices])
    course = forms.IntegerField(label=_("Course asked for"), min_value=1, max_value=6)
    semester = forms.IntegerField(label=_("Semester asked for"), min_value=1, max_value=12)
    payment = forms.ChoiceField(
        label=_("Basis of payment asked for"),
        choices=[("", _("choose one")), *Payment.choices],
        help_text=_("One is reinstated on a fee contract; on a grant only on a ground of the list."),
    )
    grant_ground = forms.ChoiceField(label=_("Ground of a grant"), choices=GRANT_GROUNDS, required=False)
    discharged_on = Day(label=_("End of the military service"), required=False)
    studies_elsewhere = yes_or_no(_("You study at another institution now"))
    starts_on = Day(label=_("First day of study"))
    explanation = Words(label=_("Explanation"), required=False, max_length=1000)

    field_order = ["form", "course", "semester", "system", "gpa", "differing"]


PAPERS = (
    Paper(
        kind="academic_certificate",
        title=_("Academic certificate or transcript"),
        clause="578/2025:application",
    ),
    Paper(
        kind="orphan_certificate",
        title=_("Certificate of orphanhood"),
        clause="578/2025:payment",
        when={"grant_ground": (ORPHAN,)},
        sensitive=True,
    ),
    Paper(
        kind="disability_certificate",
        title=_("Certificate of disability"),
        clause="578/2025:payment",
        when={"grant_ground": (DISABILITY,)},
        sensitive=True,
    ),
    Paper(
        kind="military_id",
        title=_("Military ID with the entry of discharge"),
        clause="578/2025:payment",
        when={"grant_ground": (CONSCRIPT,)},
    ),
)
FAMILY = ("orphan_certificate", "disability_certificate")
CITED = {"clause": "578/2025:application", "formerly": "393/2017:6"}
OF_LEVEL = {"clause": "578/2025:level", "formerly": "393/2017:6"}
OF_PAYING = {"clause": "578/2025:unpaid", "formerly": "393/2017:unpaid"}
OF_BASIS = {"clause": "578/2025:payment", "formerly": "393/2017:payment"}


def who_decides(movement):
    """The rector, the ministry or the state commission, by the years between dismissal and filing."""
    since = movement.student.status_since
    return deciding_level(since, filed_on(movement)) if since else RECTOR


def reinstatement_in_order(movement):
    """What the order says and does: the place the office named, and on which basis of payment."""
    place = movement.decided["placement"]
    named = place_in_order(movement.student.programme.code, place)
    contract = movement.decided.get("contract", {})
    return {
        **named,
        "from": movement.stated["starts_on"],
        "exception": place.get("exception", ""),
        "evidence": place.get("evidence", ""),
        "contract": contract.get("contract", ""),
    }


class Reinstatement(MovementFlow):
    """Reinstatement into the same programme: the years since the dismissal say who decides."""

    kind = "reinstatement"
    called = _("Reinstatement")
    basis = "578/2025"
    windows = BOTH
    open_to = (Status.EXPELLED,)
    event_date = "starts_on"
    service = term("reinstatement.service_days")
    beside = {
        "academic_leave": held(_("The application from before the dismissal must end first.")),
        "return_from_leave": held(_("The application from before the dismissal must end first.")),
        "change_of_group": held(_("The application from before the dismissal must end first.")),
        "transfer_out": refused(_("Whoever is leaving for another institution is not reinstated in this one.")),
        "transfer_inside": held(_("The application from before the dismissal must end first.")),
    }

    @classmethod
    def study_facts(cls, stated, student, filed_on, movement):
        """The dismissal as the ledger has it, beside what is asked for."""
        return facts_of_former(stated, student)

    application = Apply(
        ReinstatementApplication, papers=PAPERS, by=Role.STUDENT, called=_("Application"), **CITED
    ).Next(this.check)

    check = (
        Verify(
            is_within_window,
            dismissal_allows_a_return,
            studies_nowhere_else,
            is_not_first_semester,
            average_is_enough,
            few_subjects_differ,
            payment_is_lawful,
            conscript_is_in_time,
            years_of_study_are_left,
            papers_are_attached,
            called=_("Check of the clauses"),
        )
        .Then(this.level)
        .Else(this.office_check)
    )

    office_check = (
        Decide(
            by=Role.REGISTRAR,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            sees=FAMILY,
            called=_("Check by the registrar's office"),
            **CITED,
        )
        .Approve(this.level)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    level = (
        Choose(
            who_decides,
            ways=LEVELS,
            called=_("Who decides, by the years since the dismissal"),
            **OF_LEVEL,
        )
        .To(RECTOR, this.placement)
        .To(MINISTRY, this.higher_decision)
        .To(STATE_COMMISSION, this.higher_decision)
    )

    higher_decision = (
        Decide(
            by=Role.REGISTRAR,
            states=HigherDecision,
            within=working_days(30),
            if_silent=tell(Role.HEAD),
            called=_("Decision of the ministry or the state commission recorded"),
            **OF_LEVEL,
        )
        .Approve(this.placement)
        .Refuse(this.refused)
    )

    placement = (
        Decide(
            by=Role.REGISTRAR,
            states=PlaceOffered,
            difference=True,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            sees=FAMILY,
            called=_("Place and academic difference named"),
            **OF_BASIS,
        )
        .Approve(this.dean_consent)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    dean_consent = (
        Decide(
            by=Role.DEAN,
            within=working_days(2),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Dean's consent"),
            **CITED,
        )
        .Approve(this.payment_basis)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    payment_basis = (
        Choose(
            lambda movement: "contract" if movement.decided["placement"]["payment"] == Payment.CONTRACT else "grant",
            ways={"contract": _("on a fee contract"), "grant": _("on a grant, by an exception")},
            called=_("Basis of payment"),
            **OF_BASIS,
        )
        .To("contract", this.contract)
        .To("grant", this.grant_confirmed)
    )

    contract = (
        Decide(
            by=Role.ACCOUNTANT,
            states=ContractPaid,
            within=working_days(10),
            if_silent=tell(Role.HEAD),
            called=_("Contract paid"),
            **OF_PAYING,
        )
        .Approve(this.order)
        .Refuse(this.refused)
    )

    grant_confirmed = (
        Decide(
            by=Role.VICE_RECTOR,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            sees=FAMILY,
            called=_("Exception confirmed by the vice-rector"),
            **OF_BASIS,
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = Revise(
        ReinstatementApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        **CITED,
    ).Next(this.check)

    order = (
        Order(
            "reinstatement",
            effect=Reinstate,
            values=reinstatement_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            carries=("824/2020:41",),
            called=_("Order of reinstatement"),
            clause="578/2025:payment",
            formerly="393/2017:6",
        )
        .InForce(this.granted)
        .Struck(this.office_check)
    )

    granted = Outcome("granted", called=_("Reinstated"))
    refused = Outcome("refused", called=_("Reinstatement refused"))
