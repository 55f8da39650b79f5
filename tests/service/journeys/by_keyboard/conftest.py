"""People who use nothing but a keyboard, each in a browser of their own."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Browser, Locator, Page, expect

MOST_STOPS = 300
CODE_SECONDS, TO_TYPE = 30, 8
# Which key brings the focus nearer: "" when it is there.
WAY = """wanted => {
  const now = document.activeElement;
  if (now === wanted) return "";
  const after = wanted.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
  return after ? "Shift+Tab" : "Tab";
}"""
# How a control looks, with the part of its label that draws a radio or a checkbox.
LOOK = """control => {
  const parts = [getComputedStyle(control)];
  for (const label of control.labels ?? []) parts.push(getComputedStyle(label, "::before"));
  return parts.map((s) => [s.outline, s.boxShadow, s.backgroundColor, s.border].join()).join();
}"""
ON_SCREEN = """control => {
  const box = (control.labels?.[0] ?? control).getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}"""


def code_for(secret: str) -> str:
    """Give the code that a phone would show now, or the next where this one is nearly over."""
    left = CODE_SECONDS - time.time() % CODE_SECONDS
    if left < TO_TYPE:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


class Person:
    """Somebody at a keyboard. Every control is reached by Tab, and must show that it was."""

    def __init__(self, page: Page, at: str) -> None:
        self.page, self.at = page, at
        self.main = page.get_by_role("main")
        # Playwright must be listening well before a chooser opens, or it misses it.
        page.on("filechooser", lambda _chooser: None)

    def reach(self, wanted: Locator) -> None:
        """Bring the focus to a control, by the skip link from the top of a page."""
        wanted.wait_for(state="attached")
        control: Any = wanted.element_handle()
        before, began = control.evaluate(LOOK), control.evaluate(WAY)
        if control.evaluate("e => document.activeElement === document.body && e.closest('main')"):
            self.keys("Tab", "Enter")
            self.page.wait_for_function("document.activeElement.id === 'main-content'")
        for _ in range(MOST_STOPS):
            way = control.evaluate(WAY)
            if not way:
                break
            self.keys(way)
        assert not control.evaluate(WAY), f"the keyboard can't reach {wanted} on {self.page.url}"
        if began:
            assert control.evaluate(LOOK) != before, f"no focus to be seen on {wanted}"
        assert control.evaluate(ON_SCREEN), f"{wanted} has the focus off the screen"

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def opens(self, link: str) -> None:
        """Type an address, as from an email."""
        self.page.goto(link)

    def follows(self, name: str, *, row: str = "") -> None:
        """Follow a link of the page, or one in the row of a table that says something."""
        place = self.main.get_by_role("row").filter(has_text=row) if row else self.page
        link = place.get_by_role("link", name=name, exact=True).first
        self._leaves(link)

    def presses(self, name: str) -> None:
        self._leaves(self.main.get_by_role("button", name=name, exact=True))

    def _leaves(self, control: Locator) -> None:
        self.reach(control)
        with self.page.expect_navigation():
            self.keys("Enter")

    def types(self, label: str, words: str) -> None:
        self.fills(self.main.get_by_label(label, exact=True), words)

    def fills(self, box: Locator, words: str) -> None:
        self.reach(box)
        self.keys("Control+a")
        self.page.keyboard.type(words)
        expect(box).to_have_value(words)

    def enters_day(self, legend: str, day: date) -> None:
        group = self.main.get_by_role("group", name=legend, exact=True)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.fills(group.get_by_label(part, exact=True), str(value))

    def chooses(self, option: str, *, group: Locator | None = None) -> None:
        """Choose among radios: Tab to the group, then arrows or Space."""
        wanted = (group or self.main).get_by_role("radio", name=option, exact=True)
        all_of_them = self.main.locator(f'input[name="{wanted.get_attribute("name")}"]')
        checked = all_of_them.and_(self.page.locator(":checked"))
        self.reach(checked if checked.count() else all_of_them.first)
        if not checked.count():
            self.keys("Space")
        for _ in range(all_of_them.count()):
            if wanted.is_checked():
                return
            self.keys("ArrowDown")
        pytest.fail(f"the arrow keys don't reach {option}")

    def ticks(self, option: str) -> None:
        box = self.main.get_by_role("checkbox", name=option, exact=True)
        self.reach(box)
        self.keys("Space")
        expect(box).to_be_checked()

    def picks(self, label: str, option: str) -> None:
        """Choose from a list by arrows."""
        box = self.main.get_by_label(label, exact=True)
        self.reach(box)
        for _ in range(box.locator("option").count()):
            if option in box.locator("option:checked").inner_text():
                return
            self.keys("ArrowDown")
        pytest.fail(f"the arrow keys don't reach {option}")

    def attaches(self, label: str, file: Path) -> None:
        self.reach(self.main.get_by_label(label, exact=True))
        with self.page.expect_file_chooser() as asked:
            self.keys("Space")
        asked.value.set_files(file)

    def takes_out(self, link: str, folder: Path) -> Path:
        """Download a file."""
        self.reach(self.main.get_by_role("link", name=link, exact=True))
        with self.page.expect_download() as coming:
            self.keys("Enter")
        kept = folder / coming.value.suggested_filename
        coming.value.save_as(kept)
        return kept

    def sees(self, words: str) -> None:
        expect(self.main).to_contain_text(words, timeout=60_000)

    def does_not_see(self, words: str) -> None:
        expect(self.main).not_to_contain_text(words)

    def makes_account(self, link: str, **typed: str) -> None:
        """Use a one-time link: a password, then codes."""
        self.opens(link)
        for label, words in typed.items():
            self.types(label.replace("_", " ").capitalize(), words)
        self.presses("Set password")

    def signs_in(self, email: str, password: str, secret: str = "") -> None:
        """Sign in; without a secret yet, set up the codes and carry on."""
        if "/account/sign-in" not in self.page.url:
            self.opens(f"{self.at}/account/sign-in")
        self.types("Email address", email)
        self.types("Password", password)
        self.presses("Sign in")
        new = not secret
        secret = secret or self.page.locator("ol .assay-code").inner_text()
        self.types("Six-digit code" if new else "Code", code_for(secret))
        self.presses("Continue")
        if new:
            self.follows("Carry on")
        assert self.page.url.split("#")[0] == f"{self.at}/"


@pytest.fixture
def at_a_keyboard(browser: Browser) -> Iterator[Callable[[str], Person]]:
    """Give a new person with a browser context of their own: `at_a_keyboard(address)`."""
    opened = []

    def make(at: str) -> Person:
        context = browser.new_context(accept_downloads=True)
        context.set_default_timeout(30_000)
        opened.append(context)
        return Person(context.new_page(), at)

    yield make
    for context in opened:
        context.close()
