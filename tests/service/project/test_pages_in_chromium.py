"""The pages of people and access in a browser: axe, narrow screens, and where focus goes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database


def test_the_first_person_gets_in_invites_another_and_searches_the_trail(
    page: Page,
    served: tuple[str, Path],
    press: Callable[[Page, str], None],
    follow: Callable[[Page, str], None],
    is_fit_to_ship: Callable[[Page], None],
    code_for: Callable[[str], str],
) -> None:
    at, output = served
    link = re.search(rf"^{at}/people/welcome/\S+$", output.read_text(), re.MULTILINE)
    assert link
    page.goto(link[0])
    press(page, "Set password")
    is_fit_to_ship(page)
    expect(page).to_have_title(re.compile(r"^Error: "))
    page.get_by_role("link", name="Enter your full name").click()
    expect(page.locator("#id_full_name")).to_be_focused()
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
    expect(page.locator(".assay-codes li")).to_have_count(10)
    is_fit_to_ship(page)
    for path in ("", "people/", "people/invite", "audit/", "audit/?person=x", "account/security"):
        page.goto(f"{at}/{path}")
        is_fit_to_ship(page)
    page.goto(f"{at}/people/invite")
    page.get_by_label("Full name").fill("Second Made-up")
    page.get_by_label("Email address").fill("second@example.test")
    page.get_by_label("Quality lead", exact=True).check()
    press(page, "Make the invitation")
    is_fit_to_ship(page)
    expect(page.get_by_role("main")).to_contain_text(f"{at}/people/welcome/")
    page.goto(f"{at}/people/")
    follow(page, "Second Made-up")
    for name in ("End this role", "Send a link for a new password", "End their access"):
        follow(page, name)
        is_fit_to_ship(page)
        follow(page, "Back")
    page.goto(f"{at}/nowhere")
    is_fit_to_ship(page)
