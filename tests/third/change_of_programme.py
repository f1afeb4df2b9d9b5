"""Change of programme: the registrar confirms the academic difference (local practice; no act of its own was found)."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from movements.clocks import tell, working_days
from movements.conflicts import ALLOWED, EVERY_OTHER
from movements.difference_target import programme_code
from movements.flow import MovementFlow
from movements.forms import Day, Statement
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import Effect
from permissions.roles import Role
from students.models import Programme, Status
from tests.third.swap_of_group import group_is_another


class ChangeProgramme(Effect):
    """Another programme, at the course and semester that were confirmed."""

    code = "change_programme"
    title = "change of programme"
    hemis_decree_type = "16"

    def fitness(self, facts):
        """Any student who studies."""

    def after(self, facts, values, on):
        """Programme, course and semester change; a group is given later."""
        place = {name: values[name] for name in ("programme_id", "course", "semester", "payment", "curriculum")}
        return replace(facts, group_id=None, faculty_id=values["faculty_id"], **place)


class ProgrammeApplication(Statement):
    """What the student states."""

    programme = forms.ModelChoiceField(Programme.objects.all(), to_field_name="code", label=_("Programme"))
    semester = forms.IntegerField(label=_("Semester"), min_value=1, max_value=12)
    starts_on = Day(label=_("First day of study"))


def programme_in_order(movement):
    """What the order says and does."""
    programme = Programme.objects.get(code=programme_code(movement.stated))
    found = movement.decided["office"]["difference"]
    return {
        "from": movement.stated["starts_on"],
        "programme_id": programme.pk,
        "faculty_id": programme.faculty_id,
        "course": found["course"],
        "semester": found["semester"],
        "curriculum": found["curriculum"],
        "payment": "12",
    }


class ChangeOfProgramme(MovementFlow):
    """Change of programme."""

    kind = "change_of_programme"
    called = _("Programme")
    basis = "local/groups"
    open_to = (Status.STUDYING,)
    event_date = "starts_on"
    beside = {EVERY_OTHER: ALLOWED}

    application = Apply(ProgrammeApplication, called=_("Application"), clause="local/groups:1").Next(this.check)
    check = Verify(group_is_another, called=_("Check of the clauses")).Then(this.office).Else(this.office)
    office = (
        Decide(
            by=Role.REGISTRAR,
            difference=True,
            within=working_days(2),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Check by the registrar's office"),
            clause="local/groups:1",
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )
    correction = Revise(
        ProgrammeApplication, within=working_days(5), called=_("Correction by the applicant"), clause="local/groups:1"
    ).Next(this.check)
    order = (
        Order(
            "change_of_programme",
            effect=ChangeProgramme,
            values=programme_in_order,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            called=_("Programme"),
            clause="local/groups:1",
        )
        .InForce(this.granted)
        .Struck(this.office)
    )
    granted = Outcome("granted", called=_("granted"))
    refused = Outcome("refused", called=_("refused"))
