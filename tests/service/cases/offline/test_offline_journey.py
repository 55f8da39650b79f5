"""A reader on site without a network: nothing typed is lost, and each answer arrives once."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
QUESTION = "P2.1.1"
WRITTEN = "select count(*) from audit_event where action = 'cases.answer'"


def note(page: Page) -> Any:
    return page.get_by_label("Evidence for prompt 1")


def test_three_answers_given_offline_survive_both_machines_and_arrive_once(
    service: Any, given: Any, device: Any, sign_in: Any, ready: Any, keep_all: Any
) -> None:
    [(before,)] = service.ask(WRITTEN)  # other tests use the same service
    laptop = device("laptop")
    page = laptop.open()
    sign_in(page, given["first"])
    keep_all(page, service.at + given["list"])

    service.network.cut()
    laptop.context.set_offline(True)
    for number, path in enumerate(given["readings"], 1):
        page.goto(f"{service.at}{path}/questions/{QUESTION}")
        ready(page)
        page.get_by_role("group", name="was this sufficient?").get_by_label(
            "No", exact=True
        ).check()
        note(page).fill(f"Made-up evidence {number}")
        expect(page.get_by_text("it will be sent when you are back online")).to_be_visible()
    laptop.kill()
    page = laptop.open()
    laptop.context.set_offline(True)
    for number, path in enumerate(given["readings"], 1):
        page.goto(f"{service.at}{path}/questions/{QUESTION}")
        ready(page)
        expect(note(page)).to_have_value(f"Made-up evidence {number}")
    assert service.answers(given) == []

    service.kill()
    service.start()
    service.network.up = True
    laptop.context.set_offline(False)
    expect(page.get_by_text("Sign in to send it")).to_be_visible()
    sign_in(page, given["first"])
    page.goto(f"{service.at}/device/")
    expect(page.get_by_text("Every answer typed here has been sent.")).to_be_visible()
    saved = service.answers(given)
    assert [(reading, question, version) for reading, question, version, _, _ in saved] == [
        (pk, QUESTION, 1) for pk in given["pks"]
    ]
    assert [f"Made-up evidence {n}" in prompts for n, (*_, prompts, _) in enumerate(saved, 1)] == [
        True
    ] * 3
    assert service.ask(WRITTEN) == [(before + 3,)]
