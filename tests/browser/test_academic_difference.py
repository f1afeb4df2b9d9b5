"""The academic difference and the lists it is counted from, in a browser: at 360 px, on a desk, with the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from movements.models import Movement
from tests.browser.people import fits, sign_in
from tests.movements import differing
from tests.people import open_house
from tests.students import studies

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> str:
    """Aziza's case at the registrar's, one match of it only alike."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    differing.with_numbers(monkeypatch)
    house = open_house()
    differing.with_lists(house)
    differing.filed(house)
    return live_server.url


def looked_at(page: Page, title: str) -> None:
    """The page of that title has come, fits and has no fault that axe finds."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert fits(page), title
    faults = Axe().run(page).response["violations"]
    assert faults == [], [fault["id"] for fault in faults]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_registrar_confirms_a_match_and_the_applicant_reads_why(site: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    sign_in(page, site, "dilnoza")
    page.goto(f"{site}/cases/{Movement.objects.get().pk}/")
    looked_at(page, "Taʼlim yoʻnalishi")
    page.get_by_text("Moslikni baholash").press("Enter")
    page.get_by_role("textbox", name="Sababi").fill("Dasturi bir xil.")
    page.get_by_role("button", name="Bu oʻsha fan").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Tasdiqlandi: yetishmaydigani qayta hisoblandi.")
    address = page.url
    sign_in(page, site, "aziza")
    page.goto(address)
    expect(page.get_by_text("Dasturi bir xil.").first).to_be_visible()
    looked_at(page, "Taʼlim yoʻnalishi")
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_office_looks_at_a_list_before_it_is_imported(
    site: str, browser: Browser, width: int, tmp_path: Path
) -> None:
    rows = [*studies.curriculum_rows(), *studies.curriculum_rows([{**studies.SUBJECTS[0], "code": "", "semester": 3}])]
    (tmp_path / "reja.csv").write_bytes(studies.csv_of(rows))
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    sign_in(page, site, "dilnoza")
    page.get_by_role("link", name="Oʻquv rejalar").click()
    looked_at(page, "Oʻquv rejalar va natijalar")
    page.get_by_label("Fayl").set_input_files(tmp_path / "reja.csv")
    page.get_by_role("button", name="Koʻrib chiqish").press("Enter")
    expect(page.get_by_role("heading", name="reja.csv")).to_be_visible()
    looked_at(page, "reja.csv")
    page.get_by_role("button", name="Yuklash").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Roʻyxat yuklandi.")
    page.get_by_role("link", name="Oʻquv rejalar va natijalar").click()
    page.get_by_role("link", name="Kimyo muhandisligi 2025").click()
    looked_at(page, "Kimyo muhandisligi 2025")
    context.close()
