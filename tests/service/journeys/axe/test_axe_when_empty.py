"""Axe finds nothing where there is nothing yet: no provider, inspection, case or notice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]
EMPTY = ("home", "inspections:inspections", "providers:register", "notices:notices", "device")


def test_axe_finds_nothing_on_the_lists_of_a_service_that_holds_nothing(
    filled: Callable[[str], Any], page_of: Callable[..., Page], looker: Any
) -> None:
    service = filled("nothing")
    urls = {route["name"]: route["urls"][0] for route in service.said["routes"] if route["urls"]}
    for role in service.said["sessions"]:
        page = page_of(service, role)
        for name in EMPTY:
            answer = page.goto(service.at + urls[name])
            if answer and answer.ok:
                looker.look(page, f"{name} as {role}")
    assert looker.faults == []
    assert looker.looked > len(EMPTY)
