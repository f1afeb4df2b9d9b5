"""How a page writes a number that may have a part behind the comma."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def amount(value: Decimal | str | None) -> str:
    """``6.50`` as ``6,5`` and ``6.00`` as ``6``; nothing stays nothing."""
    return "" if value in (None, "") else number_format(f"{Decimal(str(value)).normalize():f}")
