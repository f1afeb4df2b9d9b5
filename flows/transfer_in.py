"""Transfer from another institution (boshqa muassasadan koʻchirish): Resolution 578 of 13.09.2025, annex 3."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.admission import admission_in_order, faculty_asked, permission_in_order
from flows.parts.office_facts import ContractPaid, PersonalFile, RequestLetter
from flows.parts.place import ProposedPlace
from flows.parts.study import FromElsewhere, facts_from_elsewhere, truth, yes_or_no
from flows.parts.windows import BOTH
from flows.regulation.place_rules import papers_are_attached
from flows.regulation.transfer_rules import (
    CIVIL_SERVANT,
    ILLNESS,
    MARRIAGE,
    OTHER,
    average_is_enough,
    few_subjects_differ,
    form_may_follow,
    grant_place_is_vacant,
    institution_is_accredited,
    is_not_first_semester,
    is_not_on_a_joint_programme,
    is_not_on_a_target_place,
    is_within_window,
    programme_is_related,
    reason_is_lawful,
)
from movements.await_step import Await
from movements.clocks import tell, term, working_days
from movements.commission_step import Commission
from movements.conflicts import refused
from movements.flow import MovementFlow
from movements.forms import Day, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import Admit
from orders.place_effects import AttendClasses
from permissions.roles import Role


class TransferInApplication(FromElsewhere):
    """What somebody from another institution states."""

    reason = forms.ChoiceField(
        label=_("Reason of the transfer"),
        choices=[
            ("", _("choose one")),
            (MARRIAGE, _("marriage: to the region where the spouse lives")),
            (CIVIL_SERVANT, _("a civil servant's change of workplace")),
            (ILLNESS, _("illness")),
            (OTHER, _("another reason")),
        ],
        help_text=_("Between two state institutions only the first two count."),
    )
    matching_in_region = yes_or_no(_("Your region has a matching programme"), required=False)
    starts_on = Day(label=_("First day of study"))
    explanation = Words(label=_("Explanation"), required=False, max_length=1000)


PAPERS = (
    Paper(kind="transcript", title=_("Transcript or record book"), clause="578/2025:application"),
    Paper(kind="passport", title=_("Copy of the passport"), clause="578/2025:application", sensitive=True),
    Paper(
        kind="marriage_certificate",
        title=_("Marriage certificate and the spouse's registration"),
        clause="578/2025:state-reasons",
        when={"reason": (MARRIAGE,)},
        sensitive=True,
    ),
    Paper(
        kind="workplace_order",
        title=_("Order of appointment and the recommendation of the ministry or agency"),
        clause="578/2025:state-reasons",
        when={"reason": (CIVIL_SERVANT,)},
        sensitive=True,
    ),
    Paper(
        kind="accreditation",
        title=_("Proof that the foreign institution is accredited"),
        clause="578/2025:foreign",
        when={"institution_kind": ("foreign",)},
    ),
)
PERSONAL = ("passport", "marriage_certificate", "workplace_order")
CITED = {"clause": "578/2025:application", "formerly": "393/2017:state-reasons"}
OF_ORDERS = {"clause": "578/2025:orders", "formerly": "393/2017:unpaid"}
TOLD = {"lapses": term("transfer.admission_days"), "told_before": term("transfer.lapse_notice_days")}


class TransferFromAnotherInstitution(MovementFlow):
    """Transfer from another institution: first the permission to attend, then the admission."""

    kind = "transfer_in"
    called = _("Transfer from another institution")
    basis = "578/2025"
    windows = BOTH
    open_to = ()
    open_to_outsiders = True
    event_date = "starts_on"
    service = term("transfer.service_days")
    unit_of = staticmethod(faculty_asked)
    beside = {
        "academic_leave": refused(_("Whoever has a case as our student is not transferred to us from elsewhere.")),
        "return_from_leave": refused(_("Whoever has a case as our student is not transferred to us from elsewhere.")),
        "change_of_group": refused(_("Whoever has a case as our student is not transferred to us from elsewhere.")),
        "transfer_out": refused(_("Whoever is leaving for another institution does not come from one.")),
        "transfer_inside": refused(_("Whoever has a case as our student is not transferred to us from elsewhere.")),
        "reinstatement": refused(_("One is either reinstated or transferred from elsewhere.")),
        "transfer_reinstatement": refused(_("One is either transferred or reinstated from elsewhere.")),
    }

    @classmethod
    def study_facts(cls, stated, student, filed_on, movement):
        """Everything is stated: the record knows nothing of somebody from elsewhere."""
        region = truth(stated, "matching_in_region")
        return facts_from_elsewhere(stated, "into", reason=stated.get("reason", ""), matching_in_region=region)

    application = Apply(TransferInApplication, papers=PAPERS, by=Role.STUDENT, called=_("Application"), **CITED).Next(
        this.check
    )

    check = (
        Verify(
            is_within_window,
            reason_is_lawful,
            institution_is_accredited,
            programme_is_related,
            is_not_first_semester,
            average_is_enough,
            few_subjects_differ,
            form_may_follow,
            is_not_on_a_target_place,
            is_not_on_a_joint_programme,
            grant_place_is_vacant,
            papers_are_attached,
            called=_("Check of the clauses"),
        )
        .Then(this.placement)
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
        .Approve(this.placement)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    placement = (
        Decide(
            by=Role.REGISTRAR,
            states=ProposedPlace,
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
        TransferInApplication,
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
            clause="578/2025:unpaid",
            formerly="393/2017:unpaid",
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
            clause="578/2025:unpaid",
            formerly="393/2017:unpaid",
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
    refused = Outcome("refused", called=_("Transfer refused"))
    lapsed = Outcome("lapsed", called=_("Lapsed: contract or personal file did not come in time"))
