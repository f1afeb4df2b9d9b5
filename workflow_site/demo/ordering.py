"""Stories of orders, piece by piece: composed, sent for visas, endorsed, signed."""

from __future__ import annotations

from collections.abc import Sequence

from movements.composing import compose
from movements.models import Movement
from orders import actions
from orders.models import Order
from workflow_site.demo.cast import Cast
from workflow_site.demo.stage import Scene, Story

VISAS = ("lawyer", "accountant")


def drafted(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int, hour: int = 14) -> Story[Order]:
    """The registrar puts approved cases into one order."""
    yield cast.stage.day(back, hour)
    ids = [case.result.pk for case in cases]
    [order] = compose(actor=cast.staff["registrar"], kind=cases[0].result.kind, movement_ids=ids)
    return order


def sent(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int, hour: int = 14) -> Story[Order]:
    """Composed, and sent for visas within the hour."""
    order = yield from drafted(cast, cases, back=back, hour=hour)
    yield cast.stage.day(back, hour, 40)
    return actions.send(actor=cast.staff["registrar"], order_id=order.pk)


def half_endorsed(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int) -> Story[Order]:
    """The lawyer has endorsed, the accountant has not yet."""
    order = yield from sent(cast, cases, back=back)
    yield cast.stage.day(back, 16, 20)
    return actions.endorse(actor=cast.staff["lawyer"], order_id=order.pk)


def endorsed(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int) -> Story[Order]:
    """Every visa is there: ready to sign."""
    order = yield from sent(cast, cases, back=back)
    for minute, login in enumerate(VISAS):
        yield cast.stage.day(back, 16, 10 + minute * 25)
        actions.endorse(actor=cast.staff[login], order_id=order.pk)
    return order


def signed(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int) -> Story[Order]:
    """Signed the next morning; the worker makes the document and changes the record."""
    order = yield from endorsed(cast, cases, back=back)
    yield cast.stage.day(back - 1, 10, 15)
    return actions.sign(actor=cast.staff["rector"], order_id=order.pk)


def declined(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int) -> Story[Order]:
    """The accountant refuses the visa: a draft again."""
    order = yield from half_endorsed(cast, cases, back=back)
    yield cast.stage.day(back, 17)
    return actions.decline(
        actor=cast.staff["accountant"],
        order_id=order.pk,
        grounds="Shartnoma boʻyicha toʻlov holati koʻrsatilmagan, asosga qoʻshilsin.",
    )


def discarded(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int) -> Story[Order]:
    """Put aside by the registrar; its cases wait for another order."""
    order = yield from drafted(cast, cases, back=back)
    yield cast.stage.day(back, 15, 30)
    return actions.discard(
        actor=cast.staff["registrar"],
        order_id=order.pk,
        grounds="Har bir fakultet uchun alohida buyruq tayyorlanadi.",
    )


def struck(cast: Cast, cases: Sequence[Scene[Movement]], *, back: int) -> Story[Order]:
    """The first item is taken out and goes back to the office; the rest stays in the draft."""
    order = yield from drafted(cast, cases, back=back)
    item = order.items.get(student=cases[0].result.student)
    yield cast.stage.day(back, 15, 10)
    return actions.strike(
        actor=cast.staff["registrar"],
        order_id=order.pk,
        item_id=item.pk,
        grounds="Hujjatdagi sanalar arizadagi sanalardan farq qiladi.",
    )
