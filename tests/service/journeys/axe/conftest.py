"""Axe on a page as it is, at 320 pixels and on paper; and people's browsers, already signed in."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from tests.service.journeys.axe.walk import things

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations)"
WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 320, "height": 700}
PATIENCE = 120_000
TOO_WIDE = """() => document.documentElement.scrollWidth > 320 && [
  ...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > 321 && !e.closest(".assay-table-scroll"))
  .slice(0, 3).map((e) => `${e.tagName}.${e.className}`).join() + " stand out"
"""


class Looker:
    """Looks at pages and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.looked = 0
        self._known: set[str] = set()

    def look(self, page: Page, state: str) -> None:
        """Run axe at desktop width, and again in a small window and on paper for new things.

        What a thing looks like there hangs on its kind, so one of each kind is enough.
        """
        self.looked += 1
        page.evaluate(AXE_SCRIPT)
        self._axe(page, state)
        shown = set(things(page.content()))
        if shown <= self._known:
            self.measure(page, state)
            return
        self._known |= shown
        self.measure(page, state, axe=True)
        page.emulate_media(media="print")
        self._axe(page, f"{state}, printed")
        page.emulate_media(media="screen")

    def measure(self, page: Page, state: str, *, axe: bool = False) -> None:
        """See that 320 pixels are enough; run axe there if it is wanted."""
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        if wide := page.evaluate(TOO_WIDE):
            self.faults.append(f"{state}: scrolls sideways at 320 px: {wide}")
        if axe:
            self._axe(page, f"{state}, 320 px")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    def _axe(self, page: Page, state: str) -> None:
        for found in page.evaluate(RUN, TAGS):
            nodes = [node["html"][:160] for node in found["nodes"][:2]]
            self.faults.append(f"{state}: {found['id']}: {found['help']}: {nodes}")


@pytest.fixture
def looker() -> Looker:
    return Looker()


@pytest.fixture(scope="module")
def filled(serve: Callable[..., Any]) -> Callable[[str], Any]:
    """Serve a new database and fill it: gives the service with what the script says of it."""

    def fill(what: str) -> Any:
        service = serve("serve")
        service.said = json.loads(service.python(Path(__file__).with_name("fill.py"), what))
        return service

    return fill


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give the page of somebody signed in, always the same: `page_of(service, role)`."""
    opened: dict[str, Page] = {}

    def give(service: Any, role: str) -> Page:
        if role not in opened:
            # The policy stops axe from being injected; another test proves the policy.
            context = browser.new_context(bypass_csp=True, viewport=WIDE)  # type: ignore[arg-type]
            context.set_default_timeout(PATIENCE)
            session = service.said["sessions"].get(role)
            if session:
                cookie = {"name": "assay-session", "value": session, "url": service.at}
                context.add_cookies([cookie])  # type: ignore[list-item]
            opened[role] = context.new_page()
        return opened[role]

    yield give
    for page in opened.values():
        page.context.close()
