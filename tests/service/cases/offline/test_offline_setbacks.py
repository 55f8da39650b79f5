"""Answers that can't be taken, a restore, a choice made online, drafts, and a line that hangs."""

import os
import signal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

TOO_LONG = """() => {
  const note = document.querySelector("textarea");
  note.value = "x".repeat(3_000_000);
  note.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def note(page: Page) -> Any:
    return page.get_by_label("Evidence for prompt 1")


def status(page: Page, words: str) -> None:
    expect(page.locator("[data-save-status]")).to_contain_text(words)


def press(page: Page, text: str) -> None:
    page.get_by_role("main").get_by_role("button", name=text, exact=True).press("Enter")


def test_an_answer_too_long_to_send_says_so_and_holds_up_no_other(
    page: Page, service: Any, given: Any, asked: str, ready: Any, all_sent: Any
) -> None:
    page.evaluate(TOO_LONG)
    status(page, "It is too long. Shorten it.")
    page.goto(asked.replace("P2.1.1", "P2.1.2"))
    ready(page)
    note(page).fill("Another answer")
    status(page, "Saved at")
    assert [question for _, question, *_ in service.answers(given)] == ["P2.1.2"]
    page.goto(f"{service.at}/device/")
    press(page, "Discard")
    expect(page.get_by_text("Every answer typed here has been sent.")).to_be_visible()
    all_sent(page)


def test_an_answer_the_service_fails_on_holds_up_no_other_and_is_tried_again(
    page: Page, service: Any, given: Any, ready: Any
) -> None:
    with service.changing() as database:
        database.execute(
            "create trigger made_up before update on cases_reading"
            f" when new.id = {given['pks'][0]} begin select raise(abort, 'made up'); end"
        )
    try:
        note(page).fill("The one it fails on")
        status(page, "the service could not take it")
        page.goto(f"{service.at}{given['readings'][1]}/questions/P2.1.1")
        ready(page)
        note(page).fill("Another answer")
        status(page, "Saved at")
        page.goto(f"{service.at}/device/")
        expect(page.get_by_role("button", name="Copy what you typed")).to_be_visible()
        expect(page.get_by_role("button", name="Discard", exact=True)).to_be_visible()
    finally:
        with service.changing() as database:
            database.execute("drop trigger made_up")
    expect(page.get_by_text("Every answer typed here has been sent.")).to_be_visible()
    assert len(service.answers(given)) == 2


def test_an_answer_lost_in_a_restore_is_sent_again_when_its_kept_question_is_opened(
    page: Page, service: Any, given: Any, asked: str, ready: Any, keep_all: Any
) -> None:
    keep_all(page, service.at + given["list"])
    page.goto(asked)
    ready(page)
    note(page).fill("Saved after the backup")
    status(page, "Saved at")
    with service.changing() as database:
        database.execute("delete from cases_answer where reading_id = ?", [given["pks"][0]])
    page.goto(asked)
    ready(page)
    expect(note(page)).to_have_value("Saved after the backup")
    status(page, "Saved at")
    ((_, _, version, prompts, _),) = service.answers(given)
    assert version == 1
    assert "Saved after the backup" in prompts


def test_the_version_chosen_is_what_a_kept_case_shows_without_a_network(
    page: Page, colleague: Page, service: Any, given: Any, asked: str, ready: Any, keep_all: Any
) -> None:
    keep_all(page, service.at + given["list"])
    service.network.cut()
    page.goto(asked)
    ready(page)
    note(page).fill("What I saw")
    status(page, "it will be sent when")
    service.network.up = True
    colleague.reload()
    ready(colleague)
    note(colleague).fill("What the colleague saw")
    press(colleague, "Save and go on")
    colleague.wait_for_url("**/P2.1.2")
    page.goto(asked)
    status(page, "Two versions: choose")
    press(page, "Save and go on")
    ready(page)
    press(page, "Keep mine")
    page.wait_for_url("**/P2.1.2")
    service.network.cut()
    page.goto(asked)
    ready(page)
    expect(note(page)).to_have_value("What I saw")
    status(page, "Saved at")
    expect(page.locator("[name=version]")).to_have_value("2")
    service.network.up = True


def test_a_kept_case_says_which_answers_were_saved_since_it_was_kept(
    page: Page, service: Any, given: Any, asked: str, ready: Any, keep_all: Any
) -> None:
    keep_all(page, service.at + given["list"])
    page.goto(asked)
    ready(page)
    note(page).fill("Saved online")
    status(page, "Saved at")
    service.network.cut()
    page.goto(service.at + given["readings"][0])
    ready(page)
    expect(page.get_by_text("Saved from this device")).to_have_count(1)
    page.goto(asked)
    ready(page)
    expect(note(page)).to_have_value("Saved online")
    status(page, "Saved at")
    service.network.up = True


def test_feedback_typed_after_a_session_ended_is_there_after_signing_in_again(
    page: Page, service: Any, given: Any, sign_in: Any, ready: Any, all_sent: Any
) -> None:
    with service.changing() as database:
        database.execute(
            "update cases_reading set submitted_at = assigned_at where id = ?", [given["pks"][1]]
        )
    sheet = f"{service.at}{given['readings'][1]}/feedback/write"
    page.goto(sheet)
    ready(page)
    page.context.clear_cookies()
    good = page.get_by_label("What was good")
    good.fill("You listened to what they said")
    press(page, "Keep the sheet")
    status(page, "Sign in again")
    sign_in(page, given["first"])
    expect(page.get_by_text("what you typed is on this device and not saved")).to_be_visible()
    page.goto(sheet)
    ready(page)
    expect(good).to_have_value("You listened to what they said")
    press(page, "Keep the sheet")
    expect(page.get_by_text("The sheet is kept.")).to_be_visible()
    all_sent(page)


def test_a_kept_case_goes_on_while_the_service_does_not_answer(
    page: Page, service: Any, given: Any, asked: str, ready: Any, keep_all: Any
) -> None:
    keep_all(page, service.at + given["list"])
    os.killpg(service.process.pid, signal.SIGSTOP)
    try:
        page.goto(asked)
        ready(page)
        note(page).fill("Typed while it hangs")
        press(page, "Save and go on")
        page.wait_for_url("**/questions/P2.1.2")
    finally:
        os.killpg(service.process.pid, signal.SIGCONT)
    page.goto(asked)
    ready(page)
    expect(note(page)).to_have_value("Typed while it hangs")
    status(page, "Saved at")
