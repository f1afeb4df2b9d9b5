"""What a person does in a browser, in the words of the Uzbek pages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.people import PASSWORD
from tests.uploads import picture


def sign_in(page: Page, site: str, login: str) -> None:
    """Leave whoever sat here before and sign in."""
    page.context.clear_cookies()
    page.goto(f"{site}/")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Parol").fill(PASSWORD)
    page.get_by_role("button", name="Kirish").click()
    expect(page.get_by_role("button", name="Chiqish")).to_be_visible()


def fits(page: Page) -> bool:
    """Whether nothing of the page lies beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def paper_at_hand(folder: Path) -> Path:
    """A photographed paper on the telephone."""
    path = folder / "xulosa.png"
    path.write_bytes(picture().read())
    return path
