"""A third movement costs two files: it goes from draft to in force through the pages with no other module touched."""

from __future__ import annotations

import pytest

from journal import clock
from tests.journey import apply_for, carry_into_force, decide, order_of, signed_in
from tests.people import House


@pytest.mark.journey
def test_it_goes_from_draft_to_in_force_through_the_pages(house: House, seal: None) -> None:
    registrar = signed_in("dilnoza")
    stated = {"group": "26-10", "starts_on": clock.today().isoformat()}
    movement = apply_for(signed_in("aziza"), "swap_of_group", stated, {})
    assert decide(signed_in("botir"), movement, "approve").state == "approved"
    order = carry_into_force(order_of(registrar, movement), registrar, (), signed_in("erkin"))
    assert (order.state, order.number) == ("in_force", "1-T")
    student = house.students["aziza"]
    student.refresh_from_db()
    assert (student.group.name, student.course) == ("26-10", 2)
