"""Change of group for a fee: what is stated says how much, so that every sum can be tried."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from movements import fees
from movements.clocks import tell, term, working_days
from movements.conflicts import EVERY_OTHER, held
from movements.flow import MovementFlow
from movements.pay_step import Pay
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from permissions.roles import Role
from students import prices
from students.models import Status
from tests.third.swap_of_group import GroupApplication, SwapGroup, group_in_order, group_is_another

CITED = {"clause": "local/groups:1"}
TERM = {**CITED, "within": working_days(5), "if_silent": tell(Role.HEAD)}


class FeeApplication(GroupApplication):
    """The same, with how many credits are paid for; one credit is the sixtieth part of the annual contract."""

    credits = forms.CharField(required=False)
    extra = forms.CharField(required=False)


def fee_by_credits(movement):
    """Credits × annual contract ÷ 60, and perhaps a sum beside it; unknown without a price."""
    found = prices.annual_contract(movement.student, movement.filed_at.date())
    if found is None:
        return None
    annual, source = found
    credits = Decimal(movement.stated.get("credits", "0"))
    lines = [fees.FeeLine(_("Credits"), credits, fees.credit_price(annual, 60))]
    if movement.stated.get("extra"):
        lines.append(fees.FeeLine(_("Group"), 1, Decimal(movement.stated["extra"])))
    return fees.due(lines, source=source)


class ChangeForAFee(MovementFlow):
    """Change of group, paid for."""

    kind = "change_for_a_fee"
    called = _("Group")
    basis = "local/groups"
    open_to = (Status.STUDYING,)
    event_date = "starts_on"
    beside = {
        "swap_of_group": held("First the swap."),
        "change_by_commission": held("First the commission."),
        EVERY_OTHER: held("First the other."),
    }
    service = term("groups.case_days")

    application = Apply(FeeApplication, called=_("Application"), **CITED).Next(this.check)
    check = Verify(group_is_another, called=_("Check of the clauses")).Then(this.dean).Else(this.dean)
    dean = (
        Decide(by=Role.DEAN, called=_("Dean's consent"), **TERM)
        .Approve(this.payment)
        .Return(this.correction)
        .Refuse(this.refused)
    )
    correction = Revise(FeeApplication, within=working_days(5), called=_("Correction by the applicant"), **CITED).Next(
        this.check
    )
    payment = (
        Pay(
            fee=fee_by_credits,
            within=term("groups.pay_days"),
            lapses=term("groups.pay_days"),
            told_before=working_days(3),
            if_silent=tell(Role.HEAD),
            called=_("Payment"),
            **CITED,
        )
        .Approve(this.order)
        .Lapse(this.refused)
    )
    order = (
        Order("change_for_a_fee", effect=SwapGroup, values=group_in_order, called=_("Group"), **TERM)
        .InForce(this.granted)
        .Struck(this.dean)
    )
    granted = Outcome("granted", called=_("granted"))
    refused = Outcome("refused", called=_("refused"))
