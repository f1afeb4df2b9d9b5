"""Return from academic leave (akademik taʼtildan qaytish): Resolution 344 of 03.06.2021."""

from django import forms
from django.db.models import Case, Max, When
from django.utils.translation import gettext_lazy as _

from flows.parts.leave_grounds import GROUND_CHOICES
from flows.parts.payment_kept import payment_kept, payment_proposed
from flows.regulation.leave_rules import CHILD_CARE, FAMILY_CARE, HEALTH, MATERNITY, MILITARY
from flows.regulation.return_rules import (
    day_off_gives_way,
    early_return_is_proven,
    end_of_ground_is_proven,
    ground_is_that_of_the_leave,
    is_on_leave,
    return_is_filed_in_time,
    returns_on_time,
    unfinished_semester_is_taught,
)
from movements.clocks import tell, working_days
from movements.conflicts import held
from movements.flow import MovementFlow
from movements.forms import Day, Statement, Words
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import ReturnToStudy
from permissions.roles import Role
from students.models import Group, Payment, Status
from students.queries import taught_now


class ReturnApplication(Statement):
    """What the student states."""

    ground_ended = forms.ChoiceField(
        label=_("Ground of the leave that has ended"),
        choices=GROUND_CHOICES,
    )
    returns_on = Day(label=_("First day of study"))
    explanation = Words(
        label=_("Explanation"),
        required=False,
        max_length=1000,
        help_text=_("No diagnosis here: the medical paper says it, and only those who decide see that paper."),
    )

    def prepare(self):
        """Propose the ground the ledger knows."""
        if self.student and self.student.ground:
            self.initial = {"ground_ended": self.student.ground}


PAPERS = (
    Paper(
        kind="fit_to_study",
        title=_("Medical conclusion that study may go on"),
        clause="344/2021:return",
        when={"ground_ended": (HEALTH,)},
        sensitive=True,
    ),
    Paper(
        kind="military_id",
        title=_("Military ID with the entry of discharge"),
        clause="344/2021:return",
        when={"ground_ended": (MILITARY,)},
    ),
    Paper(
        kind="end_of_care",
        title=_("Proof that the care has ended"),
        clause="344/2021:return",
        when={"ground_ended": (FAMILY_CARE, CHILD_CARE, MATERNITY)},
        optional=True,
        sensitive=True,
    ),
)


def groups_of(student):
    """The groups of the student's programme under any year of the classifier, the newest of each name."""
    same = Group.objects.filter(programme__code=student.programme.code)
    return same.filter(pk__in=same.values("name").annotate(newest=Max("pk")).values("newest"))


class GroupField(forms.ModelChoiceField):
    """A group by its name, with the semester it is taught now."""

    def label_from_instance(self, group):
        """``24-102 (semester 5)``."""
        return _("%(group)s (semester %(semester)d)") % {"group": group.name, "semester": group.semester}


class Placement(Statement):
    """Where the student goes on: every answer is the office's own, none is filled in silently.

    Proposed are the groups in which the unfinished semester is now taught, and the basis of payment the clause keeps.
    Whoever decides otherwise on the payment says why.
    """

    group = GroupField(
        Group.objects.none(),
        to_field_name="name",
        empty_label=_("choose one"),
        label=_("Group"),
        help_text=_("Groups in which the unfinished semester is taught now come first."),
    )
    course = forms.IntegerField(label=_("Course"), min_value=1, max_value=6)
    semester = forms.IntegerField(label=_("Semester"), min_value=1, max_value=12)
    curriculum = forms.CharField(label=_("Curriculum"), max_length=64)
    payment = forms.ChoiceField(
        label=_("Basis of payment"),
        choices=[("", _("choose one")), *Payment.choices],
        help_text=_("A state grant is kept when the return is on time (344/2021, 578/2025 annex 3)."),
    )
    payment_reason = Words(
        label=_("Why the payment is not the one proposed"),
        required=False,
        max_length=500,
        help_text=_("Asked for where a grant is given after a late return, or not kept after a timely one."),
    )

    def prepare(self):
        """Offer the groups of the student's own programme; propose where the unfinished semester is now taught."""
        if self.student is None:
            return
        taught = [group.pk for group in taught_now(self.student.programme, self.student.semester)]
        groups = groups_of(self.student)
        self.fields["group"].queryset = groups.order_by(Case(When(pk__in=taught, then=0), default=1), "name")
        proposed = groups.filter(pk__in=taught).order_by("name").first()
        if proposed:
            self.initial = {
                "group": proposed.name,
                "course": proposed.course,
                "semester": proposed.semester,
                "curriculum": proposed.curriculum,
            }
        if proposed_payment := payment_proposed(self.movement):
            self.initial["payment"] = proposed_payment

    def clean(self):
        """A group is taught one semester at a time; a payment other than the one the clause keeps has its reason."""
        answers = super().clean()
        group = answers.get("group")
        if group and answers.get("semester") not in (None, group.semester):
            words = _("Group %(group)s is taught semester %(semester)d now.")
            self.add_error("semester", words % {"group": group.name, "semester": group.semester})
        kept = payment_kept(self.movement)
        if kept and answers.get("payment", kept) != kept and not answers.get("payment_reason"):
            self.add_error("payment_reason", _("Say on what ground: by the clause the payment would be another."))
        return answers


def place_in_order(movement):
    """What the order says and does: the place the office named."""
    place = movement.decided["placement"]
    group = groups_of(movement.student).get(name=place["group"])
    return {
        "from": movement.stated["returns_on"],
        "programme_id": group.programme_id,
        "group_id": group.pk,
        "group": group.name,
        "course": int(place["course"]),
        "semester": int(place["semester"]),
        "curriculum": place["curriculum"],
        "payment": place["payment"],
        "papers": [],
    }


class ReturnFromLeave(MovementFlow):
    """Return from academic leave.

    The sentences of the regulation stand in ``regulation/344-2021.toml``; each rule of ``check`` quotes one.
    """

    kind = "return_from_leave"
    called = _("Return from academic leave")
    basis = "344/2021"
    open_to = (Status.ON_LEAVE,)
    event_date = "returns_on"
    beside = {"academic_leave": held(_("A return is decided when the application for leave has ended."))}

    application = Apply(
        ReturnApplication, papers=PAPERS, by=Role.STUDENT, called=_("Application"), clause="344/2021:return"
    ).Next(this.check)

    check = (
        Verify(
            is_on_leave,
            ground_is_that_of_the_leave,
            end_of_ground_is_proven,
            early_return_is_proven,
            unfinished_semester_is_taught,
            returns_on_time,
            return_is_filed_in_time,
            day_off_gives_way,
            called=_("Check of the clauses"),
        )
        .Then(this.placement)
        .Else(this.office_check)
    )

    office_check = (
        Decide(
            by=Role.REGISTRAR,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            sees=("fit_to_study", "end_of_care"),
            called=_("Check by the registrar's office"),
            clause="344/2021:return",
        )
        .Approve(this.placement)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    placement = (
        Decide(
            by=Role.REGISTRAR,
            states=Placement,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            sees=("fit_to_study", "end_of_care"),
            called=_("Place of study named"),
            clause="344/2021:return",
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
            clause="344/2021:return",
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = Revise(
        ReturnApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        clause="344/2021:return",
    ).Next(this.check)

    order = (
        Order(
            "return_from_leave",
            effect=ReturnToStudy,
            values=place_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order on return from academic leave"),
            clause="344/2021:return",
        )
        .InForce(this.granted)
        .Struck(this.office_check)
    )

    granted = Outcome("granted", called=_("Returned to study"))
    refused = Outcome("refused", called=_("Return refused"))
