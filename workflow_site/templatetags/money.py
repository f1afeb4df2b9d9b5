"""How a page writes a sum of soʻm."""

from decimal import Decimal

from django import template

from movements.fees import words

register = template.Library()


@register.filter
def soum(amount: Decimal) -> str:
    """``1 200 000,00 soʻm``."""
    return words.soum(amount)
