"""Every flow of the product is proved against the law of states, and the proof is tried on flows that are wrong."""

from __future__ import annotations

import pytest

from movements.checks import explore
from movements.clauses import find_clause
from movements.clear_step import Clear
from movements.flow import MovementFlow, kinds
from movements.steps import HumanStep
from tests.flows import broken_flows

OURS = [flow for flow in kinds().values() if flow.__module__.startswith("flows.")]


@pytest.mark.parametrize("flow", OURS, ids=lambda flow: flow.kind)
def test_the_flow_agrees_with_the_law_of_states(flow: type[MovementFlow]) -> None:
    assert explore(flow) == []


@pytest.mark.parametrize("flow", OURS, ids=lambda flow: flow.kind)
def test_every_human_step_cites_a_clause_and_every_office_has_a_term(flow: type[MovementFlow]) -> None:
    for step in flow.steps():
        if isinstance(step, HumanStep):
            assert find_clause(step.clause), step.name
            # A clearance has a term for each office it asks; ``explore`` looks at those.
            assert step.within or step is flow.first_step() or isinstance(step, Clear), step.name


@pytest.mark.parametrize(
    ("flow", "faults"),
    [
        (
            broken_flows.ApprovesWithoutReview,
            [
                "ApprovesWithoutReview: start → check → order: "
                "“then” asks for “approve”, which the FSM forbids from “filed”"
            ],
        ),
        (broken_flows.NeverReached, ["NeverReached: vice_rector cannot be reached"]),
        (
            broken_flows.GrantsWithoutOrder,
            [
                "GrantsWithoutOrder: start → check → dean → granted: "
                "“approve” asks for “grant”, which the FSM forbids from “review”",
                "GrantsWithoutOrder: granted cannot be reached",
            ],
        ),
        (
            broken_flows.HandsOverWithoutOrder,
            [
                "HandsOverWithoutOrder: start → check → dean → handing_over → granted: "
                "grants what no order has granted",
                "HandsOverWithoutOrder: granted cannot be reached",
            ],
        ),
        (
            broken_flows.ReturnsToAnotherOffice,
            [
                "ReturnsToAnotherOffice: start → check → dean → vice_rector: "
                "“return” asks for “examine”, which the FSM forbids from “returned”",
                "ReturnsToAnotherOffice: vice_rector cannot be reached",
            ],
        ),
        (
            broken_flows.SkipsTheCheckAfterCorrection,
            [
                "SkipsTheCheckAfterCorrection: start → check → dean → correction → refused: "
                "“revise” arrives as “filed”, where refused expects “refused”",
                "SkipsTheCheckAfterCorrection: refused cannot be reached",
            ],
        ),
        (
            broken_flows.LapsesFromTheCheck,
            ["LapsesFromTheCheck: start → check → lapsed: “else” asks for “lapse”, which the FSM forbids from “filed”"],
        ),
        (
            broken_flows.LapsesIntoARefusal,
            [
                "LapsesIntoARefusal: start → check → dean → correction → refused: "
                "“lapse” arrives as “returned”, where refused expects “refused”"
            ],
        ),
        (
            broken_flows.LapsesWithoutNotice,
            [
                "LapsesWithoutNotice: dean: names the term nobody.declared, which no act declares",
                "LapsesWithoutNotice: order: names the term leave.most_times, which counts leaves",
                "LapsesWithoutNotice: order: lapses, but does not say after what term "
                "and how long before the applicant is told",
            ],
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_wrong_flow_is_found_with_its_path(flow: type[MovementFlow], faults: list[str]) -> None:
    assert explore(flow) == faults
