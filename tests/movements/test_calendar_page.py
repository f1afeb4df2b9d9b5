"""The working calendar on its page: everybody reads it, the registrar changes it, nobody else can."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from movements.calendar import actions
from movements.calendar.models import DayMark, WorkingYear
from tests.journey import signed_in
from tests.movements.changing_group import at, corrected, filed, returned
from tests.people import House
from tests.screens.test_pages import opened, read

PAGE = "/calendar/2026/"
TYPED = {
    "act": "mark",
    "day": "2026-12-05",
    "works": "off",
    "title": "",
    "grounds": "Farmon",
    "basis": "PF-1, 1.12.2026",
}


@pytest.fixture
def dilnoza(house: House) -> Client:
    """The registrar, signed in and reading English; the years 2026 and 2027 are open."""
    with at("2026-11-20T09:00"):
        actions.open_years_ahead()
    client = signed_in("dilnoza")
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("login", ["dilnoza", "botir", "aziza", "kamola"])
@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_everybody_who_signs_in_reads_the_year(dilnoza: Client, login: str, language: str) -> None:
    client = signed_in(login)
    page = opened(client, PAGE, language)
    assert read(page) == []
    assert ('id="mark_day"' in page) == (login == "dilnoza")


def test_the_page_says_that_nobody_has_confirmed_the_year_until_somebody_does(dilnoza: Client) -> None:
    assert "Not confirmed yet." in opened(dilnoza, PAGE, "en")
    assert dilnoza.post(PAGE, {"act": "confirm", "basis": "PF-257"}).status_code == 302
    page = opened(dilnoza, PAGE, "en")
    assert "Not confirmed yet." not in page
    assert "PF-257" in page
    assert "Religious holidays are estimated" in opened(dilnoza, "/calendar/2027/", "en")


def test_the_months_say_which_days_are_off_to_somebody_who_hears_them(dilnoza: Client) -> None:
    page = opened(dilnoza, PAGE, "en")
    assert "December. 25 working days. Off beside the usual days: 8, 31." in page


def test_the_registrar_changes_a_day_with_reason_and_basis(dilnoza: Client) -> None:
    assert dilnoza.post(PAGE, TYPED).status_code == 302
    mark = DayMark.objects.get(day=date(2026, 12, 5))
    assert (mark.works, mark.kind, mark.basis, mark.set_by.surname) == (
        False,
        "office",
        "PF-1, 1.12.2026",
        "Yusupova",
    )
    assert dilnoza.post(PAGE, {**TYPED, "works": "usual"}).status_code == 302
    assert not DayMark.objects.filter(day=date(2026, 12, 5)).exists()


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(dilnoza: Client) -> None:
    response = dilnoza.post(PAGE, {**TYPED, "basis": ""})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'href="#mark_basis"' in page
    assert 'value="Farmon"' in page
    refused = dilnoza.post(PAGE, {**TYPED, "day": "2026-12-08"})
    assert (refused.status_code, "The day is entered so already." in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("login", ["botir", "hamid", "kamola", "aziza"])
def test_nobody_else_changes_it(dilnoza: Client, login: str) -> None:
    before = WorkingYear.objects.get(year=2026).stamp
    for typed in (TYPED, {"act": "confirm", "basis": "x"}, {**TYPED, "act": "week", "days_a_week": "5"}):
        assert signed_in(login).post(PAGE, typed).status_code == 409
    assert WorkingYear.objects.get(year=2026).stamp == before


def test_a_year_that_is_not_open_is_not_found(dilnoza: Client) -> None:
    assert dilnoza.get("/calendar/2031/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(dilnoza: Client) -> None:
    assert Client().get(PAGE).status_code == 302


def test_the_page_costs_the_same_with_more_marks(dilnoza: Client) -> None:
    def price() -> int:
        with CaptureQueriesContext(connection) as caught:
            opened(dilnoza, PAGE, "en")
        return len(caught)

    price()
    few = price()
    for day in ("2026-12-05", "2026-12-06", "2026-12-19"):
        dilnoza.post(PAGE, {**TYPED, "day": day, "works": "works" if day == "2026-12-06" else "off"})
    opened(dilnoza, PAGE, "en")
    assert price() == few


def test_the_tracker_shows_the_term_of_the_case_and_that_it_stands_still(house: House) -> None:
    movement = returned(house, filed(house, "2026-11-20T10:00"), "2026-11-23T10:00")
    client = signed_in("aziza")
    with at("2026-11-23T11:00"):
        page = opened(client, f"/cases/{movement.pk}/", "en")
    assert "Term of the whole case: until 02.12.2026 23:59." in page
    assert "The clock stands still since 23.11.2026 10:00, until the applicant answers." in page
    assert "the case lapses after 28.11.2026 23:59, with a notice before" in page
    movement = corrected(house, movement, "2026-11-24T12:30")
    with at("2026-11-24T13:00"):
        page = opened(client, f"/cases/{movement.pk}/", "en")
    assert "It was prolonged by 1 day 2 hours 30 minutes, as long as the applicant had the case." in page
