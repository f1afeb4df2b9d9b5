"""Transfer inside the institute (oʻqishni institut ichida koʻchirish): Resolution 578 of 13.09.2025, annex 3."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.place import ProposedPlace, place_in_order, programme_of
from flows.parts.study import Marks, PlaceAsked, average, number, relation, truth, yes_or_no
from flows.parts.windows import BOTH
from flows.regulation.place_rules import papers_are_attached, place_is_another
from flows.regulation.transfer_rules import (
    average_is_enough,
    few_subjects_differ,
    form_may_follow,
    grant_place_is_vacant,
    is_not_first_semester,
    is_not_on_a_joint_programme,
    is_not_on_a_target_place,
    is_within_window,
    programme_is_related,
)
from movements.clocks import tell, term, working_days
from movements.commission_step import Commission
from movements.conflicts import held, refused
from movements.flow import MovementFlow
from movements.forms import Day, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from movements.study_facts import StudyFacts
from orders.place_effects import ChangePlace
from permissions.roles import Role
from students.models import Form, Status


class TransferInsideApplication(PlaceAsked, Marks):
    """What the student states."""

    change = forms.ChoiceField(
        label=_("What changes"),
        choices=[
            ("", _("choose one")),
            ("programme", _("the programme")),
            ("faculty", _("the faculty")),
            ("form", _("the form of study")),
        ],
    )
    target_admission = yes_or_no(_("Admitted on a target place"))
    starts_on = Day(label=_("First day at the new place"))
    explanation = Words(label=_("Reason"), max_length=1000)

    field_order = ["change", "programme", "relation", "same_field", "form", "course", "semester", "payment"]


PAPERS = (
    Paper(kind="transcript", title=_("Transcript or record book"), clause="578/2025:application"),
    Paper(
        kind="related_list",
        title=_("Extract of the list of related programmes"),
        clause="578/2025:programme",
        when={"relation": ("related",)},
    ),
)


def receiving_faculty(movement):
    """Where the programme asked for is taught."""
    programme = programme_of(movement.stated["programme"])
    return programme.faculty if programme else movement.unit


def transfer_in_order(movement):
    """What the order says and does: the place the office named, column by column."""
    place = place_in_order(movement.stated["programme"], movement.decided["placement"])
    return {**place, "from": movement.stated["starts_on"]}


class TransferInside(MovementFlow):
    """Transfer inside the institute: to a matching or related programme, to a faculty, to another form of study."""

    kind = "transfer_inside"
    called = _("Transfer inside the institute")
    basis = "578/2025"
    windows = BOTH
    open_to = (Status.STUDYING,)
    event_date = "starts_on"
    service = term("transfer.service_days")
    beside = {
        "academic_leave": held(_("A place is not changed while a leave is being decided.")),
        "return_from_leave": held(_("A transfer waits for the return from leave.")),
        "change_of_group": refused(_("The transfer names the group: withdraw the one or the other.")),
        "transfer_out": refused(_("One is transferred either inside or to another institution.")),
    }

    @classmethod
    def study_facts(cls, stated, student, filed_on, movement):
        """The record's place beside the one asked for."""
        own, asked = student.programme if student else None, programme_of(stated.get("programme", ""))
        return StudyFacts(
            way="inside",
            system=stated.get("system", ""),
            gpa=average(stated, student),
            differing_subjects=number(stated, "differing"),
            course=number(stated, "course"),
            semester=number(stated, "semester"),
            form_now=student.form if student else "",
            form_asked=stated.get("form", ""),
            same_field=(own is not None and asked is not None and own.code == asked.code)
            or truth(stated, "same_field"),
            relation=relation(own, asked, stated),
            target_admission=truth(stated, "target_admission"),
            joint_programme=student.form == Form.JOINT if student else None,
            payment_asked=stated.get("payment", ""),
        )

    application = Apply(
        TransferInsideApplication,
        papers=PAPERS,
        by=Role.STUDENT,
        called=_("Application"),
        clause="578/2025:application",
        formerly="393/2017:4",
    ).Next(this.check)

    check = (
        Verify(
            is_within_window,
            place_is_another,
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
        .Then(this.sending_dean)
        .Else(this.office_check)
    )

    office_check = (
        Decide(
            by=Role.REGISTRAR,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            called=_("Check by the registrar's office"),
            clause="578/2025:application",
            formerly="393/2017:4",
        )
        .Approve(this.sending_dean)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    sending_dean = (
        Decide(
            by=Role.DEAN,
            within=working_days(2),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Consent of the sending dean"),
            clause="578/2025:application",
            formerly="393/2017:4",
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
            within=working_days(3),
            if_silent=tell(Role.HEAD),
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
            at=receiving_faculty,
            within=working_days(2),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Consent of the receiving dean"),
            clause="578/2025:programme",
            formerly="393/2017:4",
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
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = Revise(
        TransferInsideApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        clause="578/2025:application",
        formerly="393/2017:4",
    ).Next(this.check)

    order = (
        Order(
            "transfer_inside",
            effect=ChangePlace,
            values=transfer_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order of transfer inside the institute"),
            clause="578/2025:orders",
            formerly="393/2017:6",
        )
        .InForce(this.granted)
        .Struck(this.office_check)
    )

    granted = Outcome("granted", called=_("Transferred"))
    refused = Outcome("refused", called=_("Transfer refused"))
