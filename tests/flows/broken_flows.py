"""Flows, each with one fault that a registrar would meet in September if nobody met it before."""

from movements.await_step import Await
from movements.clocks import tell, term, working_days
from movements.flow import MovementFlow
from movements.forms import Statement, Words
from movements.steps import Apply, Decide, Order, Outcome, Revise, Verify, this
from orders.effects import GoOnLeave
from permissions.roles import Role


class Nothing(Statement):
    """States one sentence."""

    why = Words(label="why")


CITED = {"clause": "344/2021:6", "called": "step"}
ASKED = {**CITED, "within": working_days(1), "if_silent": tell(Role.HEAD)}


def no_values(movement):
    """Nothing is ever ordered by a broken flow."""
    return {}


class ApprovesWithoutReview(MovementFlow):
    """The machine alone leads to an order."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.order).Else(this.office)
    office = Decide(by=Role.DEAN, **ASKED).Approve(this.order)
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.office)
    granted = Outcome("granted")


class NeverReached(MovementFlow):
    """A vice-rector nobody ever asks."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.dean)
    dean = Decide(by=Role.DEAN, **ASKED).Approve(this.order).Refuse(this.refused)
    vice_rector = Decide(by=Role.VICE_RECTOR, **ASKED).Approve(this.order)
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.dean)
    granted, refused = Outcome("granted"), Outcome("refused")


class GrantsWithoutOrder(MovementFlow):
    """An approval that ends the case as granted though no order changed anything."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.dean)
    dean = Decide(by=Role.DEAN, **ASKED).Approve(this.granted)
    granted = Outcome("granted")


class HandsOverWithoutOrder(MovementFlow):
    """A thing that is handed over although nobody signed that it may be."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.dean)
    dean = Decide(by=Role.DEAN, **ASKED).Approve(this.handing_over).Refuse(this.refused)
    handing_over = Await(by=Role.REGISTRAR, **ASKED).Approve(this.granted)
    granted, refused = Outcome("granted"), Outcome("refused")


class ReturnsToAnotherOffice(MovementFlow):
    """A return that asks another office instead of the applicant."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.dean)
    dean = Decide(by=Role.DEAN, **ASKED).Approve(this.order).Return(this.vice_rector)
    vice_rector = Decide(by=Role.VICE_RECTOR, **ASKED).Approve(this.order)
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.dean)
    granted = Outcome("granted")


class SkipsTheCheckAfterCorrection(MovementFlow):
    """A corrected case that ends as refused although nobody refused it."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.dean)
    dean = Decide(by=Role.DEAN, **ASKED).Approve(this.order).Return(this.correction)
    correction = Revise(Nothing, **ASKED).Next(this.refused)
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.dean)
    granted, refused = Outcome("granted"), Outcome("refused")


LAPSES = {**ASKED, "lapses": working_days(5), "told_before": working_days(2)}


class LapsesFromTheCheck(MovementFlow):
    """A case that the machine ends as lapsed the moment it is filed."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.lapsed)
    dean = Decide(by=Role.DEAN, **ASKED).Approve(this.order).Return(this.correction)
    correction = Revise(Nothing, **LAPSES).Next(this.check).Lapse(this.lapsed)
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.dean)
    granted, lapsed = Outcome("granted"), Outcome("lapsed")


class LapsesIntoARefusal(MovementFlow):
    """Silence that refuses: nobody refused it."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.dean)
    dean = Decide(by=Role.DEAN, **ASKED).Approve(this.order).Return(this.correction).Refuse(this.refused)
    correction = Revise(Nothing, **LAPSES).Next(this.check).Lapse(this.refused)
    order = Order("x", effect=GoOnLeave, values=no_values, **ASKED).InForce(this.granted).Struck(this.dean)
    granted, refused = Outcome("granted"), Outcome("refused")


class LapsesWithoutNotice(MovementFlow):
    """A case that ends without anybody having been told; and a term that no act declares."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.dean).Else(this.dean)
    dean = Decide(by=Role.DEAN, **{**ASKED, "within": term("nobody.declared")}).Approve(this.order)
    order = (
        Order("x", effect=GoOnLeave, values=no_values, **ASKED, lapses=term("leave.most_times"))
        .InForce(this.granted)
        .Struck(this.dean)
        .Lapse(this.lapsed)
    )
    granted, lapsed = Outcome("granted"), Outcome("lapsed")
