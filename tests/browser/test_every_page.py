"""Every page that anybody reaches by links: it fits every screen, axe finds nothing, it speaks Uzbek, it is there."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from movements.flow import kinds
from movements.models import Payment, PaymentFile
from permissions.actions import invite
from students.models import StudyList
from tests.browser.furnished import furnished
from tests.browser.people import fits
from tests.people import open_house

pytestmark = pytest.mark.browser

WIDTHS = (1440, 768, 360)
ENGLISH = re.compile(r"\b(the|of|and|is|are|was|for|with|not|this|by|from|has|have|None|undefined)\b|%\(|\{[{%]")
# Their words were never put into Uzbek.
ONLY_IN_TESTS = {kind for kind, flow in kinds().items() if flow.__module__.startswith("tests.")}
STRANGERS = ("/sign-in/", "/verify/", "/apply/", "/apply/transfer_in/who/", "/apply/code/", "/track/")
ABSENT = ("/nowhere/", "/verify/2222-2222")
SIGNED_IN = (
    "dilnoza",
    "aziza",
    "sardor",
    "lola",
    "botir",
    "jasur",
    "hamid",
    "erkin",
    "farrux",
    "gulnora",
    "kamola",
    "kotib",
    "rais",
    "qarzdor3",
)
# Of most patterns everybody sees one page; of these more, as they differ by what the reader may do.
EACH = {"case": 4, "sitting": 4, "order": 2, "movement": 12, "stocktaking": 2, "blank": 2}
# The office's own page, and one of somebody who only reads: all others are alike.
IN_ALL = {"movement": 12, **dict.fromkeys(("movements", "password", "calendar", "calendar-year", "limit", "limits"), 2)}
FILES = {"order-document", "hemis-file", "case-letter", "paper", "sitting-minutes", "sheet", "inquiry-file"}
NO_PAGE = {
    "sign-out": "takes a form and leads on",
    "language": "takes a form and leads on",
    "order-extract-file": "a file made when a button asks for it",
    "leaves-count": "a part of the desk, fetched after it stands",
    "order-progress": "a part of the order's page, fetched while the order is carried out",
}


@dataclass
class Crawl:
    """What was seen, and what was wrong with it."""

    page: Page
    site: str
    seen: Counter[str] = field(default_factory=Counter)
    examined: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def all_of(self, login: str, *begin: str) -> None:
        """Begin at these addresses and follow the links of the pages."""
        own: Counter[str] = Counter()
        waiting, known = list(begin), set(begin)
        while waiting:
            address = waiting.pop(0)
            name = name_of(address)
            if own[name] >= EACH.get(name, 1) or self.seen[name] >= IN_ALL.get(name, sys.maxsize):
                continue
            own[name] += 1
            self.seen[name] += 1
            if found := self.file(address) if name in FILES else self.open(address, name, login):
                self.wrong[f"{login} {address}"] = found
            new = [] if name in FILES else [one for one in self.links() if one not in known]
            known.update(new)
            waiting += new

    def links(self) -> list[str]:
        """Addresses of this site to which the page leads."""
        every = self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href.split('#')[0])")
        own = {one.removeprefix(self.site) for one in every if one.startswith(f"{self.site}/")}
        return sorted(one for one in own if not ONLY_IN_TESTS & set(one.split("/")))

    def file(self, address: str) -> list[str]:
        """A file is there; what is in it others try."""
        answer = self.page.request.get(f"{self.site}{address}")
        return [] if answer.status == 200 else [f"status {answer.status}"]

    def open(self, address: str, name: str, login: str) -> list[str]:
        """Everything that is wrong with the page of an address."""
        answer = self.page.goto(f"{self.site}{address}")
        assert answer is not None
        wrong = [] if answer.status == (404 if address in ABSENT else 200) else [f"status {answer.status}"]
        return wrong + self.look(name, login)

    def look(self, name: str, login: str) -> list[str]:
        """Everything that is wrong with the page as it stands, all its details unfolded."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        # Axe and pictures are slow, and the pages of one pattern alike to them.
        is_new = self.examined[name] < EACH.get(name, 1) or name == "desk"
        wrong = list(self.too_wide_at(f"{login}-{name}-{self.seen[name]}" if is_new else ""))
        wrong += [f"not Uzbek: {line}" for line in self.foreign_lines()]
        if is_new:
            self.examined[name] += 1
            found = Axe().run(self.page).response["violations"]
            wrong += [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]
        return wrong

    def too_wide_at(self, picture: str) -> Iterator[str]:
        """Widths the page does not fit into; with HARAKAT_SHOTS pictures of it, for somebody to look at."""
        folder = os.environ.get("HARAKAT_SHOTS")
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            if not fits(self.page):
                yield f"wider than {width}"
            if folder and picture:
                self.page.screenshot(path=Path(folder) / f"{picture}-{width}.png", full_page=True)

    def foreign_lines(self) -> list[str]:
        """Lines of an Uzbek page that are plainly English, or show what the program should have filled in."""
        assert self.page.locator("html").get_attribute("lang") == "uz"
        return [line for line in self.page.locator("body").inner_text().splitlines() if ENGLISH.search(line)]

    def lose_the_session(self, form: str) -> list[str]:
        """A half-typed application is sent after the session has ended: the page that keeps it."""
        self.page.goto(f"{self.site}{form}")
        self.page.context.clear_cookies(name="sessionid")
        self.page.locator("main form button").first.click()
        self.page.locator("input[name=password]").wait_for()
        return self.look("sign-in-again", "guest")


def name_of(address: str) -> str:
    """The name of the pattern an address follows."""
    try:
        return str(resolve(urlsplit(address).path).url_name)
    except Resolver404:
        return "404"


def every_name() -> set[str]:
    """The name of every address of the site; those of the API answer programs."""
    return {
        str(one.name)
        for entry in get_resolver().url_patterns
        for one in ([entry] if isinstance(entry, URLPattern) else entry.url_patterns)
        if isinstance(one, URLPattern) and getattr(entry, "namespace", None) is None
    }


def sit_down(page: Page, site: str, client: Client) -> None:
    """Somebody else's session in the same browser."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def test_nothing_is_wrong_with_any_page_anybody_can_reach(
    live_server: LiveServer, browser: Browser, seal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = open_house()
    clients = furnished(house, monkeypatch)
    # Only so can axe be put into a page whose policy allows no foreign script.
    context = browser.new_context(bypass_csp=True)
    crawl = Crawl(context.new_page(), live_server.url)
    crawl.all_of("nobody", *STRANGERS, *ABSENT, reverse("invitation", args=invite(account=house.anvar.account)))
    # Only buttons lead there: to a list that was looked at and not imported, and to what an application asks for.
    behind_buttons = {
        "dilnoza": [reverse("study-list", args=[StudyList.objects.get(imported_at=None).pk])],
        "aziza": ["/apply/return_from_leave/"],
        "gulnora": [
            reverse("payment-file", args=[PaymentFile.objects.get(imported_at=None).pk]),
            reverse("case-fee", args=[Payment.objects.latest("pk").movement_id]),
        ],
    }
    for login in (*SIGNED_IN, "guest"):
        sit_down(crawl.page, live_server.url, clients[login])
        crawl.all_of(login, "/", *behind_buttons.get(login, []))
    crawl.wrong["lost session"] = crawl.lose_the_session("/apply/transfer_reinstatement/")
    context.close()
    wrong = [f"{where}: {found}" for where, found in crawl.wrong.items() if found]
    assert not wrong, "\n".join(wrong)
    assert every_name() - set(crawl.seen) == set(NO_PAGE)
