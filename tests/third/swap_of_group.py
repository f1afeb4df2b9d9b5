"""Swap of groups: the dean decides (local practice; no act of its own was found). Nobody waits for ever: it lapses."""

from dataclasses import replace
from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from movements import regulation
from movements.clauses import Text, holds, rule
from movements.clocks import tell, term, working_days
from movements.conflicts import ALLOWED, EVERY_OTHER, held
from movements.flow import MovementFlow
from movements.forms import Day, Statement, Words
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import Effect
from permissions.roles import Role
from students.models import Group, Status

regulation.load(Path(__file__).parent)


@rule(
    "local/groups:1",
    remedy=Text(uz="Boshqa guruhni tanlang.", ru="Выберите другую группу.", en="Choose another group."),
)
def group_is_another(case):
    """One changes into another group."""
    own = case.student.group.name if case.student and case.student.group else ""
    return holds(case.stated.get("group") != own, ("group", own))


class SwapGroup(Effect):
    """Another group of the same programme."""

    code = "swap_group"
    title = "swap of groups"

    def fitness(self, facts):
        """Any student who studies."""

    def after(self, facts, values, on):
        """Only the group changes."""
        return replace(facts, group_id=int(values["group_id"]))

    def words(self, values):
        """The new group."""
        return {"to_group": values["group"]}


class GroupApplication(Statement):
    """What the student states."""

    group = forms.ModelChoiceField(Group.objects.none(), to_field_name="name", label=_("Group"))
    starts_on = Day(label=_("First day of study"))
    explanation = Words(label=_("Explanation"), required=False, max_length=500)

    def prepare(self):
        """Groups of the student's own programme."""
        if self.student:
            self.fields["group"].queryset = Group.objects.filter(programme=self.student.programme)


def group_in_order(movement):
    """What the order says and does."""
    group = Group.objects.get(name=movement.stated["group"], programme=movement.student.programme)
    return {"from": movement.stated["starts_on"], "group": group.name, "group_id": group.pk}


class SwapOfGroup(MovementFlow):
    """Swap of groups."""

    kind = "swap_of_group"
    called = _("Group")
    basis = "local/groups"
    open_to = (Status.STUDYING,)
    event_date = "starts_on"
    beside = {"return_from_leave": held("First the return."), EVERY_OTHER: ALLOWED}
    service = term("groups.case_days")

    application = Apply(GroupApplication, called=_("Application"), clause="local/groups:1").Next(this.check)
    check = Verify(group_is_another, called=_("Check of the clauses")).Then(this.dean).Else(this.dean)
    dean = (
        Decide(
            by=Role.DEAN,
            within=term("groups.dean_days"),
            reminded=working_days(1),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Dean's consent"),
            clause="local/groups:1",
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )
    correction = (
        Revise(
            GroupApplication,
            lapses=term("groups.correct_days"),
            told_before=working_days(2),
            reminded=term("groups.remind_hours"),
            called=_("Correction by the applicant"),
            clause="local/groups:1",
        )
        .Next(this.check)
        .Lapse(this.lapsed)
    )
    order = (
        Order(
            "swap_of_group",
            effect=SwapGroup,
            values=group_in_order,
            within=working_days(2),
            lapses=term("groups.pay_days"),
            told_before=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Group"),
            clause="local/groups:1",
        )
        .InForce(this.granted)
        .Struck(this.dean)
        .Lapse(this.lapsed)
    )
    granted = Outcome("granted", called=_("granted"))
    refused = Outcome("refused", called=_("refused"))
    lapsed = Outcome("lapsed", called=_("lapsed"))
