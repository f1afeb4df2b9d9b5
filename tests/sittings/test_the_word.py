"""The word ``Commission`` in a flow: proved against the law of states, described, and its papers opened to who sits."""

from __future__ import annotations

from django.utils import translation

from movements.checks import explore
from movements.clocks import tell, working_days
from movements.commission_step import Commission
from movements.describing import office_of, steps_of
from movements.flow import MovementFlow
from movements.numbers_in_words import limits_of
from movements.route_map import office_line
from movements.steps import Apply, Outcome, Verify, this
from permissions.roles import COMMISSION, Role
from tests.commissioned.change_by_commission import ChangeByCommission
from tests.flows.broken_flows import CITED, Nothing

TERM = {**CITED, "within": working_days(3), "if_silent": tell(Role.HEAD)}


class GrantsByAVote(MovementFlow):
    """A vote that grants though no order changed anything."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.commission).Else(this.commission)
    commission = Commission("groups", **TERM).Approve(this.granted)
    granted = Outcome("granted")


class VotesForNothing(MovementFlow):
    """A commission that can only refuse, and has no term."""

    start = Apply(Nothing, **CITED).Next(this.check)
    check = Verify(called="check").Then(this.commission).Else(this.commission)
    commission = Commission("groups", **CITED).Refuse(this.refused)
    refused = Outcome("refused")


def test_a_flow_with_a_commission_agrees_with_the_law_of_states() -> None:
    assert explore(ChangeByCommission) == []


def test_a_wrong_flow_is_found_with_its_path() -> None:
    assert explore(GrantsByAVote) == [
        "GrantsByAVote: start → check → commission → granted: "
        "“approve” asks for “grant”, which the FSM forbids from “review”",
        "GrantsByAVote: granted cannot be reached",
    ]
    assert explore(VotesForNothing) == [
        "VotesForNothing: commission: “approve” leads nowhere",
        "VotesForNothing: commission: has no time limit",
        "VotesForNothing: commission: does not say who is told when it is silent",
    ]


def test_it_is_described_as_the_commissions_step_with_the_numbers_by_which_it_decides() -> None:
    step = ChangeByCommission.step("commission")
    with translation.override("en"):
        assert (office_of(step), office_line(step)) == ("the commission", "The commission, 5 working days")
        told = next(one for one in steps_of(ChangeByCommission) if one.name == "commission")
        assert [way.exit for way in told.ways] == ["approve", "return", "refuse"]
    keys = [limit.key for limit in limits_of([ChangeByCommission])]
    assert keys == ["commission.casting_vote", "commission.quorum"]


def test_what_the_step_needs_is_open_to_whoever_sits_there_and_to_nobody_else() -> None:
    assert ChangeByCommission.sees() == {office: frozenset({"letter"}) for office in COMMISSION}
