"""The appointments on their pages: the administrator finds, makes and ends them; for others there are none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journal import clock
from journal.models import Event
from permissions import policy
from permissions.actions import appoint, create_person
from permissions.models import Appointment, Person
from permissions.roles import Act, Role
from tests.journey import signed_in
from tests.people import House
from tests.screens.test_pages import opened, read

PAGES = ("/appointments/", "/appointments/new/", "/appointments/?q=karimov&past=1", "/appointments/new/?q=karimov")


@pytest.fixture
def kamola(house: House) -> Client:
    """The administrator, signed in and reading English."""
    client = signed_in("kamola")
    client.cookies["django_language"] = "en"
    return client


def typed(house: House, **other: Any) -> dict[str, Any]:
    """A whole form."""
    values = {
        "office": "dean",
        "unit": str(house.units["food"].pk),
        "valid_from": clock.today().isoformat(),
        "valid_to": "",
        "title": "Fakultet dekani",
        "basis": "23.11.2026-yildagi 40-K-sonli buyruq",
    }
    return values | other


def test_the_administrator_appoints_and_the_office_can_be_used(house: House, kamola: Client) -> None:
    address = f"/appointments/new/?person={house.farrux.pk}"
    assert kamola.get(address).status_code == 200
    unit = house.units["food"]
    assert policy.power(house.farrux, Act.CASE_DECIDE, unit=unit, subject_id=None, on=clock.today()) is None
    response = kamola.post(address, typed(house))
    assert (response.status_code, response["Location"]) == (302, "/appointments/")
    made = Appointment.objects.latest("pk")
    assert (made.person, made.office, made.unit, made.made_by) == (house.farrux, "dean", unit, house.kamola)
    assert policy.power(house.farrux, Act.CASE_DECIDE, unit=unit, subject_id=None, on=clock.today())
    event = Event.objects.latest("pk")
    assert (event.act, event.actor_name, event.office) == ("appointment.make", house.kamola.full_name, "admin")


def test_a_double_click_appoints_once(house: House, kamola: Client) -> None:
    address, before = f"/appointments/new/?person={house.farrux.pk}", Appointment.objects.count()
    for _click in range(2):
        assert kamola.post(address, typed(house, once="abc")).status_code == 302
    assert Appointment.objects.count() == before + 1


def test_an_appointment_ends_with_its_last_day(house: House, kamola: Client) -> None:
    appointment = Appointment.objects.get(person=house.botir)
    address = f"/appointments/{appointment.pk}/"
    yesterday = clock.today() - timedelta(days=1)
    assert kamola.post(address, {"last_day": yesterday.isoformat()}).status_code == 302
    appointment.refresh_from_db()
    assert appointment.valid_to == yesterday
    unit = house.units["chemistry"]
    assert policy.power(house.botir, Act.CASE_DECIDE, unit=unit, subject_id=None, on=clock.today()) is None
    html = opened(kamola, address, "en")
    assert "has ended" in html
    assert "End this appointment" not in html
    assert kamola.post(address, {"last_day": yesterday.isoformat()}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence", "status"),
    [
        ({"office": ""}, "Office: ", 422),
        ({"office": "student"}, "Office: ", 422),
        ({"unit": "999999"}, "Unit: ", 422),
        ({"valid_from": "0026-09-01"}, "The year is wrong", 422),
        ({"valid_to": "2001-01-01"}, "cannot end before it begins", 422),
        ({"basis": " \u200b "}, "Order of appointment: ", 422),
        ({"title": "x" * 201}, "Post: ", 422),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(
    house: House, kamola: Client, wrong: dict[str, str], sentence: str, status: int
) -> None:
    before = Appointment.objects.count()
    response = kamola.post(f"/appointments/new/?person={house.farrux.pk}", typed(house, **wrong))
    html = response.content.decode()
    assert response.status_code == status
    assert sentence in html
    assert read(html) == []
    assert Appointment.objects.count() == before


def test_the_same_office_twice_is_refused_in_words(house: House, kamola: Client) -> None:
    unit = str(house.units["chemistry"].pk)
    response = kamola.post(f"/appointments/new/?person={house.botir.pk}", typed(house, unit=unit))
    assert response.status_code == 409
    assert "already holds this office" in response.content.decode()


def test_for_everybody_else_there_are_no_such_pages(house: House) -> None:
    appointment, before = Appointment.objects.get(person=house.botir), Appointment.objects.count()
    single, new = f"/appointments/{appointment.pk}/", f"/appointments/new/?person={house.botir.pk}"
    for login in ("aziza", "botir", "dilnoza", "hamid", "erkin"):
        client = signed_in(login)
        assert {client.get(address).status_code for address in (*PAGES, single, new)} == {404}, login
        assert client.post(single, {"last_day": clock.today().isoformat()}).status_code == 404
        assert client.post(new, typed(house)).status_code == 404
        assert "/appointments/" not in client.get("/").content.decode()
    appointment.refresh_from_db()
    assert (appointment.valid_to, Appointment.objects.count()) == (None, before)
    assert Client().get("/appointments/").status_code == 302


def test_an_administrator_of_one_faculty_sees_and_appoints_only_there(house: House) -> None:
    unit = house.units["food"]
    appoint(actor=None, person=house.gulnora, office=Role.ADMIN, unit=unit, valid_from=clock.today(), basis="40-K")
    client = signed_in("gulnora")
    html = client.get("/appointments/").content.decode()
    assert house.jasur.full_name in html
    assert house.botir.full_name not in html
    elsewhere = Appointment.objects.get(person=house.botir)
    assert client.get(f"/appointments/{elsewhere.pk}/").status_code == 404
    wrong = typed(house, unit=str(house.units["chemistry"].pk))
    assert client.post(f"/appointments/new/?person={house.farrux.pk}", wrong).status_code == 422


def test_they_are_found_by_name_office_and_past(house: House, kamola: Client) -> None:
    appointment = Appointment.objects.get(person=house.botir)
    assert "Karimov" in kamola.get("/appointments/?q=karimov&office=dean").content.decode()
    assert "Karimov" not in kamola.get("/appointments/?q=karimov&office=rector").content.decode()
    assert "Toʻrayev" in kamola.get("/appointments/?q=to'rayev").content.decode()
    Appointment.objects.filter(pk=appointment.pk).update(valid_to=clock.today() - timedelta(days=1))
    assert "Karimov" not in kamola.get("/appointments/").content.decode()
    assert "Karimov" in kamola.get("/appointments/?past=1").content.decode()


def test_the_list_is_paged_and_costs_the_same_for_one_and_for_many(house: House, kamola: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert kamola.get("/appointments/").status_code == 200
        return len(asked)

    before = cost()
    for number in range(30):
        person = create_person(surname=f"Xodim{number}", given_name="Ali")
        unit = house.units["food"]
        appoint(actor=None, person=person, office=Role.HEAD, unit=unit, valid_from=clock.today(), basis="40-K")
    assert cost() == before <= 8
    html = kamola.get("/appointments/").content.decode()
    assert html.count('scope="row"') == 25
    assert 'rel="next"' in html


def test_a_person_is_found_to_be_appointed(house: House, kamola: Client) -> None:
    html = kamola.get("/appointments/new/?q=qodirova").content.decode()
    person = Person.objects.get(surname="Qodirova")
    assert f"/appointments/new/?person={person.pk}" in html
    assert "Nobody of this name" in kamola.get("/appointments/new/?q=nobody").content.decode()
    assert kamola.get("/appointments/new/?person=999999").status_code == 404
    assert kamola.get("/appointments/new/?person=x").status_code == 404


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_pages_are_whole_in_every_language(house: House, kamola: Client, language: str) -> None:
    single = f"/appointments/{Appointment.objects.get(person=house.botir).pk}/"
    for address in (*PAGES, single, f"/appointments/new/?person={house.botir.pk}"):
        assert read(opened(kamola, address, language)) == [], address
    assert 'href="/appointments/"' in opened(kamola, "/", language)
