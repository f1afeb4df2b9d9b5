"""Reinstatement after dismissal elsewhere (koʻchirib tiklash): Resolution 578 of 13.09.2025, annex 3."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.admission import admission_in_order, faculty_asked, permission_in_order
from flows.parts.office_facts import ContractPaid, HigherDecision, PersonalFile, RequestLetter
from flows.parts.returning import GRANT_CODES, GRANT_GROUNDS, GROUNDS, LEVELS, PlaceOffered
from flows.parts.study import FromElsewhere, facts_from_elsewhere, truth, yes_or_no
from flows.parts.windows import AUTUMN
from flows.regulation.place_rules import papers_are_attached
from flows.regulation.reinstatement_rules import (
    MINISTRY,
    RECTOR,
    STATE_COMMISSION,
    deciding_level,
    dismissal_allows_a_return,
    payment_is_lawful,
    studies_nowhere_else,
)
from flows.regulation.transfer_rules import (
    average_is_enough,
    few_subjects_differ,
    institution_is_accredited,
    is_not_between_institutions_in_spring,
    is_not_first_semester,
    is_within_window,
    programme_is_related,
)
from movements.await_step import Await
from movements.choose_step import Choose
from movements.clocks import tell, term, working_days
from movements.commission_step import Commission
from movements.conflicts import refused
from movements.facts import filed_on
from movements.flow import MovementFlow
from movements.forms import Day, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import Admit
from orders.place_effects import AttendClasses
from permissions.roles import Role


class TransferReinstatementApplication(FromElsewhere):
    """What a former student of another institution, or of another programme of ours, states."""

    dismissed_on = Day(label=_("Dismissed on"))
    dismissal_ground = forms.ChoiceField(label=_("Ground of the dismissal"), choices=GROUNDS)
    grant_ground = forms.ChoiceField(label=_("Ground of a grant"), choices=GRANT_GROUNDS, required=False)
    studies_elsewhere = yes_or_no(_("You study at another institution now"))
    starts_on = Day(label=_("First day of study"))
    explanation = Words(label=_("Explanation"), required=False, max_length=1000)


PAPERS = (
    Paper(kind="academic_certificate", title=_("Academic certificate or transcript"), clause="578/2025:application"),
    Paper(kind="passport", title=_("Copy of the passport"), clause="578/2025:application", sensitive=True),
    Paper(kind="dismissal_order", title=_("Order of the dismissal"), clause="578/2025:dismissal"),
    Paper(
        kind="grant_proof",
        title=_("Proof of the ground of a grant"),
        clause="578/2025:payment",
        when={"grant_ground": GRANT_CODES},
        sensitive=True,
    ),
)
PERSONAL = ("passport", "grant_proof")
CITED = {"clause": "578/2025:application", "formerly": "393/2017:6"}
OF_LEVEL = {"clause": "578/2025:level", "formerly": "393/2017:6"}
OF_PAYING = {"clause": "578/2025:unpaid", "formerly": "393/2017:unpaid"}
OF_ORDERS = {"clause": "578/2025:orders", "formerly": "393/2017:unpaid"}
OUR_STUDENT = refused(_("Whoever has a case as our student is not reinstated from elsewhere."))
TOLD = {"lapses": term("transfer.admission_days"), "told_before": term("transfer.lapse_notice_days")}


def who_decides(movement):
    """The institute, the ministry or the state commission, by the years between dismissal and filing."""
    return deciding_level(date.fromisoformat(movement.stated["dismissed_on"]), filed_on(movement))


class TransferReinstatement(MovementFlow):
    """Reinstatement elsewhere than where one was dismissed: it has the two orders of a transfer."""

    kind = "transfer_reinstatement"
    called = _("Reinstatement after dismissal elsewhere")
    basis = "578/2025"
    windows = AUTUMN
    open_to = ()
    open_to_outsiders = True
    event_date = "starts_on"
    service = term("reinstatement.service_days")
    unit_of = staticmethod(faculty_asked)
    beside = {
        **dict.fromkeys(("academic_leave", "return_from_leave", "change_of_group", "transfer_inside"), OUR_STUDENT),
        "transfer_out": refused(_("Whoever is leaving for another institution is not reinstated in this one.")),
        "reinstatement": refused(_("One is reinstated either in the former programme or in another.")),
    }

    @classmethod
    def study_facts(cls, stated, student, filed_on, movement):
        """Everything is stated; whether the person studies here, the record knows too."""
        return facts_from_elsewhere(
            stated,
            "back_into",
            dismissed_on=date.fromisoformat(stated["dismissed_on"]) if stated.get("dismissed_on") else None,
            dismissal_ground=stated.get("dismissal_ground", ""),
            grant_ground=stated.get("grant_ground", ""),
            active_elsewhere=truth(stated, "studies_elsewhere"),
        )

    application = Apply(
        TransferReinstatementApplication, papers=PAPERS, by=Role.STUDENT, called=_("Application"), **CITED
    ).Next(this.check)

    check = (
        Verify(
            is_within_window,
            is_not_between_institutions_in_spring,
            dismissal_allows_a_return,
            studies_nowhere_else,
            institution_is_accredited,
            programme_is_related,
            is_not_first_semester,
            average_is_enough,
            few_subjects_differ,
            payment_is_lawful,
            papers_are_attached,
            called=_("Check of the clauses"),
        )
        .Then(this.level)
        .Else(this.office_check)
    )

    office_check = (
        Decide(
            by=Role.REGISTRAR,
            within=term("transfer.office_days"),
            if_silent=tell(Role.HEAD),
            sees=PERSONAL,
            called=_("Check by the registrar's office"),
            **CITED,
        )
        .Approve(this.level)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    level = (
        Choose(who_decides, ways=LEVELS, called=_("Who decides, by the years since the dismissal"), **OF_LEVEL)
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
            within=term("transfer.office_days"),
            if_silent=tell(Role.HEAD),
            sees=PERSONAL,
            called=_("Place and academic difference named"),
            clause="578/2025:difference",
            formerly="393/2017:difference",
        )
        .Approve(this.receiving_dean)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    receiving_dean = (
        Decide(
            by=Role.DEAN,
            within=working_days(2),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Consent of the receiving dean"),
            **CITED,
        )
        .Approve(this.commission)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    commission = (
        Commission(
            "transfer",
            within=working_days(10),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Conclusion of the commission"),
            clause="578/2025:programme",
            formerly="393/2017:4",
        )
        .Approve(this.permission)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = Revise(
        TransferReinstatementApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        **CITED,
    ).Next(this.check)

    permission = (
        Order(
            "attend_classes",
            effect=AttendClasses,
            values=permission_in_order,
            visas=(Role.LAWYER,),
            signs=Role.RECTOR,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order of permission to attend classes"),
            **OF_ORDERS,
        )
        .InForce(this.request_letter)
        .Struck(this.office_check)
    )

    request_letter = Await(
        by=Role.REGISTRAR,
        states=RequestLetter,
        within=working_days(2),
        if_silent=tell(Role.HEAD),
        called=_("Personal file asked for by a letter"),
        **OF_ORDERS,
    ).Approve(this.contract)

    contract = (
        Await(
            by=Role.ACCOUNTANT,
            states=ContractPaid,
            within=working_days(10),
            if_silent=tell(Role.HEAD),
            called=_("Contract paid"),
            **OF_PAYING,
            **TOLD,
        )
        .Approve(this.personal_file)
        .Lapse(this.lapsed)
    )

    personal_file = (
        Await(
            by=Role.REGISTRAR,
            states=PersonalFile,
            within=working_days(10),
            if_silent=tell(Role.HEAD),
            called=_("Personal file received"),
            **OF_PAYING,
            **TOLD,
        )
        .Approve(this.admission)
        .Lapse(this.lapsed)
    )

    admission = (
        Order(
            "admission",
            effect=Admit,
            values=admission_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order of admission"),
            **OF_ORDERS,
        )
        .InForce(this.granted)
        .Struck(this.personal_file)
    )

    granted = Outcome("granted", called=_("Admitted"))
    refused = Outcome("refused", called=_("Reinstatement refused"))
    lapsed = Outcome("lapsed", called=_("Lapsed: contract or personal file did not come in time"))
