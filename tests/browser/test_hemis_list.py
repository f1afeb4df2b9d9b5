"""Copying a value of the list into HEMIS by one click, and ticking the entry off; without JavaScript too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from journal import clock
from tests.browser.people import sign_in
from tests.orders.drafts import signed
from tests.orders.test_races import at_once
from tests.people import open_house
from tests.work import do_all_jobs

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server: LiveServer, seal: None, settings: object, tmp_path: Path) -> str:
    """One leave in force, to be entered."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    signed(open_house(), "aziza", on=clock.today())
    at_once([do_all_jobs])  # in a thread: the browser's loop runs in this one
    return live_server.url


def test_a_click_copies_the_value(site: str, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    sign_in(page, site, "dilnoza")
    page.get_by_role("link", name="HEMIS").click()
    page.get_by_role("button", name="337251100001").click()
    expect(page.locator("#copied")).to_have_text("Nusxalandi: 337251100001")
    assert page.evaluate("navigator.clipboard.readText()") == "337251100001"
    context.close()


def test_without_javascript_values_can_be_selected_and_ticked_off(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    sign_in(page, site, "dilnoza")
    page.goto(f"{site}/hemis/")
    number = page.locator("code.copy", has_text="337251100001")
    expect(number).to_have_css("user-select", "all")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kiritilgan deb belgilash").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("1 ta yozuv belgilandi.")
    expect(page.locator("code.copy")).to_have_count(0)
    context.close()
