"""Pages that everybody can use: axe finds nothing, nothing lies beyond the edge, and a finger can hit every button."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from orders import actions as orders
from permissions.actions import invite
from tests.browser.people import fits, sign_in
from tests.people import open_house
from tests.screens.cases import composed, filed

pytestmark = pytest.mark.browser

SMALLEST = 44
TOO_SMALL = """smallest => [...document.querySelectorAll("main button, main .button, main select, main summary")]
    .filter(one => one.offsetHeight && one.offsetHeight < smallest).map(one => one.outerHTML.slice(0, 80))"""


def faults(page: Page) -> list[str]:
    """What keeps somebody from using the page."""
    for summary in page.locator("main summary").all():
        summary.click()
    found = [f"{one['id']}: {one['nodes'][0]['target']}" for one in Axe().run(page).response["violations"]]
    found += [f"too small: {one}" for one in page.evaluate(TOO_SMALL, SMALLEST)]
    return found if fits(page) else [*found, "wider than the screen"]


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_keeps_anybody_from_using_the_pages(live_server: LiveServer, browser: Browser, width: int) -> None:
    house = open_house()
    order = composed(house)
    orders.send(actor=house.dilnoza, order_id=order.pk)
    appointment = house.botir.appointments.get().pk
    case = f"/cases/{filed(house, 'sardor').pk}/"
    # Only so can axe be put into a page whose policy allows no foreign script.
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    wrong: dict[str, list[str]] = {}
    for login, addresses in {
        "aziza": ["/", "/notices/", "/movements/", "/movements/return_from_leave/"],
        "jasur": ["/", case, "/cases/", "/students/"],
        "dilnoza": ["/", f"/orders/{order.pk}/", "/orders/compose/"],
        "kamola": ["/appointments/", f"/appointments/new/?person={house.botir.pk}", f"/appointments/{appointment}/"],
    }.items():
        sign_in(page, live_server.url, login)
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            wrong[f"{login} {address}"] = faults(page)
    context.clear_cookies()
    page.goto(f"{live_server.url}{reverse('invitation', args=invite(account=house.jasur.account))}")
    wrong["invitation"] = faults(page)
    context.close()
    assert {address: found for address, found in wrong.items() if found} == {}
