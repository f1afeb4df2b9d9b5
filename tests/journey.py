"""Walks a case through the real pages, as people do: sign in, open the page, press what it offers."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from movements.models import Movement
from orders.models import Order
from tests.people import PASSWORD
from tests.work import do_all_jobs


def signed_in(login: str) -> Client:
    """A browser in which this person has signed in."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    response = client.post("/sign-in/", {"login": login, "username": login, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    return client


def press(client: Client, address: str, **typed: Any) -> str:
    """Send a form of a page that was opened before; the page after it must be reached. Gives its address."""
    assert client.get(address).status_code == 200, address
    response = client.post(address, typed)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def apply_for(client: Client, kind: str, stated: dict[str, str], papers: dict[str, SimpleUploadedFile]) -> Movement:
    """Start the application, type it, attach its papers and file it."""
    address = press(client, f"/apply/{kind}/")
    press(client, address, act="save", **stated, **{f"paper_{name}": paper for name, paper in papers.items()})
    press(client, address, act="file", **stated)
    return Movement.objects.get(pk=int(address.rstrip("/").rpartition("/")[2]))


def decide(client: Client, movement: Movement, act: str, **typed: str) -> Movement:
    """Press one of the buttons of the deciding office."""
    press(client, f"/cases/{movement.pk}/", act=act, **typed)
    movement.refresh_from_db()
    return movement


def order_of(registrar: Client, *movements: Movement) -> Order:
    """Compose one order of approved cases."""
    kind = movements[0].kind
    press(
        registrar,
        f"/orders/compose/?kind={kind}",
        kind=kind,
        split="one",
        movements=[str(movement.pk) for movement in movements],
    )
    return Order.objects.latest("pk")


def press_order(client: Client, order: Order, act: str, **typed: str) -> Order:
    """Press one of the buttons of an order's page."""
    press(client, f"/orders/{order.pk}/", act=act, **typed)
    order.refresh_from_db()
    return order


def carry_into_force(order: Order, registrar: Client, visas: tuple[Client, ...], rector: Client) -> Order:
    """Send, endorse and sign, and let the worker work."""
    press_order(registrar, order, "send")
    for client in visas:
        press_order(client, order, "endorse")
    press_order(rector, order, "sign")
    do_all_jobs()
    order.refresh_from_db()
    return order
