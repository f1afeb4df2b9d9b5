"""Academic leave (akademik taʼtil): Resolution 344 of 03.06.2021."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.leave_grounds import GROUND_CHOICES
from flows.regulation.leave_rules import (
    CHILD_CARE,
    FAMILY_CARE,
    GROUND_IN_ORDER,
    HEALTH,
    MATERNITY,
    MILITARY,
    days_are_in_order,
    first_year_only_for_health,
    ground_is_lawful,
    is_not_too_long,
    is_studying,
    papers_prove_the_ground,
    was_not_on_leave_too_often,
)
from movements.clocks import tell, working_days
from movements.flow import MovementFlow
from movements.forms import Day, Statement, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import GoOnLeave
from permissions.roles import Role
from students.models import Status


class LeaveApplication(Statement):
    """What the student states."""

    ground = forms.ChoiceField(
        label=_("Ground of the leave"),
        choices=GROUND_CHOICES,
    )
    starts_on = Day(label=_("First day of the leave"))
    ends_on = Day(
        label=_("Last day of the leave"),
        required=False,
        help_text=_("May be left empty only for military service, until the paper that ends it comes."),
    )
    explanation = Words(
        label=_("Explanation"),
        required=False,
        max_length=1000,
        help_text=_("No diagnosis here: the medical paper says it, and only those who decide see that paper."),
    )


PAPERS = (
    Paper(
        kind="medical_conclusion",
        title=_("Conclusion of the medical advisory commission"),
        clause="344/2021:6",
        when={"ground": (HEALTH,)},
        sensitive=True,
    ),
    Paper(
        kind="maternity_certificate",
        title=_("Sick-leave sheet for pregnancy and childbirth"),
        clause="344/2021:6",
        when={"ground": (MATERNITY,)},
        sensitive=True,
    ),
    Paper(
        kind="birth_certificate",
        title=_("Birth certificate of the child"),
        clause="344/2021:6",
        when={"ground": (CHILD_CARE,)},
        sensitive=True,
    ),
    Paper(
        kind="kinship_and_illness",
        title=_("Proof of kinship and of the relative's illness"),
        clause="344/2021:6",
        when={"ground": (FAMILY_CARE,)},
        sensitive=True,
    ),
    Paper(
        kind="call_up_notice",
        title=_("Call-up notice"),
        clause="344/2021:6",
        when={"ground": (MILITARY,)},
    ),
)
MEDICAL = ("medical_conclusion", "maternity_certificate", "birth_certificate", "kinship_and_illness")


def leave_in_order(movement):
    """What the order says and does: the ground is named, never the diagnosis."""
    stated = movement.stated
    return {
        "ground": stated["ground"],
        "ground_text": GROUND_IN_ORDER[stated["ground"]],
        "from": stated["starts_on"],
        "until": stated.get("ends_on"),
        "papers": [],
    }


class AcademicLeave(MovementFlow):
    """Academic leave.

    The sentences of the regulation stand in ``regulation/344-2021.toml``; each rule of ``check`` quotes one.
    """

    kind = "academic_leave"
    called = _("Academic leave")
    basis = "344/2021"
    open_to = (Status.STUDYING,)
    event_date = "starts_on"

    application = Apply(
        LeaveApplication, papers=PAPERS, by=Role.STUDENT, called=_("Application"), clause="344/2021:6"
    ).Next(this.check)

    check = (
        Verify(
            is_studying,
            ground_is_lawful,
            days_are_in_order,
            is_not_too_long,
            papers_prove_the_ground,
            was_not_on_leave_too_often,
            first_year_only_for_health,
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
            sees=MEDICAL,
            called=_("Check by the registrar's office"),
            clause="344/2021:6",
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
            sees=MEDICAL,
            called=_("Dean's consent"),
            clause="344/2021:6",
        )
        .Approve(this.vice_rector_consent)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    vice_rector_consent = (
        Decide(
            by=Role.VICE_RECTOR,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            called=_("Vice-rector's consent"),
            clause="344/2021:6",
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = Revise(
        LeaveApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        clause="344/2021:6",
    ).Next(this.check)

    order = (
        Order(
            "academic_leave",
            effect=GoOnLeave,
            values=leave_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            carries=("344/2021:5",),
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order on academic leave"),
            clause="344/2021:6",
        )
        .InForce(this.granted)
        .Struck(this.office_check)
    )

    granted = Outcome("granted", called=_("Leave granted"))
    refused = Outcome("refused", called=_("Leave refused"))
