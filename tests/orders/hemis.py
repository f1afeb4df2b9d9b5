"""Orders that wait to be entered into HEMIS, and who enters them."""

from __future__ import annotations

from datetime import date

from django.test import Client

from orders.models import HemisEntry, Order
from tests.journey import signed_in
from tests.orders.drafts import signed
from tests.people import House
from tests.work import do_all_jobs

FIRST = date(2026, 12, 1)


def in_force(house: House, *logins: str, on: date = FIRST) -> Order:
    order = signed(house, *logins, on=on)
    do_all_jobs()
    return Order.objects.get(pk=order.pk)


def entry_of(house: House, login: str) -> HemisEntry:
    return HemisEntry.objects.get(item__student=house.students[login])


def english(login: str) -> Client:
    client = signed_in(login)
    client.cookies["django_language"] = "en"
    return client
