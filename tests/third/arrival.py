"""Arrival from elsewhere: somebody who is no student here applies, the registrar names the place, an order admits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from movements.clauses import Text, holds, rule
from movements.clocks import tell, working_days
from movements.conflicts import ALLOWED, EVERY_OTHER
from movements.flow import MovementFlow
from movements.forms import Day, Statement
from movements.papers import Paper
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import Admit
from permissions.roles import Role
from students.models import Group, Programme


@rule("local/arrival:1", remedy=Text(uz="Sanani tuzating.", ru="Исправьте дату.", en="Correct the date."))
def comes_in_time(case):
    """A rule that looks at what is stated and finds no student."""
    return holds(case.student is None, ("standing", case.status or "—"))


class ArrivalApplication(Statement):
    """What somebody from elsewhere states."""

    programme = forms.ChoiceField(label=_("Programme"))
    comes_from = forms.CharField(label=_("Institution"), max_length=100)
    starts_on = Day(label=_("First day of study"))

    def prepare(self):
        """Every programme of the institute."""
        self.fields["programme"].choices = [(one.code, str(one)) for one in Programme.objects.all()]


class Place(Statement):
    """Where the registrar puts the newcomer."""

    group = forms.CharField(label=_("Group"), max_length=32)
    number = forms.CharField(label=_("Student number"), required=False, max_length=12)


def place_in_order(movement):
    """What the order says and does."""
    decided = movement.decided["registrar"]
    group = Group.objects.get(name=decided["group"], programme__code=movement.stated["programme"])
    return place_of(group, movement.stated["starts_on"], decided.get("number", ""))


def place_of(group, day, number=""):
    """The plain values of an admission into a group."""
    return {
        "from": day,
        "faculty_id": group.programme.faculty_id,
        "programme_id": group.programme_id,
        "group_id": group.pk,
        "group": group.name,
        "course": group.course,
        "semester": group.semester,
        "form": "11",
        "language": group.language,
        "payment": "12",
        "curriculum": group.curriculum,
        "number": number,
    }


class Arrival(MovementFlow):
    """Arrival from another institution."""

    kind = "arrival"
    called = _("Arrival")
    basis = "local/arrival"
    open_to = ()
    open_to_outsiders = True
    event_date = "starts_on"
    beside = {EVERY_OTHER: ALLOWED}

    @classmethod
    def unit_of(cls, stated):
        """The faculty of the programme wanted."""
        programme = Programme.objects.select_related("faculty").filter(code=stated.get("programme")).first()
        return programme.faculty if programme else super().unit_of(stated)

    application = Apply(
        ArrivalApplication,
        papers=(Paper(kind="transcript", title=_("Transcript"), clause="local/arrival:1", optional=True),),
        called=_("Application"),
        clause="local/arrival:1",
    ).Next(this.check)
    check = Verify(comes_in_time, called=_("Check of the clauses")).Then(this.dean).Else(this.dean)
    dean = (
        Decide(
            by=Role.DEAN,
            within=working_days(2),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Dean's consent"),
            clause="local/arrival:1",
        )
        .Approve(this.registrar)
        .Return(this.correction)
        .Refuse(this.refused)
    )
    registrar = (
        Decide(
            by=Role.REGISTRAR,
            states=Place,
            within=working_days(2),
            if_silent=tell(Role.VICE_RECTOR),
            called=_("Place of study"),
            clause="local/arrival:1",
        )
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )
    correction = Revise(
        ArrivalApplication, within=working_days(5), called=_("Correction by the applicant"), clause="local/arrival:1"
    ).Next(this.check)
    order = (
        Order(
            "arrival",
            effect=Admit,
            values=place_in_order,
            within=working_days(2),
            if_silent=tell(Role.HEAD),
            called=_("Arrival"),
            clause="local/arrival:1",
        )
        .InForce(this.granted)
        .Struck(this.registrar)
    )
    granted = Outcome("granted", called=_("granted"))
    refused = Outcome("refused", called=_("refused"))
