"""The morning list in a browser: by keyboard alone, with axe, and at 320 pixels."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from assay.service.assurance.models import Caseload

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(autouse=True)
def _live_server_helper(transactional: None, live_server: Any) -> Iterator[None]:
    """Stand in for the plugin's own, which would empty the log while its triggers are there."""
    live_server._live_server_modified_settings.enable()
    yield
    live_server._live_server_modified_settings.disable()


@pytest.fixture
def desk(live_server: Any, page: Page) -> Callable[[Client, str], Page]:
    """Open a page as somebody: `desk(browser, address)`."""

    def opened(client: Client, address: str) -> Page:
        [cookie] = client.cookies.values()
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        page.goto(live_server.url + address)
        return page

    return opened


def test_an_officer_works_through_the_list_without_a_mouse(
    caseload: Caseload,
    people: Callable[[str], Client],
    at: Callable[..., str],
    desk: Callable[[Client, str], Page],
    is_fit_to_ship: Callable[[Page], None],
) -> None:
    page = desk(people("S1"), at("list", ""))
    is_fit_to_ship(page)
    enter(page, "Put off: ")
    is_fit_to_ship(page)
    page.get_by_label("It is booked or asked for").focus()
    page.keyboard.press("Space")
    tomorrow = timezone.localdate() + timedelta(1)
    for part in ("day", "month", "year"):
        page.keyboard.press("Tab")
        page.keyboard.type(str(getattr(tomorrow, part)))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Four things, one could hurt someone")
    enter(page, "1 put off")
    is_fit_to_ship(page)
    enter(page, "Put back")
    expect(page.locator("h1")).to_have_text("Five things, one could hurt someone")
    enter(page, "Risk management plan")
    is_fit_to_ship(page)
    enter(page, "More about P03")
    is_fit_to_ship(page)
    for role, address in (
        ("quality", at("officers", "")),
        ("quality", at("cases", "C1", "")),
        ("quality", at("restricted", "")),
        ("head", at("criteria", "")),
        ("not linked", at("list", "")),
    ):
        is_fit_to_ship(desk(people(role), address))


def enter(page: Page, name: str) -> None:
    """Come to a link or a button by its words and press Enter."""
    found = page.get_by_role("main").locator("a, button").filter(has_text=name).first
    found.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
