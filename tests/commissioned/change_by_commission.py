"""Change of group by a commission: the dean's step of the third movement, and then a sitting of ``groups``."""

from django import forms
from django.utils.translation import gettext_lazy as _

from movements.clocks import tell, working_days
from movements.commission_step import Commission
from movements.conflicts import ALLOWED, EVERY_OTHER
from movements.flow import MovementFlow
from movements.papers import Paper
from movements.steps import Apply, Order, Outcome, Revise, Verify, this
from permissions.roles import Role
from students.models import Status
from tests.third.swap_of_group import GroupApplication, SwapGroup, group_in_order, group_is_another

CITED = {"clause": "local/groups:1"}
TERM = {**CITED, "within": working_days(5), "if_silent": tell(Role.HEAD)}
LETTER = Paper(kind="letter", title=_("Group"), clause="local/groups:1", optional=True, sensitive=True)


class LongApplication(GroupApplication):
    """The same, with a paper that only the commission may open."""

    note = forms.CharField(required=False)


class ChangeByCommission(MovementFlow):
    """Change of group, decided by a commission."""

    kind = "change_by_commission"
    called = _("Group")
    basis = "local/groups"
    open_to = (Status.STUDYING,)
    event_date = "starts_on"
    beside = {EVERY_OTHER: ALLOWED}

    application = Apply(LongApplication, papers=(LETTER,), called=_("Application"), **CITED).Next(this.check)
    check = Verify(group_is_another, called=_("Check of the clauses")).Then(this.commission).Else(this.commission)
    commission = (
        Commission("groups", sees=("letter",), called=_("Decision"), **TERM)
        .Approve(this.order)
        .Return(this.correction)
        .Refuse(this.refused)
    )
    correction = Revise(LongApplication, within=working_days(5), called=_("Correction by the applicant"), **CITED).Next(
        this.check
    )
    order = (
        Order("change_by_commission", effect=SwapGroup, values=group_in_order, called=_("Group"), **TERM)
        .InForce(this.granted)
        .Struck(this.commission)
    )
    granted = Outcome("granted", called=_("granted"))
    refused = Outcome("refused", called=_("refused"))
