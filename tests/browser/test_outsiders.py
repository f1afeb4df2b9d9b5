"""The pages of people without account and of the office that files for them, as anybody can use them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from permissions.actions import create_person
from permissions.actions.merging import merge
from permissions.models import Person
from tests.browser.people import sign_in
from tests.browser.test_access import faults
from tests.guests import NODIRA, last_code
from tests.outsiders.test_filing_for import filed_for
from tests.people import open_house

pytestmark = pytest.mark.browser


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A telephone, and a desk."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, bypass_csp=True)
    yield context.new_page()
    context.close()


def look(page: Page, name: str) -> dict[str, list[str]]:
    """What is wrong with the page; with HARAKAT_SHOTS a picture of it, for somebody to look at."""
    if folder := os.environ.get("HARAKAT_SHOTS"):
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    return {name: found} if (found := faults(page)) else {}


def press(page: Page, onward: str) -> None:
    """The one button of the page."""
    page.locator("main form button").first.click()
    page.wait_for_url(onward)


def test_nothing_keeps_a_guest_from_applying(live_server: LiveServer, page: Page) -> None:
    open_house()
    page.goto(f"{live_server.url}/sign-in/")
    wrong = look(page, "sign-in")
    page.get_by_role("link", name="Hisobsiz ariza berish").click()
    wrong |= look(page, "apply")
    page.goto(f"{live_server.url}/apply/arrival/who/")
    press(page, "**/who/")
    wrong |= look(page, "who")
    for name, value in NODIRA.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, "**/apply/code/")
    wrong |= look(page, "code")
    page.locator("[name=code]").fill(last_code())
    press(page, "**/apply/arrival/")
    wrong |= look(page, "papers")
    press(page, "**/cases/*/")
    wrong |= look(page, "draft")
    for name, address in (("desk", "/"), ("track", "/track/")):
        page.goto(f"{live_server.url}{address}")
        wrong |= look(page, name)
    assert wrong == {}


def test_nothing_keeps_the_office_from_helping(live_server: LiveServer, page: Page) -> None:
    house = open_house()
    movement = filed_for(house)
    known = create_person(surname="Sobirova", given_name="Nodira", pinfl=NODIRA["pinfl"])
    guest: Person = create_person(surname="Sobirova", given_name="Nodira", stated_pinfl=NODIRA["pinfl"])
    sign_in(page, live_server.url, "aziza")
    page.goto(f"{live_server.url}/cases/{movement.pk}/")
    wrong = look(page, "filed-for-me")
    sign_in(page, live_server.url, "dilnoza")
    pages = {
        "file-for": "/file-for/?q=qodirova",
        "file-for-kinds": f"/file-for/?person={house.sardor.pk}",
        "file-for-newcomer": "/file-for/arrival/",
        "merging": "/people/merging/",
        "compare": f"/people/merging/{guest.pk}/{known.pk}/",
    }
    for name, address in pages.items():
        page.goto(f"{live_server.url}{address}")
        wrong |= look(page, name)
    made = merge(actor=house.dilnoza, kept_id=known.pk, absorbed_id=guest.pk, reason="Pasport solishtirildi.")
    page.goto(f"{live_server.url}/people/merging/{made.pk}/")
    wrong |= look(page, "merged")
    assert wrong == {}
