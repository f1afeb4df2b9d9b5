"""How a page names a clause."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.translation import gettext as _

register = template.Library()
OWN_ACT = "institute"


@register.filter
@stringfilter
def cite(code: str) -> str:
    """``344/2021:6`` as ``344/2021, 6``; where the number of a clause is not known, the act alone.

    Args:
        code: as flows and findings keep it: act, colon, number or the product's own word for an unknown one; or an act.
    """
    act, _colon, number = code.partition(":")
    if act == OWN_ACT:
        act = _("the institute's own rules")
    return f"{act}, {number}" if number.isdigit() else act
