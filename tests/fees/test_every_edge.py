"""Every way out of a flow that asks for a fee is walked, as those of the product's own flows are."""

from __future__ import annotations

import pytest

from tests.fees.paying import priced
from tests.flows.walking.plans import Plan, furnish
from tests.flows.walking.walker import Walker
from tests.paying.change_for_a_fee import ChangeForAFee
from tests.people import House

PLAN = Plan(stated={"group": "26-10", "starts_on": "2026-09-02", "credits": "7.5"}, wrong={"group": "25-10"})


@pytest.mark.journey
def test_every_edge_of_a_flow_with_a_fee_is_walked(house: House) -> None:
    furnish(house)
    priced(house, "7777777.77")
    assert Walker(house, ChangeForAFee, PLAN).walk() == set()
