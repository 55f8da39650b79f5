"""Axe finds nothing where there is nothing yet: no provider, inspection, case or notice."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.service.journeys.axe.walk import shown, walk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]
EMPTY = ("home", "inspections:inspections", "providers:register", "notices:notices", "device")


def test_axe_finds_nothing_on_the_lists_of_a_service_that_holds_nothing(
    filled: Callable[[str], Any], page_of: Callable[..., Page], looker: Any
) -> None:
    service = filled("nothing")
    known: set[Any] = set()
    for one in (each for each in walk(service) if each.route in EMPTY):
        if new := shown(one.html) - known:
            page = page_of(service, one.role)
            page.goto(service.at + one.url)
            looker.look(page, f"{one.route} as {one.role}")
            known |= new
    assert looker.faults == []
    assert looker.looked > len(EMPTY)
