"""Transfer to another institution (oʻqishni boshqa muassasaga koʻchirish): Resolution 578 of 13.09.2025, annex 3."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.office_facts import Acknowledgement, Delivery, Inventory
from flows.parts.study import INSTITUTIONS, truth, yes_or_no
from flows.parts.windows import BOTH
from flows.regulation.place_rules import papers_are_attached
from flows.regulation.transfer_rules import (
    CIVIL_SERVANT,
    MARRIAGE,
    OTHER,
    is_not_first_semester,
    is_not_on_a_joint_programme,
    is_within_window,
    reason_is_lawful,
)
from movements.clear_step import Clear, asks
from movements.clocks import tell, term, working_days
from movements.conflicts import refused
from movements.flow import MovementFlow
from movements.forms import Day, Statement, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from movements.study_facts import StudyFacts
from orders.enrolment_effects import TransferOut
from permissions.roles import Role
from students.models import Form, Status


class TransferOutApplication(Statement):
    """What the student states."""

    institution = forms.CharField(label=_("Institution asked for"), max_length=200)
    institution_kind = forms.ChoiceField(label=_("Kind of that institution"), choices=INSTITUTIONS)
    programme_there = forms.CharField(label=_("Programme there, code and name"), max_length=200)
    reason = forms.ChoiceField(
        label=_("Reason of the transfer"),
        choices=[
            ("", _("choose one")),
            (MARRIAGE, _("marriage: to the region where the spouse lives")),
            (CIVIL_SERVANT, _("a civil servant's change of workplace")),
            (OTHER, _("another reason")),
        ],
        help_text=_("Between two state institutions only the first two count."),
    )
    target_admission = yes_or_no(_("Admitted on a target place"))
    leaves_on = Day(label=_("Last day of study here"))
    explanation = Words(label=_("Explanation"), required=False, max_length=1000)


PAPERS = (
    Paper(
        kind="request_letter",
        title=_("Letter of the receiving institution that asks for the personal file"),
        clause="578/2025:application",
    ),
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
)
# An office of the clearance is reminded a working day before its term ends.
WHEN_SILENT = {"reminded": working_days(1), "if_silent": tell(Role.HEAD)}
FAMILY = ("marriage_certificate", "workplace_order")


def dismissal_in_order(movement):
    """What the order says and does: dismissed because of the transfer, the file delivered and acknowledged."""
    acknowledged = movement.decided["acknowledgement"]
    return {
        "from": movement.stated["leaves_on"],
        "institution": movement.stated["institution"],
        "acknowledgement": acknowledged["acknowledgement"],
        "acknowledged_on": acknowledged["received_on"],
        "inventory": movement.decided["dossier"]["inventory_number"],
        "papers": [],
    }


class TransferToAnotherInstitution(MovementFlow):
    """Transfer to another institution: the personal file leaves with an inventory, and the dismissal follows it.

    The order waits for the acknowledgement, so that nobody is dismissed here before being expected there.
    """

    kind = "transfer_out"
    called = _("Transfer to another institution")
    basis = "578/2025"
    windows = BOTH
    open_to = (Status.STUDYING, Status.ON_LEAVE)
    event_date = "leaves_on"
    service = term("transfer.service_days")
    beside = {
        "academic_leave": refused(_("Whoever is leaving for another institution takes no leave from this one.")),
        "return_from_leave": refused(_("Whoever is leaving for another institution does not return to this one.")),
        "change_of_group": refused(_("Whoever is leaving for another institution changes no group here.")),
    }

    @classmethod
    def study_facts(cls, stated, student, filed_on, movement):
        """From a state institution to the one asked for, out of the course and semester the record knows."""
        return StudyFacts(
            way="out",
            institution_now="state",
            institution_asked=stated.get("institution_kind", ""),
            reason=stated.get("reason", ""),
            course=student.course if student else None,
            semester=student.semester if student else None,
            target_admission=truth(stated, "target_admission"),
            joint_programme=student.form == Form.JOINT if student else None,
        )

    application = Apply(
        TransferOutApplication,
        papers=PAPERS,
        by=Role.STUDENT,
        called=_("Application"),
        clause="578/2025:application",
        formerly="393/2017:state-reasons",
    ).Next(this.check)

    check = (
        Verify(
            is_within_window,
            reason_is_lawful,
            is_not_first_semester,
            is_not_on_a_joint_programme,
            papers_are_attached,
            called=_("Check of the clauses"),
        )
        .Then(this.dean_consent)
        .Else(this.office_check)
    )

    office_check = (
        Decide(
            by=Role.REGISTRAR,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            sees=FAMILY,
            called=_("Check by the registrar's office"),
            clause="578/2025:application",
            formerly="393/2017:state-reasons",
        )
        .Approve(this.dean_consent)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    dean_consent = (
        Decide(
            by=Role.DEAN,
            within=working_days(3),
            if_silent=tell(Role.VICE_RECTOR),
            sees=FAMILY,
            called=_("Dean's consent"),
            clause="578/2025:application",
            formerly="393/2017:state-reasons",
        )
        .Approve(this.clearance)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    clearance = Clear(
        asks(
            Role.LIBRARIAN, within=term("clearance.library_days"), reminded=working_days(1), if_silent=tell(Role.HEAD)
        ),
        asks(
            Role.DORMITORY, within=term("clearance.dormitory_days"), reminded=working_days(1), if_silent=tell(Role.HEAD)
        ),
        asks(
            Role.ACCOUNTANT,
            within=term("clearance.accounting_days"),
            reminded=working_days(1),
            if_silent=tell(Role.HEAD),
        ),
        called=_("Clearance sheet"),
        clause="institute:clearance",
    ).Cleared(this.dossier)

    dossier = (
        Decide(
            by=Role.REGISTRAR,
            states=Inventory,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Personal file bound with its inventory"),
            clause="578/2025:orders",
            formerly="393/2017:unpaid",
        )
        .Approve(this.delivery)
        .Return(this.correction)
    )

    delivery = Decide(
        by=Role.REGISTRAR,
        states=Delivery,
        within=working_days(2),
        if_silent=tell(Role.HEAD),
        called=_("Personal file sent"),
        clause="578/2025:orders",
        formerly="393/2017:unpaid",
    ).Approve(this.acknowledgement)

    acknowledgement = (
        Decide(
            by=Role.REGISTRAR,
            states=Acknowledgement,
            within=working_days(10),
            if_silent=tell(Role.HEAD),
            called=_("Receipt acknowledged by the receiving institution"),
            clause="578/2025:orders",
            formerly="393/2017:unpaid",
        )
        .Approve(this.order)
        .Refuse(this.refused)
    )

    correction = Revise(
        TransferOutApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        clause="578/2025:application",
        formerly="393/2017:state-reasons",
    ).Next(this.check)

    order = (
        Order(
            "transfer_out",
            effect=TransferOut,
            values=dismissal_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order of dismissal because of the transfer"),
            clause="578/2025:dismissal",
            formerly="393/2017:36",
        )
        .InForce(this.granted)
        .Struck(this.office_check)
    )

    granted = Outcome("granted", called=_("Transferred to another institution"))
    refused = Outcome("refused", called=_("Transfer refused"))
