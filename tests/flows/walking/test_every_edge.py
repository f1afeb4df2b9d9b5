"""Every step and every way out of every flow is walked through the API; what is left is named, and fails the run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from movements.flow import MovementFlow, kinds
from orders.signing.certificate import make_certificate
from tests.flows.walking.plans import PLANS, furnish
from tests.flows.walking.walker import FILED, Walker, edges_of, walked
from tests.people import House
from tests.sittings.board import open_commission

OURS = [flow for flow in kinds().values() if flow.__module__.startswith("flows.")]


@pytest.fixture
def seal_of_then(tmp_path: Path, settings: Any) -> None:
    """The institute's seal, made on the day before the walk begins."""
    settings.HARAKAT_SEAL = tmp_path / "seal.p12"
    settings.HARAKAT_SEAL_PASSPHRASE = "tamgʻa"
    make_certificate(settings.HARAKAT_SEAL, "tamgʻa", institute_name="TKTI", at=FILED - timedelta(days=1))


def test_every_flow_has_a_plan() -> None:
    assert sorted(PLANS) == sorted(flow.kind for flow in OURS)


@pytest.mark.journey
@pytest.mark.parametrize("flow", OURS, ids=lambda flow: flow.kind)
def test_every_edge_is_walked(
    flow: type[MovementFlow], house: House, seal_of_then: None, record_property: Callable[[str, object], None]
) -> None:
    furnish(house)
    open_commission(house, "transfer")
    left = Walker(house, flow).walk()
    found, every = walked()[flow.kind], edges_of(flow)
    steps = {step for step, _exit in found}
    all_steps = {step for step, _exit in every}
    record_property(
        "walked",
        f"{flow.kind}: {len(steps & all_steps)} of {len(all_steps)} steps, "
        f"{len(found & every)} of {len(every)} edges walked",
    )
    assert (sorted(left), sorted(all_steps - steps)) == ([], [])
