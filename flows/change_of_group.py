"""Change of the group or of the language of instruction (guruh yoki taʼlim tilini almashtirish): the dean decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from flows.parts.place import GroupField, groups_of
from flows.regulation.place_rules import group_is_another, group_learns_the_same, language_is_as_stated
from movements.clocks import tell, working_days
from movements.conflicts import held
from movements.flow import MovementFlow
from movements.forms import Day, Statement, Words
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.place_effects import ChangeGroup
from permissions.roles import Role
from students.models import Group, Status


class GroupApplication(Statement):
    """What the student states."""

    change = forms.ChoiceField(
        label=_("What changes"),
        choices=[("", _("choose one")), ("group", _("only the group")), ("language", _("the language of instruction"))],
    )
    group = GroupField(
        Group.objects.none(), to_field_name="name", empty_label=_("choose one"), label=_("Group asked for")
    )
    starts_on = Day(label=_("First day in the new group"))
    explanation = Words(label=_("Reason"), max_length=1000)

    def prepare(self):
        """Offer the other groups of the own programme that are taught the own semester."""
        if self.student:
            groups = groups_of(self.student.programme.code).exclude(pk=self.student.group_id)
            self.fields["group"].queryset = groups.filter(semester=self.student.semester).order_by("name")
            if not self.fields["group"].queryset.exists():
                self.fields["group"].help_text = _(
                    "No other group of your programme is taught your semester now. Ask the dean's office."
                )


def group_in_order(movement):
    """What the order says and does: group and language change, everything else is said to stay."""
    group = groups_of(movement.student.programme.code).get(name=movement.stated["group"])
    changes_language = movement.stated["change"] == "language"
    stays = ["faculty_id", "programme_id", "course", "semester", "form", "payment", "curriculum"]
    return {
        "from": movement.stated["starts_on"],
        "group_id": group.pk,
        "group": group.name,
        "language": group.language if changes_language else "",
        "unchanged": stays if changes_language else [*stays, "language"],
        "papers": [],
    }


class ChangeOfGroup(MovementFlow):
    """Change of group or language.

    No act speaks of it: the clause is the institute's own, in ``regulation/institute.toml``.
    """

    kind = "change_of_group"
    called = _("Change of group or language")
    basis = "institute"
    open_to = (Status.STUDYING,)
    event_date = "starts_on"
    beside = {
        "academic_leave": held(_("A place is not changed while a leave is being decided.")),
        "return_from_leave": held(_("The return from leave names the group.")),
    }

    application = Apply(
        GroupApplication, by=Role.STUDENT, called=_("Application"), clause="institute:group-language"
    ).Next(this.check)

    check = (
        Verify(
            group_is_another,
            group_learns_the_same,
            language_is_as_stated,
            called=_("Check of the clauses"),
        )
        .Then(this.dean_decision)
        .Else(this.dean_decision)
    )

    dean_decision = (
        Decide(
            by=Role.DEAN,
            within=working_days(3),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Dean's decision"),
            clause="institute:group-language",
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )

    correction = Revise(
        GroupApplication,
        by=Role.STUDENT,
        within=working_days(5),
        called=_("Correction by the applicant"),
        clause="institute:group-language",
    ).Next(this.check)

    order = (
        Order(
            "change_of_group",
            effect=ChangeGroup,
            values=group_in_order,
            visas=(),
            signs=Role.RECTOR,
            within=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Order on the change of group"),
            clause="institute:group-language",
        )
        .InForce(this.granted)
        .Struck(this.dean_decision)
    )

    granted = Outcome("granted", called=_("Group changed"))
    refused = Outcome("refused", called=_("Change of group refused"))
