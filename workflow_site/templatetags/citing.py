"""How a page names a clause."""

from django import template
from django.template.defaultfilters import stringfilter

register = template.Library()


@register.filter
@stringfilter
def cite(code: str) -> str:
    """``344/2021:6`` as ``344/2021, 6``; where the number of a clause is not known, the act alone.

    Args:
        code: as flows and findings keep it: act, colon, number or the product's own word for an unknown one.
    """
    act, _colon, number = code.rpartition(":")
    if not act:
        return code
    return f"{act}, {number}" if number.isdigit() else act
