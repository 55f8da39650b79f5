"""People who use nothing but a keyboard, each in a browser of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from tests.service.journeys.by_keyboard.keyboard import Person

PATIENCE = 120_000


@pytest.fixture
def at_a_keyboard(
    browser: Browser, code_for: Callable[[str], str]
) -> Iterator[Callable[[str], Person]]:
    """Give a new person with a browser context of their own: `at_a_keyboard(address)`."""
    opened = []

    def make(at: str) -> Person:
        context = browser.new_context(accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return Person(context.new_page(), at, code_for)

    yield make
    for context in opened:
        context.close()
