"""Fees: what a step costs, what was paid and remitted, and what is left.

A flow says what is to be paid with ``fees.due`` and asks with ``fees.paid_on`` when it was.
"""

from movements.fees.counting import paid_on
from movements.fees.due import Due, FeeLine, credit_price, due, total

__all__ = ["Due", "FeeLine", "credit_price", "due", "paid_on", "total"]
