"""A sitting through its pages: prepared, called, attended, voted, closed, signed; and what each reader sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journal import clock
from movements.models import Body, Movement, Sitting
from movements.sittings import actions
from tests.journey import carry_into_force, order_of, press, signed_in
from tests.people import House, open_house
from tests.sittings.board import VOTERS, applied, attended, called, held, prepared
from tests.work import do_all_jobs


def page(client: Client, address: str) -> str:
    """The page, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def gone(client: Client, address: str) -> bool:
    """Whether there is no such page for this reader."""
    return bool(client.get(address).status_code == 404)


@pytest.mark.journey
def test_from_the_agenda_to_the_order_in_force_through_the_pages(house: House, seal: None) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = sat_through_the_pages(house, movement, other)
    assert (sitting.state, sitting.number) == ("signed", "1")
    own = page(signed_in("sardor"), f"/cases/{other.pk}/")
    assert "Joy yoʻq." in own
    assert "Mirzayev" not in own
    movement.refresh_from_db()
    registrar = signed_in("dilnoza")
    order = carry_into_force(order_of(registrar, movement), registrar, (), signed_in("erkin"))
    assert (order.state, Movement.objects.get(pk=other.pk).state) == ("in_force", "refused")


def sat_through_the_pages(house: House, movement: Movement, other: Movement) -> Sitting:
    """The first case is approved, the second refused after a proposal that found no majority."""
    secretary, chair = signed_in("kotib"), signed_in("rais")
    local = clock.now().astimezone(clock.zone)
    typed: dict[str, Any] = {"body": Body.objects.get().pk, "day": local.date().isoformat(), "time": "23:59"}
    address = press(secretary, "/sittings/new/", **typed, place="305-xona", cases=[str(movement.pk)])
    press(secretary, address, act="add", cases=[str(other.pk)])
    press(secretary, address, act="call")
    assert "305-xona" in page(signed_in("aziza"), f"/cases/{movement.pk}/")
    press(secretary, address, act="attend", present=[str(house.people[login].pk) for login in VOTERS])
    press(signed_in("anvar"), address, act="interest", case=str(other.pk), ground="other", words="Ilmiy rahbarman")
    press(secretary, address, act="vote_all")
    cast = {f"vote_{house.people[login].pk}": "against" for login in ("barno", "davron", "elyor")}
    press(secretary, address, act="vote", case=str(other.pk), proposal="approve", **cast)
    assert secretary.post(address, {"act": "close"}).status_code == 409
    refusing = {f"vote_{house.people[login].pk}": "for" for login in ("rais", "barno", "davron", "elyor")}
    refuse = {"proposal": "refuse", "ground": "other", "words": "Joy yoʻq."}
    press(secretary, address, act="vote", case=str(other.pk), **refuse, **refusing)
    press(secretary, address, act="close")
    assert "LOYIHA" in page(chair, f"{address}minutes.pdf")
    press(secretary, address, act="sign")
    press(chair, address, act="sign")
    do_all_jobs()
    assert chair.get(f"{address}minutes.pdf")["Content-Type"] == "application/pdf"
    return Sitting.objects.get()


def test_whoever_declared_an_interest_finds_no_trace_of_the_case_on_any_page(house: House) -> None:
    movement, other = applied(house), applied(house, "sardor")
    sitting = held(house, movement, other)
    member, address = signed_in("anvar"), f"/sittings/{sitting.pk}/"
    assert house.aziza.surname in page(member, address)
    assert not gone(member, f"{address}minutes.pdf")
    actions.void(actor=house.kotib, sitting_id=sitting.pk, grounds="Manfaatdorlik")
    again = attended(house, movement, other)
    actions.declare_interest(actor=house.anvar, sitting_id=again.pk, movement_id=movement.pk, ground="relative")
    for one in (sitting, again):
        shown = page(member, f"/sittings/{one.pk}/")
        assert house.aziza.surname not in shown
        assert movement.number not in shown
        assert gone(member, f"/sittings/{one.pk}/minutes.pdf")
    assert gone(member, f"/cases/{movement.pk}/")
    assert movement.number not in page(member, "/cases/")
    answer = member.post(f"/sittings/{again.pk}/", {"act": "interest", "case": movement.pk, "ground": "relative"})
    assert answer.status_code == 404


