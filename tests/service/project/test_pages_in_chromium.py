"""The pages of people and access in a browser: axe, narrow screens, and where focus goes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # The policy stops axe from being injected; another test proves the policy.
    with browser.new_context(bypass_csp=True) as context:
        yield context.new_page()


def is_fit_to_ship(page: Page) -> None:
    """Axe finds nothing, and 320 pixels are enough."""
    page.set_viewport_size({"width": 1200, "height": 900})
    faults = [(page.url, v["id"], v["help"]) for v in Axe().run(page).response["violations"]]
    assert faults == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def press(page: Page, text: str) -> None:
    page.get_by_role("main").get_by_role("button", name=text, exact=True).press("Enter")


def test_the_first_person_gets_in_invites_another_and_searches_the_trail(
    page: Page, served: tuple[str, Path]
) -> None:
    at, output = served
    link = re.search(rf"^{at}/people/welcome/\S+$", output.read_text(), re.MULTILINE)
    assert link
    page.goto(link[0])
    press(page, "Set password")
    is_fit_to_ship(page)
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Enter your full name").click()
    assert page.evaluate("document.activeElement.id") == "id_full_name"
    page.get_by_label("Full name").fill("First Made-up")
    page.get_by_label("Email address").fill("first@example.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Set password")
    is_fit_to_ship(page)
    page.get_by_label("Email address").fill("first@example.test")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    is_fit_to_ship(page)
    page.get_by_label("Six-digit code").fill(code_for(page.locator("ol .assay-code").inner_text()))
    press(page, "Continue")
    assert page.locator(".assay-codes li").count() == 10
    is_fit_to_ship(page)
    for path in ("", "people/", "people/invite", "audit/", "audit/?person=x", "account/security"):
        page.goto(f"{at}/{path}")
        is_fit_to_ship(page)
    page.goto(f"{at}/people/invite")
    page.get_by_label("Full name").fill("Second Made-up")
    page.get_by_label("Email address").fill("second@example.test")
    page.get_by_label("Quality lead").check()
    press(page, "Make the invitation")
    is_fit_to_ship(page)
    assert f"{at}/people/welcome/" in page.inner_text("main")
    page.goto(f"{at}/people/")
    page.get_by_role("link", name="Second Made-up").click()
    for name in ("End this role", "Send a link for a new password", "End their access"):
        page.get_by_role("link", name=name).click()
        is_fit_to_ship(page)
        page.get_by_role("link", name="Back").click()
    page.goto(f"{at}/nowhere")
    is_fit_to_ship(page)
