"""The database and the state machines know the same roads: no plain SQL makes a case or an order leap."""

from __future__ import annotations

from importlib import import_module

import pytest

from movements.models import Movement
from orders.models import Order
from tests.journal.conftest import refused

movements_guards = import_module("movements.migrations.0010_handed_over")
orders_guards = import_module("orders.migrations.0003_guards")


def transitions_of(model: type) -> set[tuple[str, str]]:
    """Every pair django-fsm allows, read from the model."""
    found = model._meta.get_field("state").get_all_transitions(model)
    return {(str(step.source), str(step.target)) for step in found if step.source != step.target}


@pytest.mark.parametrize(("model", "guards"), [(Movement, movements_guards), (Order, orders_guards)])
def test_the_database_and_the_state_machine_know_the_same_road(model, guards) -> None:
    steps, road = transitions_of(model), set(guards.ROAD)
    assert steps - road == set()
    # One act may take two steps and be saved once; then the database sees them as one.
    strides = {(start, end) for start, middle in steps for between, end in steps if middle == between}
    assert road - steps - strides == set()


@pytest.mark.parametrize(
    "road",
    [
        ("filed", "review", "approved", "ordered", "granted"),
        ("filed", "review", "approved", "ordered", "approved", "granted"),
    ],
    ids=["in force", "in force and handed over"],
)
def test_a_case_moves_along_its_road(movement, road) -> None:
    for state in road:
        assert Movement.objects.filter(pk=movement.pk).update(state=state) == 1


@pytest.mark.parametrize(
    ("road", "leap"),
    [([], "granted"), (["filed"], "approved"), (["filed", "review"], "draft"), (["filed", "review"], "granted")],
)
def test_a_case_does_not_leap(movement, road, leap) -> None:
    for state in road:
        Movement.objects.filter(pk=movement.pk).update(state=state)
    assert "no such transition" in refused("UPDATE movements_movement SET state = %s WHERE id = %s", leap, movement.pk)


def test_an_order_does_not_leap_over_its_visas(order) -> None:
    assert "no such transition" in refused("UPDATE orders_order SET state = 'signed' WHERE id = %s", order.pk)
