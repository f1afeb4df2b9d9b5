"""Retake of subjects (qayta oʻqish): Resolution 824 of 31.12.2020, clauses 41 and 42."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts import personal_schedule, retaking
from flows.regulation.retake_rules import (
    is_not_studied_again_already,
    price_is_known,
    schedule_is_the_first_of_its_semester,
    studies_now,
    subjects_are_owed,
    time_to_pay_is_left,
    years_of_study_last,
)
from journal import clock
from movements.clocks import tell, term, working_days
from movements.conflicts import ALLOWED, held, refused
from movements.flow import MovementFlow
from movements.forms import Day, Several, Statement, Words
from movements.pay_step import Pay
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from movements.subject_groups.step import FormGroups
from orders.study_effects import StudyAgain
from permissions.roles import Role
from students.models import Status


class RetakeApplication(Statement):
    """What the student states: which of the subjects owed, and when."""

    subjects = Several(label=_("Subjects to study again"))
    period = forms.ChoiceField(
        label=_("When you want to study"),
        choices=[("", _("choose one")), ("vacation", _("in the vacation")), ("semester", _("during the semester"))],
    )
    starts_on = Day(label=_("Not before"), help_text=_("The office forms the groups and tells the exact days."))
    explanation = Words(label=_("Explanation"), required=False, max_length=1000)

    def prepare(self):
        """Offer the debts of the student with credits and price, or say why the record offers none."""
        if self.student is None:
            return
        known = retaking.debts(self.student)
        price = retaking.price_of_credit(self.student, clock.today())
        self.fields["subjects"].offer(retaking.offered(known, price), known=retaking.named(known))
        if known.unknown is not None:
            self.fields["subjects"].help_text = retaking.UNKNOWN[known.unknown]
        elif not known.lines:
            self.fields["subjects"].help_text = retaking.NO_DEBTS
        self.known = known

    def clean(self):
        """Of electives that stand for each other one is studied."""
        answers = super().clean()
        if self.student is not None:
            slots = [one.slot for one in self.known.named(answers.get("subjects", ()))]
            if len(set(slots)) < len(slots):
                self.add_error("subjects", _("Of electives that stand for each other choose one."))
        return answers


class Retake(MovementFlow):
    """Retake of subjects: chosen among the debts, paid by credits, studied in groups of all faculties.

    The standing does not change: the order permits, and the personal schedule says what and with whom.
    """

    kind = "retake"
    called = _("Retake of subjects")
    basis = "824/2020"
    open_to = (Status.STUDYING,)
    event_date = "starts_on"
    beside = {
        "academic_leave": held(_("Whoever goes on leave studies nothing again meanwhile.")),
        "extension_of_leave": held(_("Whoever goes on leave studies nothing again meanwhile.")),
        "return_from_leave": held(_("The return from leave must be in force before a subject is studied again.")),
        "change_of_group": ALLOWED,
        "transfer_inside": held(_("Another programme has other subjects: the transfer is decided first.")),
        "transfer_out": refused(_("Whoever is leaving for another institution studies no subject again here.")),
        "transfer_in": ALLOWED,
        "reinstatement": held(_("The reinstatement is decided first.")),
        "transfer_reinstatement": ALLOWED,
    }

    @classmethod
    def study_facts(cls, stated, student, filed_on, movement):
        """What is owed, what it costs, and what is studied again already."""
        return retaking.facts_of(stated, student, filed_on, movement)

    application = Apply(RetakeApplication, by=Role.STUDENT, called=_("Application"), clause="824/2020:41").Next(
        this.check
    )

    check = (
        Verify(
            studies_now,
            subjects_are_owed,
            years_of_study_last,
            is_not_studied_again_already,
            schedule_is_the_first_of_its_semester,
            price_is_known,
            time_to_pay_is_left,
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
            called=_("Check by the registrar's office"),
            clause="824/2020:41",
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
            called=_("Dean's consent"),
            clause="824/2020:41",
        )
        .Approve(this.payment)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    payment = (
        Pay(
            fee=retaking.retake_fee,
            by=Role.ACCOUNTANT,
            within=term("retake.pay_days"),
            lapses=term("retake.pay_days"),
            told_before=term("transfer.lapse_notice_days"),
            if_silent=tell(Role.HEAD),
            called=_("Payment by credits"),
            clause="824/2020:price",
        )
        .Approve(this.grouping)
        .Lapse(this.refused)
    )

    grouping = (
        FormGroups(
            subjects=retaking.wanted,
            paid_at=retaking.PAYMENT,
            passed_meanwhile=retaking.passed_meanwhile,
            rules=retaking.RULES,
            within=working_days(10),
            if_silent=tell(Role.HEAD),
            called=_("Subject groups"),
            clause="institute:subject-group",
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = Revise(
        RetakeApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        clause="824/2020:41",
    ).Next(this.check)

    order = (
        Order(
            "retake",
            effect=StudyAgain,
            values=retaking.retake_in_order,
            visas=(Role.LAWYER, Role.ACCOUNTANT),
            signs=Role.RECTOR,
            then=personal_schedule.make,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order on the retake of subjects"),
            clause="824/2020:41",
        )
        .InForce(this.granted)
        .Struck(this.grouping)
    )

    granted = Outcome("granted", called=_("Retake permitted"))
    refused = Outcome("refused", called=_("Retake refused"))
