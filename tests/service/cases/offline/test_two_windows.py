"""One question open in two windows of one device: neither text takes the other's place unseen."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

DEAF = "BroadcastChannel.prototype.addEventListener = () => {}"
"""What a window is while somebody types in it: it takes over nothing from another."""


def note(page: Page) -> Any:
    return page.get_by_label("Evidence for prompt 1")


def status(page: Page, words: str) -> None:
    expect(page.locator("[data-save-status]")).to_contain_text(words)


def press(page: Page, text: str) -> None:
    page.get_by_role("main").get_by_role("button", name=text, exact=True).press("Enter")


@pytest.fixture
def beside(page: Page, asked: str, ready: Any) -> Any:
    """Open the question in a second window."""

    def go(script: str = "") -> Page:
        other: Page = page.context.new_page()
        if script:
            other.add_init_script(script)
        other.goto(asked)
        ready(other)
        return other

    return go


def texts(held: Any) -> list[str]:
    return sorted(dict(one["fields"])["note_1"] for one in held["typed"])


def test_a_window_shows_what_is_typed_in_the_other_without_a_network(
    page: Page, beside: Any, service: Any, given: Any, keep_all: Any, asked: str, ready: Any
) -> None:
    keep_all(page, service.at + given["list"])
    page.goto(asked)
    ready(page)
    other = beside()
    service.network.cut()
    note(page).fill("First this")
    expect(note(other)).to_have_value("First this")
    note(other).fill("First this, then that")
    expect(note(page)).to_have_value("First this, then that")
    service.network.up = True
    status(other, "Saved at")
    status(page, "Saved at")
    (saved,) = service.answers(given)
    assert "First this, then that" in saved[3]


def test_texts_typed_in_two_windows_without_a_network_are_both_kept_to_choose_from(
    page: Page,
    beside: Any,
    service: Any,
    given: Any,
    keep_all: Any,
    held: Any,
    asked: str,
    ready: Any,
) -> None:
    keep_all(page, service.at + given["list"])
    page.goto(asked)
    ready(page)
    other = beside(DEAF)
    service.network.cut()
    note(page).fill("In the first window")
    status(page, "it will be sent when you are back online")
    note(other).fill("In the second window")
    status(other, "it will be sent when you are back online")
    assert texts(held(page)) == ["In the first window", "In the second window"]
    page.goto(f"{service.at}/device/")
    expect(page.get_by_text("typed in another window beside")).to_be_visible()
    expect(page.get_by_text("In the first window")).to_be_visible()
    other.close()

    service.network.up = True
    page.goto(f"{service.at}/device/")
    press(page, "See both versions and choose")
    expect(page.get_by_text("In the first window")).to_be_visible()
    expect(page.get_by_text("In the second window")).to_be_visible()
    ready(page)
    press(page, "Keep mine")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Two versions")
    assert [version for _, _, version, _, _ in service.answers(given)] == [1, 2]
    assert len(texts(held(page))) == 1
    both = json.dumps([prompts for *_, prompts, _ in service.answers(given)])
    assert "In the first window" in both
    assert "In the second window" in both


def test_a_text_typed_while_the_other_window_was_saved_is_a_second_version(
    page: Page, beside: Any, service: Any, given: Any
) -> None:
    other = beside(DEAF)
    note(page).fill("In the first window")
    status(page, "Saved at")
    note(other).fill("In the second window")
    status(page, "Saved at")
    expect(page.get_by_text("there are two versions. Choose one")).to_be_visible()
    assert [version for _, _, version, _, _ in service.answers(given)] == [1]
    press(other, "Save and go on")
    expect(other.get_by_text("In the first window")).to_be_visible()
    expect(other.get_by_text("In the second window")).to_be_visible()
