"""Whatever is recorded, remitted and taken back in whatever order: left is the fee less what stands, exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.refusals import Conflict, Invalid
from movements.fees import actions
from movements.models import Exemption, Payment
from tests.fees.paying import account, asked, priced
from tests.people import House

amounts = st.decimals(min_value="0.01", max_value="900000.00", places=2)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), amounts),
        st.tuples(st.just("exempt"), amounts),
        st.tuples(st.just("pay back"), st.integers(0, 9)),
        st.tuples(st.just("exempt back"), st.integers(0, 9)),
    ),
    max_size=12,
)
documents = count(1)


@pytest.fixture
def movement(house: House) -> object:
    priced(house, "10000000.01")
    return asked(house, credits="3.5")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=steps)
def test_what_is_left_is_always_the_fee_less_what_stands(house: House, movement: object, plan: list) -> None:
    """One case for all examples: the later ones go on with what the earlier ones left, also after it was carried on."""
    before = account(movement)
    paid, exempt = before.paid, before.exempt
    for what, how in plan:
        try:
            if what == "pay":
                actions.record_payment(
                    actor=house.gulnora, movement_id=movement.pk, amount=str(how), paid_on=date(2026, 11, 1),
                    document=f"D{next(documents)}",
                )  # fmt: skip
                paid += how
            elif what == "exempt":
                actions.exempt(
                    actor=house.gulnora, movement_id=movement.pk, ground="orphan", note="x", paper="y", amount=str(how)
                )
                exempt += how
            elif what == "pay back":
                row = Payment.objects.filter(takes_back=None).order_by("-pk")[how : how + 1].first()
                if row:
                    actions.take_back_payment(actor=house.gulnora, payment_id=row.pk, note="x")
                    paid -= row.amount
            else:
                row = Exemption.objects.filter(takes_back=None).order_by("-pk")[how : how + 1].first()
                if row:
                    actions.take_back_exemption(actor=house.gulnora, exemption_id=row.pk, note="x")
                    exempt -= row.amount
        except (Conflict, Invalid):
            pass
        now = account(movement)
        assert (now.paid, now.exempt) == (paid, exempt)
        assert now.rest == max(now.amount - exempt, Decimal(0)) - paid
        assert now.left - now.over == now.rest
        assert (now.settled_on is not None) == (now.rest <= 0)
