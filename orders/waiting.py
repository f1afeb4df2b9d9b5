"""Orders in lists: those that wait for somebody's visa or signature, and all a reader may see."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from orders import access
from orders.models import ItemState, Order, OrderItem, OrderState, Visa
from permissions.models import Person
from permissions.names import normalise
from permissions.policy import Power
from permissions.roles import ACTS, Act

MOST = 100
PAGE = 25


def counted() -> QuerySet[Order]:
    """Orders with their unit and the number of ``students`` that stand in them."""
    living = Count("items", filter=~Q(items__state=ItemState.STRUCK))
    return Order.objects.select_related("unit").annotate(students=living)


def waiting_for(powers: Sequence[Power]) -> list[Order]:
    """The orders that wait for these powers, newest first: to send, endorse, sign or number; one statement.

    Whether the reader may really give it is asked again at the act.
    """
    asked = Q(pk__in=[])
    given = Visa.objects.filter(order=OuterRef("pk"), round=OuterRef("round"), act_sha256=OuterRef("act_sha256"))
    for power in powers:
        below = Q(unit_id=power.unit_id) | Q(unit__path__contains=f"/{power.unit_id}/")
        if Act.ORDER_ENDORSE in ACTS[power.office]:
            asked |= below & Q(state=OrderState.ENDORSING) & ~Q(Exists(given.filter(office=power.office)))
        if Act.ORDER_SEND in ACTS[power.office]:
            asked |= below & (Q(state=OrderState.DRAFT) | Q(state=OrderState.SIGNED, number=""))
        if Act.ORDER_SIGN in ACTS[power.office]:
            asked |= below & Q(state=OrderState.READY, signs=power.office)
    offices = {str(power.office) for power in powers}
    found = counted().filter(asked).order_by(F("pk").desc())[:MOST]
    # Which offices must endorse is a JSON list; SQLite cannot look into one, and few are out for visas.
    return [one for one in found if one.state != OrderState.ENDORSING or offices & set(one.visas_required)]


def page_for(person: Person, *, state: str, text: str, after: int | None) -> tuple[list[Order], int | None]:
    """One page of the orders the person may see, newest first, and the key of the next page.

    Args:
        text: part of a number, a title or a student's name.
        after: the key the page before gave.
    """
    found = counted().filter(access.seen_by(person)).order_by("-pk")
    if state:
        found = found.filter(state=state)
    if text:
        named = OrderItem.objects.filter(order=OuterRef("pk"), person__search__contains=normalise(text))
        found = found.filter(Q(number__istartswith=text) | Q(title__icontains=text) | Exists(named))
    if after is not None:
        found = found.filter(pk__lt=after)
    page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None
