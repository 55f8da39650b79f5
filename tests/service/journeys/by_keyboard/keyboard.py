"""Somebody who uses nothing but a keyboard."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 300
# Before a control is reached: which way it lies, about how many stops away, and how it looks.
# Where the guess is wrong, the person goes on or turns back.
BEFORE = """wanted => {
  const now = document.activeElement, way = (%(way)s)(wanted);
  const [first, last] = way === "Tab" ? [now, wanted] : [wanted, now];
  const follows = (one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, [tabindex='0']";
  // A group of radios is one stop.
  const stop = (e) => e.type !== "radio" || e ===
    ([...document.getElementsByName(e.name)].find((one) => one.checked)
      ?? document.getElementsByName(e.name)[0]);
  const between = [...document.querySelectorAll(stops)].filter((e) => e !== wanted && e !== now
    && follows(first, e) && follows(e, last) && e.checkVisibility() && !e.disabled && stop(e));
  return { way, far: between.length + 1, look: (%(look)s)(wanted),
    top: now === document.body && wanted.closest("main") !== null };
}"""
AFTER = """wanted => {
  const box = (wanted.labels?.[0] ?? wanted).getBoundingClientRect();
  return { way: (%(way)s)(wanted), look: (%(look)s)(wanted),
    on_screen: box.bottom > 0 && box.top < innerHeight };
}"""
PARTS = {
    # Which key brings the focus nearer: "" when it is there.
    "way": """wanted => {
      const now = document.activeElement;
      if (now === wanted) return "";
      const after = wanted.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
      return after ? "Shift+Tab" : "Tab";
    }""",
    # How a control looks, with the part of its label that draws a radio or a checkbox.
    "look": """control => {
      const parts = [getComputedStyle(control)];
      for (const label of control.labels ?? []) parts.push(getComputedStyle(label, "::before"));
      return parts.map((s) => [s.outline, s.boxShadow, s.backgroundColor, s.border].join()).join();
    }""",
}
RADIOS = """wanted => {
  const all = [...document.getElementsByName(wanted.name)];
  return [all.findIndex((one) => one.checked), all.indexOf(wanted), all.length];
}"""
OPTIONS = "box => [box.selectedIndex, [...box.options].map((one) => one.text)]"


class Person:
    """Somebody at a keyboard. Every control is reached by Tab, and must show that it was."""

    def __init__(self, page: Page, at: str, code_for: Callable[[str], str]) -> None:
        self.page, self.at, self.code_for = page, at, code_for
        self.main = page.get_by_role("main")
        # Playwright must be listening well before a chooser opens, or it misses it.
        page.on("filechooser", lambda _chooser: None)

    def reach(self, wanted: Locator) -> None:
        """Bring the focus to a control, by the skip link from the top of a page."""
        began = wanted.evaluate(BEFORE % PARTS)
        if began["top"]:
            self.keys("Tab", "Enter")
            expect(self.page.locator("#main-content")).to_be_focused()
        came = self._by_tab(wanted, wanted.evaluate(BEFORE % PARTS) if began["top"] else began)
        assert not came["way"], f"the keyboard can't reach {wanted} on {self.page.url}"
        if began["way"]:
            assert came["look"] != began["look"], f"no focus to be seen on {wanted}"
        assert came["on_screen"], f"{wanted} has the focus off the screen"

    def _by_tab(self, wanted: Locator, guess: Any) -> Any:
        """Press Tab, or Shift and Tab, until the control has the focus."""
        if guess["way"]:
            self.keys(*[guess["way"]] * guess["far"])
        for _ in range(MOST_STOPS):
            came = wanted.evaluate(AFTER % PARTS)
            if not came["way"]:
                break
            self.keys(came["way"])
        return came

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def opens(self, link: str) -> None:
        """Type an address, as from an email."""
        self.page.goto(link)

    def follows(self, name: str) -> None:
        self._leaves(self.page.get_by_role("link", name=name, exact=True).first)

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
        """Choose among radios: Tab to the group, then Space and arrows."""
        wanted = (group or self.main).get_by_role("radio", name=option, exact=True)
        checked, place, size = wanted.evaluate(RADIOS)
        together = self.main.locator(f'input[name="{wanted.get_attribute("name")}"]')
        self.reach(together.nth(max(checked, 0)))
        if checked < 0:
            self.keys("Space")
        self.keys(*["ArrowDown"] * ((place - max(checked, 0)) % size))
        expect(wanted).to_be_checked()

    def ticks(self, option: str) -> None:
        box = self.main.get_by_role("checkbox", name=option, exact=True)
        self.reach(box)
        self.keys("Space")
        expect(box).to_be_checked()

    def picks(self, label: str, option: str) -> None:
        """Choose from a list by arrows."""
        box = self.main.get_by_label(label, exact=True)
        self.reach(box)
        selected, texts = box.evaluate(OPTIONS)
        place = next(number for number, text in enumerate(texts) if option in text)
        key = "ArrowDown" if place > selected else "ArrowUp"
        self.keys(*[key] * abs(place - selected))
        expect(box.locator("option:checked")).to_have_text(texts[place])

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
        expect(self.main).to_contain_text(words)

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
        self.types("Six-digit code" if new else "Code", self.code_for(secret))
        self.presses("Continue")
        if new:
            self.follows("Carry on")
        expect(self.page).to_have_url(re.compile(f"^{re.escape(self.at)}/(#.*)?$"))