def test_strangers_have_no_sittings(house: House) -> None:
    sitting = called(house, applied(house))
    for login in ("aziza", "botir", "gulnora"):
        client = signed_in(login)
        assert gone(client, f"/sittings/{sitting.pk}/")
        assert gone(client, f"/sittings/{sitting.pk}/minutes.pdf")
        assert gone(client, "/sittings/new/")
        assert f"/sittings/{sitting.pk}/" not in page(client, "/sittings/")
    assert gone(signed_in("dilnoza"), "/commissions/")
    assert gone(signed_in("dilnoza"), "/sittings/new/")


def test_readers_outside_the_commission_see_results_and_not_who_voted_how(house: House) -> None:
    sitting = attended(house, applied(house))
    actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
    registrar = signed_in("dilnoza")
    assert "vote_" not in page(registrar, f"/sittings/{sitting.pk}/")
    assert "Yoqlab 5" not in page(registrar, f"/sittings/{sitting.pk}/")
    actions.close(actor=house.kotib, sitting_id=sitting.pk)
    assert "Yoqlab 5, qarshi 0, betaraf 0." in page(registrar, f"/sittings/{sitting.pk}/")


def test_the_administrator_opens_a_commission_on_its_page(db: None) -> None:
    house = open_house()
    admin = signed_in("kamola")
    movement = applied(house)
    assert movement.turns.get(finished=None).unit == house.units["chemistry"]
    press(admin, "/commissions/", code="groups", uz="Guruh komissiyasi", ru="", en="")
    body = Body.objects.get()
    assert (body.code, body.unit.name_uz) == ("groups", "Guruh komissiyasi")
    assert movement.turns.get(finished=None).unit == body.unit
    assert "Guruh komissiyasi" in page(admin, "/commissions/")


def statements(client: Client, address: str) -> int:
    """What a page costs the database."""
    client.get(address)  # what is kept between requests is kept from here on
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("login", ["kotib", "anvar", "dilnoza"])
def test_the_page_of_a_sitting_costs_the_same_with_1_3_and_30_cases(house: House, login: str) -> None:
    client, costs = signed_in(login), []
    sitting = attended(house, applied(house))
    for count in (1, 3, 30):
        while sitting.cases.count() < count:
            movement = applied(house, f"talaba{len(house.people)}")
            actions.put_on(actor=house.kotib, sitting_id=sitting.pk, movement_ids=[movement.pk])
        actions.vote_all(actor=house.kotib, sitting_id=sitting.pk)
        costs.append(statements(client, f"/sittings/{sitting.pk}/"))
    assert costs == [costs[0]] * 3


def test_the_list_of_sittings_costs_the_same_with_1_3_and_30(house: House) -> None:
    client, costs = signed_in("kotib"), []
    for count in (1, 3, 30):
        while Sitting.objects.count() < count:
            prepared(house)
        costs.append((statements(client, "/sittings/"), statements(client, "/")))
    assert costs == [costs[0]] * 3
    assert "after=" in page(client, "/sittings/")


def test_a_refused_form_shows_what_was_typed(house: House) -> None:
    movement = applied(house)
    sitting = attended(house, movement)
    client = signed_in("kotib")
    sent = {"act": "vote", "case": movement.pk, "proposal": "refuse", "words": "Yozib qoʻyilgan soʻz"}
    answer = client.post(f"/sittings/{sitting.pk}/", {**sent, f"vote_{house.rais.pk}": "for"})
    assert answer.status_code == 422
    assert "Yozib qoʻyilgan soʻz" in answer.content.decode()
    assert client.post(f"/sittings/{sitting.pk}/", {"act": "nonsense"}).status_code == 404


def test_commissions_page_lists_who_sits(house: House) -> None:
    shown = page(signed_in("kamola"), "/commissions/")
    assert "Mirzayev Anvar" in shown
