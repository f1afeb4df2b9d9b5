"""Extension of academic leave (akademik taʼtilni uzaytirish): Resolution 344 of 03.06.2021."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.leave_grounds import GROUND_CHOICES
from flows.regulation.extension_rules import (
    goes_on_on_its_own_ground,
    ground_is_proven_to_last,
    is_filed_before_the_end,
    new_end_lies_later,
    whole_leave_is_not_too_long,
)
from flows.regulation.leave_rules import CHILD_CARE, FAMILY_CARE, GROUND_IN_ORDER, HEALTH, MATERNITY, MILITARY
from flows.regulation.return_rules import is_on_leave
from journal import clock
from movements.clocks import tell, working_days
from movements.conflicts import held, refused
from movements.flow import MovementFlow
from movements.forms import Day, Statement, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.leave_effects import ExtendLeave
from permissions.roles import Role
from students.models import Status


class ExtensionApplication(Statement):
    """What the student states."""

    ground = forms.ChoiceField(
        label=_("Ground that lasts"),
        choices=GROUND_CHOICES,
    )
    ends_on = Day(
        label=_("New last day of the leave"),
        required=False,
        help_text=_("May be left empty only for military service, until the paper that ends it comes."),
    )
    explanation = Words(
        label=_("Explanation"),
        required=False,
        max_length=1000,
        help_text=_("No diagnosis here: the medical paper says it, and only those who decide see that paper."),
    )

    def prepare(self):
        """Propose the ground the ledger knows."""
        if self.student and self.student.ground:
            self.initial = {"ground": self.student.ground}


PAPERS = (
    Paper(
        kind="illness_lasts",
        title=_("New conclusion of the medical advisory commission"),
        clause="344/2021:6",
        when={"ground": (HEALTH,)},
        sensitive=True,
    ),
    Paper(
        kind="maternity_lasts",
        title=_("Sick-leave sheet that continues the former one"),
        clause="344/2021:6",
        when={"ground": (MATERNITY,)},
        sensitive=True,
    ),
    Paper(
        kind="child_needs_care",
        title=_("Birth certificate, or medical paper on the child's care"),
        clause="344/2021:6",
        when={"ground": (CHILD_CARE,)},
        sensitive=True,
    ),
    Paper(
        kind="relative_needs_care",
        title=_("Proof that the relative is still ill"),
        clause="344/2021:6",
        when={"ground": (FAMILY_CARE,)},
        sensitive=True,
    ),
    Paper(
        kind="term_of_service",
        title=_("Paper of the defence department on the term of service"),
        clause="344/2021:6",
        when={"ground": (MILITARY,)},
    ),
)
MEDICAL = ("illness_lasts", "maternity_lasts", "child_needs_care", "relative_needs_care")


def longer_leave_in_order(movement):
    """What the order says and does: the ground stays, the last day moves."""
    stated, until = movement.stated, movement.student.status_until
    return {
        "ground": stated["ground"],
        "ground_text": GROUND_IN_ORDER[stated["ground"]],
        "from": clock.today().isoformat(),
        "extended_from": (until + timedelta(days=1)).isoformat() if until else None,
        "until": stated.get("ends_on"),
        "papers": [],
    }


class ExtensionOfLeave(MovementFlow):
    """Extension of academic leave.

    The sentences of the regulation stand in ``regulation/344-2021.toml``; each rule of ``check`` quotes one.
    """

    kind = "extension_of_leave"
    called = _("Extension of academic leave")
    basis = "344/2021"
    open_to = (Status.ON_LEAVE,)
    beside = {
        "academic_leave": held(_("A leave is extended when the application for it has ended.")),
        "return_from_leave": refused(_("A leave is either extended or ended: withdraw the one or the other.")),
        "change_of_group": held(_("The change of group must end first.")),
        "transfer_out": refused(_("Whoever is leaving for another institution takes no leave from this one.")),
        "transfer_inside": held(_("The transfer must end first.")),
        "transfer_in": refused(_("Whoever has a case as our student is not transferred to us from elsewhere.")),
        "reinstatement": held(_("The application from before the dismissal must end first.")),
        "transfer_reinstatement": refused(_("Whoever has a case as our student is not reinstated from elsewhere.")),
    }

    application = Apply(
        ExtensionApplication, papers=PAPERS, by=Role.STUDENT, called=_("Application"), clause="344/2021:extension"
    ).Next(this.check)

    check = (
        Verify(
            is_on_leave,
            goes_on_on_its_own_ground,
            is_filed_before_the_end,
            new_end_lies_later,
            whole_leave_is_not_too_long,
            ground_is_proven_to_last,
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
            clause="344/2021:extension",
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
        ExtensionApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        clause="344/2021:extension",
    ).Next(this.check)

    order = (
        Order(
            "extension_of_leave",
            effect=ExtendLeave,
            values=longer_leave_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            carries=("344/2021:5",),
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order on the extension of academic leave"),
            clause="344/2021:6",
        )
        .InForce(this.granted)
        .Struck(this.office_check)
    )

    granted = Outcome("granted", called=_("Leave extended"))
    refused = Outcome("refused", called=_("Extension refused"))
