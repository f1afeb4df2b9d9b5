"""From the student's telephone to the record, in a browser: the first order as a person lives through it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from journal import clock
from tests.browser.people import fits, paper_at_hand, sign_in
from tests.people import PASSWORD, open_house
from tests.work import do_all_jobs

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def work() -> None:
    """What the worker does, on a connection of its own."""
    try:
        do_all_jobs()
    finally:
        connection.close()


def test_from_the_telephone_to_the_record(live_server: LiveServer, page: Page, seal: None, tmp_path: Path) -> None:
    open_house()
    site = live_server.url
    case = student_files(page, site, tmp_path)
    sign_in(page, site, "jasur")
    assert page.request.get(case).status == 404
    dean_returns(page, site)
    student_corrects(page, site, case)
    dean_and_vice_rector_approve(page, site, case)
    registrar_composes(page, site)
    visas_and_signature(page, site)
    the_record_changes_before_their_eyes(page)
    sign_in(page, site, "aziza")
    expect(page.locator(".state.granted")).to_be_visible()
    page.goto(case)
    page.get_by_role("link", name=re.compile("Qodirova")).click()
    expect(page.locator("h1 + p .state")).to_have_text("Akademik taʼtilda")


def student_files(page: Page, site: str, folder: Path) -> str:
    """A draft, what does not hold, the paper, the case; gives the address of the case."""
    sign_in(page, site, "aziza")
    expect(page.get_by_text("Hozir emas:").first).to_be_visible()
    page.get_by_role("button", name="Boshlash (Akademik taʼtil)").click()
    page.get_by_label("Taʼtil asosi").select_option(label="sogʻliqni tiklash")
    page.get_by_label("Taʼtilning birinchi kuni").fill(clock.today().isoformat())
    page.get_by_label("Taʼtilning oxirgi kuni").fill((clock.today() + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="Saqlash va tekshirish").click()
    expect(page.locator(".clauses .fails")).to_have_count(1)
    page.get_by_label("Tibbiy-maslahat komissiyasi xulosasi").set_input_files(paper_at_hand(folder))
    page.get_by_role("button", name="Saqlash va tekshirish").click()
    expect(page.locator(".clauses .fails")).to_have_count(0)
    assert fits(page)
    page.get_by_role("button", name="Topshirish", exact=True).click()
    expect(page.locator(".tracker .now")).to_contain_text("Dekan roziligi")
    expect(page.locator(".tracker .next")).to_have_count(2)
    return page.url


def dean_returns(page: Page, site: str) -> None:
    """From the inbox, with a ground and words."""
    sign_in(page, site, "botir")
    page.get_by_role("link", name="Akademik taʼtil").first.click()
    page.locator("summary", has_text="Toʻgʻrilashga qaytarish").click()
    page.locator("#return_ground").select_option("dates_wrong")
    page.locator("#return_words").fill("Oxirgi kunni toʻgʻrilang.")
    page.get_by_role("button", name="Toʻgʻrilashga qaytarish").click()
    expect(page.locator("h1 + p .returned")).to_be_visible()


def student_corrects(page: Page, site: str, case: str) -> None:
    """The words of the dean stand above the form."""
    sign_in(page, site, "aziza")
    page.goto(case)
    expect(page.get_by_text("Oxirgi kunni toʻgʻrilang.").first).to_be_visible()
    page.get_by_label("Taʼtilning oxirgi kuni").fill((clock.today() + timedelta(days=200)).isoformat())
    page.get_by_role("button", name="Toʻgʻrilangan arizani yuborish").click()


def dean_and_vice_rector_approve(page: Page, site: str, case: str) -> None:
    """The dean sees what changed since the last time."""
    for login in ("botir", "hamid"):
        sign_in(page, site, login)
        page.goto(case)
        expect(page.locator(".note ins")).to_have_text(f"{clock.today() + timedelta(days=200):%d.%m.%Y}")
        page.get_by_role("button", name="Maʼqullash").click()
        expect(page.get_by_role("status")).to_have_text("Maʼqullandi.")


def registrar_composes(page: Page, site: str) -> None:
    """The sentence stands beside the change of the record."""
    sign_in(page, site, "dilnoza")
    page.get_by_role("link", name="Buyruq tuzish").click()
    page.get_by_role("button", name="Tuzish va koʻrib chiqish").click()
    expect(page.locator(".sentence")).to_contain_text("akademik taʼtil berilsin")
    expect(page.locator(".beside ins").first).to_have_text("akademik taʼtilda")
    assert fits(page)
    page.get_by_role("button", name="Vizaga yuborish").click()


def visas_and_signature(page: Page, site: str) -> None:
    """Each finds the order on the own desk."""
    for login, button in (
        ("farrux", "Viza berish"),
        ("gulnora", "Viza berish"),
        ("erkin", "Buyruqni imzolash"),
    ):
        sign_in(page, site, login)
        page.get_by_role("link", name="Akademik taʼtil toʻgʻrisidagi buyruq", exact=True).click()
        page.get_by_role("button", name=button).click()


def the_record_changes_before_their_eyes(page: Page) -> None:
    """n of m survives a reload, and moves without one."""
    expect(page.locator("#progress")).to_contain_text("1 tadan 0 tasi")
    page.reload()
    expect(page.locator("#progress")).to_contain_text("1 tadan 0 tasi")
    # The worker is another thread: an event loop runs in the browser's.
    with ThreadPoolExecutor(1) as worker:
        worker.submit(work).result()
    expect(page.locator("#progress")).to_contain_text("1 tadan 1 tasi", timeout=10_000)


def test_filing_and_deciding_need_neither_javascript_nor_a_mouse(
    live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    open_house()
    today = clock.today()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()

    sign_in(page, live_server.url, "aziza")
    page.get_by_role("button", name="Boshlash (Akademik taʼtil)").press("Enter")
    page.get_by_label("Taʼtil asosi").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Taʼtilning birinchi kuni").fill(today.isoformat())
    page.get_by_label("Taʼtilning oxirgi kuni").fill((today + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="Saqlash va tekshirish").press("Enter")
    page.get_by_label("Tibbiy-maslahat komissiyasi xulosasi").set_input_files(paper_at_hand(tmp_path))
    page.get_by_role("button", name="Topshirish", exact=True).press("Enter")
    case = page.url

    sign_in(page, live_server.url, "botir")
    page.goto(case)
    page.locator("summary", has_text="Rad etish").press("Enter")
    page.locator("#refuse_words").fill("Asos yetarli emas.")
    page.get_by_role("button", name="Rad etish").press("Enter")
    # The ground is missing: what was typed is still there, and the summary leads to the field.
    expect(page.locator("#refuse_words")).to_have_value("Asos yetarli emas.")
    expect(page.locator(".errors a[href='#refuse_ground']")).to_be_visible()
    page.locator("#refuse_ground").select_option("other")
    page.get_by_role("button", name="Rad etish").press("Enter")
    expect(page.locator("h1 + p .refused")).to_be_visible()
    context.close()


def test_what_was_typed_outlives_the_session(live_server: LiveServer, page: Page) -> None:
    open_house()
    sign_in(page, live_server.url, "aziza")
    page.get_by_role("button", name="Boshlash (Akademik taʼtil)").click()
    page.get_by_label("Izoh").fill("Uzoq yozilgan izoh.")
    csrf = [cookie for cookie in page.context.cookies() if cookie["name"] == "csrftoken"]
    page.context.clear_cookies()
    page.context.add_cookies(csrf)  # type: ignore[arg-type]  # a cookie as the browser gave it
    page.get_by_role("button", name="Saqlash va tekshirish").click()
    page.get_by_label("Login").fill("aziza")
    page.get_by_label("Parol").fill(PASSWORD)
    page.get_by_role("button", name="Kirish").click()
    page.get_by_role("button", name="Hozir yuborish").click()
    expect(page.get_by_label("Izoh")).to_have_value("Uzoq yozilgan izoh.")
