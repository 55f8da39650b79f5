"""Lost replies, closed tabs, two people, ended sessions, borrowed devices: nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NOT_CACHED = """async (reading) => {
  const name = (await caches.keys()).find((one) => one.includes("kept"));
  const pages = await (await caches.open(name)).keys();
  return pages.every(({ url }) => !url.includes(reading));
}"""


def note(page: Page) -> Any:
    return page.get_by_label("Evidence for prompt 1")


def status(page: Page, words: str) -> None:
    expect(page.locator("[data-save-status]")).to_contain_text(words)


def press(page: Page, text: str) -> None:
    page.get_by_role("main").get_by_role("button", name=text, exact=True).press("Enter")


def test_an_answer_whose_reply_is_lost_is_neither_doubled_nor_a_conflict(
    page: Page, service: Any, given: Any
) -> None:
    service.network.gives_replies = False
    note(page).fill("First thought")
    status(page, "it will be sent when you are back online")
    note(page).fill("Second thought")
    status(page, "Kept on this device")
    service.network.gives_replies = True
    status(page, "Saved at")
    saved = [(version, prompts) for _, _, version, prompts, _ in service.answers(given)]
    assert [version for version, _ in saved] == [1, 2]
    assert "First thought" in saved[0][1]
    assert "Second thought" in saved[1][1]


def test_a_tab_closed_in_the_middle_of_a_word_keeps_the_word(
    page: Page, service: Any, asked: str, ready: Any
) -> None:
    other = page.context.new_page()
    service.network.takes_answers = False
    note(page).press_sequentially("Half a wor")
    page.close(run_before_unload=True)
    service.network.takes_answers = True
    other.goto(asked)
    ready(other)
    expect(note(other)).to_have_value("Half a wor")
    status(other, "Saved at")


def test_two_peoples_answers_are_both_shown_and_mine_can_be_kept(
    page: Page,
    colleague: Page,
    service: Any,
    given: Any,
    held: Any,
    all_sent: Any,
    ready: Any,
    is_fit_to_ship: Any,
) -> None:
    note(colleague).fill("What the colleague saw")
    status(colleague, "Saved at")
    note(page).fill("What I saw")
    status(page, "Two versions: choose")
    page.goto(service.at + given["list"])
    page.get_by_role("link", name="See what is on this device").click()
    is_fit_to_ship(page)
    press(page, "See both versions and choose")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two versions")
    expect(page.get_by_text("What the colleague saw")).to_be_visible()
    expect(page.get_by_text("What I saw")).to_be_visible()
    is_fit_to_ship(page)
    ready(page)
    assert len(held(page)["typed"]) == 1
    press(page, "Keep mine")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Two versions")
    all_sent(page)
    assert [version for _, _, version, _, _ in service.answers(given)] == [1, 2]
    assert "What I saw" in service.answers(given)[1][3]


def test_two_peoples_answers_are_both_shown_and_the_saved_one_can_be_kept(
    page: Page, colleague: Page, service: Any, given: Any, all_sent: Any, ready: Any
) -> None:
    note(colleague).fill("What the colleague saw")
    status(colleague, "Saved at")
    note(page).fill("What I saw")
    status(page, "Two versions: choose")
    press(page, "Save and go on")
    expect(page.get_by_text("What the colleague saw")).to_be_visible()
    expect(page.get_by_text("What I saw")).to_be_visible()
    ready(page)
    press(page, "Keep the saved one")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Two versions")
    all_sent(page)
    assert [version for _, _, version, _, _ in service.answers(given)] == [1]


def test_what_is_typed_after_a_session_ended_is_sent_when_the_same_person_is_back(
    page: Page, service: Any, given: Any, sign_in: Any, asked: str, ready: Any, all_sent: Any
) -> None:
    page.context.clear_cookies()
    note(page).fill("Typed too late")
    status(page, "Sign in to send it")
    assert service.answers(given) == []
    sign_in(page, given["first"])
    page.goto(asked)
    ready(page)
    expect(note(page)).to_have_value("Typed too late")
    all_sent(page)
    assert [version for _, _, version, _, _ in service.answers(given)] == [1]


def test_another_person_on_the_same_device_neither_sees_nor_sends_it(
    page: Page, service: Any, given: Any, sign_in: Any, asked: str, ready: Any
) -> None:
    page.context.clear_cookies()
    note(page).fill("Only mine")
    status(page, "Sign in to send it")
    sign_in(page, given["second"])
    page.goto(asked)
    ready(page)
    expect(note(page)).to_have_value("")
    page.goto(f"{service.at}/device/")
    expect(page.get_by_text("Every answer typed here has been sent.")).to_be_visible()
    assert service.answers(given) == []
    page.context.clear_cookies()
    sign_in(page, given["first"])
    page.goto(asked)
    ready(page)
    expect(note(page)).to_have_value("Only mine")
    status(page, "Saved ")


def test_signing_out_says_first_what_is_not_sent_and_then_leaves_nothing_behind(
    page: Page,
    service: Any,
    given: Any,
    held: Any,
    keep_all: Any,
    asked: str,
    ready: Any,
    is_fit_to_ship: Any,
) -> None:
    keep_all(page, service.at + given["list"])
    page.goto(asked)
    ready(page)
    service.network.takes_answers = False
    note(page).fill("Not sent")
    status(page, "it will be sent when")
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_text("1 answer has not been sent")).to_be_visible()
    is_fit_to_ship(page)
    assert len(held(page)["caches"]) == 1
    press(page, "Discard it and sign out")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert held(page) == {"caches": [], "typed": [], "fates": [], "kept": [], "settings": []}
    assert service.answers(given) == []


def test_a_case_leaves_the_device_when_it_is_submitted(
    page: Page, service: Any, given: Any, held: Any, keep_all: Any
) -> None:
    keep_all(page, service.at + given["list"])
    assert len(held(page)["kept"]) == 3
    with service.changing() as database:
        database.execute(
            "update cases_reading set submitted_at = assigned_at where id = ?", [given["pks"][1]]
        )
    page.goto(service.at + given["list"])
    page.wait_for_function(NOT_CACHED, arg=given["readings"][1])
    assert len(held(page)["kept"]) == 2


def test_what_was_typed_in_a_case_taken_back_stays_until_its_writer_lets_it_go(
    page: Page, service: Any, given: Any, all_sent: Any, is_fit_to_ship: Any
) -> None:
    with service.changing() as database:
        database.execute(
            "update cases_reading set withdrawn_at = assigned_at where id = ?", [given["pks"][0]]
        )
    note(page).fill("Typed for nothing")
    status(page, "no longer yours to read")
    page.goto(f"{service.at}/device/")
    expect(page.get_by_text("Typed for nothing")).to_be_visible()
    is_fit_to_ship(page)
    press(page, "Discard")
    expect(page.get_by_text("Every answer typed here has been sent.")).to_be_visible()
    all_sent(page)


def test_the_question_page_and_the_offline_page_are_fit_to_ship(
    page: Page, service: Any, given: Any, keep_all: Any, asked: str, ready: Any, is_fit_to_ship: Any
) -> None:
    is_fit_to_ship(page)
    keep_all(page, service.at + given["list"])
    is_fit_to_ship(page)
    service.network.cut()
    try:
        page.goto(asked)
        ready(page)
        expect(page.get_by_text("Made-up First")).to_have_count(0)
        note(page).press_sequentially("By keyboard")
        press(page, "Save and go on")
        page.wait_for_url("**/questions/P2.1.2")
        ready(page)
        is_fit_to_ship(page)
        page.goto(f"{service.at}/inspections/")
        expect(page.get_by_text("You are offline, or this page")).to_be_visible()
        expect(page.get_by_text("By keyboard")).to_be_visible()
        is_fit_to_ship(page)
    finally:
        service.network.up = True
