"""Every page everybody can reach by its links: it fits every screen, axe finds nothing serious, and it speaks Uzbek."""

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
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from movements.flow import kinds
from tests.browser.furnished import furnished
from tests.browser.people import fits
from tests.people import open_house

pytestmark = pytest.mark.browser

WIDTHS = (1440, 768, 360)
ENGLISH = re.compile(r"\b(the|of|and|is|are|was|for|with|not|this|by|from|has|have|None|undefined)\b|%\(|\{[{%]")
FOREIGN = {kind for kind, flow in kinds().items() if flow.__module__.startswith("tests.")}
# Whose pages differ; a page of the same address pattern is seen so often by each.
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
    "kamola",
    "kotib",
    "rais",
)
EACH = {"case": 4, "sitting": 4, "order": 2, "movement": 12}
# The office's own page, and one of somebody who only reads: more are alike.
IN_ALL = {"movement": 12} | dict.fromkeys(
    ("movements", "password", "verify", "calendar", "calendar-year", "limit", "limits"), 2
)
ABSENT = ("/nowhere/", "/verify/2222-2222")
FILES = {"order-document", "order-extract-file", "hemis-file", "case-letter", "paper", "sitting-minutes"}
NO_PAGE = {
    "sign-out": "takes a form and leads on",
    "language": "takes a form and leads on",
    "order-progress": "a part of the order's page, fetched while the order is carried out",
}
STRANGERS = ("/sign-in/", "/verify/", "/apply/", "/apply/transfer_in/who/", "/apply/code/", "/track/", *ABSENT)
NO_LINK_LEADS_TO = {"dilnoza": ("/nowhere/", "/password/")}


@dataclass
class Crawl:
    """What was seen and what was wrong with it."""

    page: Page
    site: str
    seen: Counter[str] = field(default_factory=Counter)
    examined: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def all_of(self, login: str, begin: tuple[str, ...]) -> None:
        """Follow the links of the product's own pages from these."""
        own: Counter[str] = Counter()
        waiting, known = list(begin), set(begin)
        while waiting:
            address = waiting.pop(0)
            name = self.name_of(address)
            if name is None:
                self.wrong[f"{login} {address}"] = ["a link to no page"]
                continue
            if own[name] >= EACH.get(name, 1) or self.seen[name] >= IN_ALL.get(name, sys.maxsize):
                continue
            own[name] += 1
            self.seen[name] += 1
            found = self.file(address) if name in FILES else self.look(address, name, login)
            if found:
                self.wrong[f"{login} {address}"] = found
            new = [] if name in FILES else [one for one in self.links() if one not in known]
            known.update(new)
            waiting += new

    @staticmethod
    def name_of(address: str) -> str | None:
        """Of the pattern the address is one of."""
        path = urlsplit(address).path
        if path == "/nowhere/":
            return "404"
        try:
            return str(resolve(path).url_name)
        except Resolver404:
            return None

    def links(self) -> list[str]:
        """Addresses of this site the page leads to; not of movements that only the tests know."""
        every = self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href.split('#')[0])")
        own = {one.removeprefix(self.site) for one in every if one.startswith(f"{self.site}/")}
        return sorted(one for one in own if not FOREIGN & set(one.split("/")))

    def file(self, address: str) -> list[str]:
        answer = self.page.request.get(f"{self.site}{address}")
        return [] if answer.ok else [f"status {answer.status}"]

    def look(self, address: str, name: str, login: str) -> list[str]:
        answer = self.page.goto(f"{self.site}{address}")
        assert answer is not None
        wrong = [] if answer.status == (404 if address in ABSENT else 200) else [f"status {answer.status}"]
        self.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        is_new = self.examined[name] < EACH.get(name, 1) or name == "desk"
        wrong += list(self.at_every_width(f"{login}-{name}-{self.seen[name]}" if is_new else ""))
        wrong += [f"not Uzbek: {line}" for line in self.foreign_lines()]
        # Axe is slow, and finds the same in a page however often it is asked.
        if is_new:
            self.examined[name] += 1
            found = Axe().run(self.page).response["violations"]
            wrong += [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]
        return wrong

    def at_every_width(self, name: str) -> Iterator[str]:
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            if not fits(self.page):
                yield f"wider than {width}"
            if (folder := os.environ.get("HARAKAT_SHOTS")) and name:
                self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    def foreign_lines(self) -> list[str]:
        """Lines of an Uzbek page that are plainly English, or show what the program should have filled in."""
        assert self.page.locator("html").get_attribute("lang") == "uz"
        return [line for line in self.page.locator("body").inner_text().splitlines() if ENGLISH.search(line)]


def every_name() -> set[str]:
    """The name of every address of the site that answers with a page or a file."""
    return {
        str(one.name)
        for entry in get_resolver().url_patterns
        for one in ([entry] if isinstance(entry, URLPattern) else entry.url_patterns)
        if isinstance(one, URLPattern) and getattr(entry, "namespace", None) is None
    }


def sit_down(page: Page, site: str, client: Client | None) -> None:
    """Somebody else's session in the same browser."""
    page.context.clear_cookies()
    if client is not None:
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def test_nothing_is_wrong_with_any_page_anybody_can_reach(
    live_server: LiveServer, browser: Browser, seal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = furnished(open_house(), monkeypatch)
    # Only so can axe be put into a page whose policy allows no foreign script.
    context = browser.new_context(bypass_csp=True)
    crawl = Crawl(context.new_page(), live_server.url)
    sit_down(crawl.page, live_server.url, None)
    crawl.all_of("nobody", STRANGERS)
    for login in (*SIGNED_IN, "guest"):
        sit_down(crawl.page, live_server.url, clients[login])
        crawl.all_of(login, ("/", *NO_LINK_LEADS_TO.get(login, ())))
    context.close()
    assert not crawl.wrong, "\n".join(f"{where}: {found}" for where, found in crawl.wrong.items())
    assert every_name() - set(crawl.seen) == set(NO_PAGE)
