"""Axe finds nothing on any page, for anybody, in any state: as it is, at 320 pixels, on paper."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.service.journeys.axe.walk import Opened, shown, walk

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]
NO_PAGE_OF_THEIR_OWN = {
    "account_set_password": "leads to the page of password and codes",
    "audit:find": "takes a CRN, and leads to the search",
    "caseload:caseload": "leads to the page a visitor begins with",
    "caseload:caseloads": "leads to the only caseload there is",
    "cases:download_feedback": "a text file, and only of a sheet that was released",
    "mfa_activate_totp": "asks for a code first; seen in the sign-in tests",
    "mfa_deactivate_totp": "leads to the page of password and codes",
    "mfa_generate_recovery_codes": "asks for a code first, on a page that is seen",
    "mfa_view_recovery_codes": "asks for a code first; seen in the sign-in tests",
    "notices:read": "marks a notice as read; not a page",
    "mfa_authenticate": "opens only between a password and its code; seen in the sign-in tests",
}
MANY_FORMS = 25
NO_MISTAKE_TO_MAKE = {
    "cases:question": "blanks are kept; what is missing is said on submitting",
    "cases:join": "nobody may be chosen",
}

FORM = re.compile(r"<main.*<form[^>]*method=.post.*<(textarea|select|input)", re.DOTALL)
# Empties the form of a page and puts nonsense into its days; false where it has no field.
EMPTIED = """() => {
  const field = ":is(input:not([type=hidden]), textarea, select)";
  const form = document.querySelector(`main form[method=post]:has(${field})`);
  if (!form) return false;
  for (const field of form.elements) {
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = false;
    else if (field.id.endsWith("_day")) field.value = "99";
    else if (!field.matches("[type=hidden], button")) field.value = "";
  }
  return true;
}"""
SUBMITTED = """() => {
  const field = ":is(input:not([type=hidden]), textarea, select)";
  const form = document.querySelector(`main form[method=post]:has(${field})`);
  form.requestSubmit([...form.querySelectorAll("button:not([formaction])")].at(-1));
}"""


@pytest.fixture(scope="module")
def service(filled: Callable[[str], Any]) -> Any:
    return filled("demonstration")


@pytest.fixture(scope="module")
def opened(service: Any) -> list[Opened]:
    """Every address as those who may are given it."""
    return walk(service)


def test_axe_finds_nothing_on_any_page_for_anybody_who_may_open_it(
    service: Any, opened: list[Opened], page_of: Callable[..., Page], looker: Any
) -> None:
    known: defaultdict[str, set[Any]] = defaultdict(set)
    measured = set()
    for one in (each for each in opened if each.html):
        new = shown(one.html) - known[one.route]
        if not new and one.url in measured:
            continue
        page = page_of(service, one.role)
        page.goto(service.at + one.url)
        (looker.look if new else looker.measure)(page, f"{one.route} as {one.role}")
        known[one.route] |= new
        measured.add(one.url)
    assert looker.faults == []
    unseen = {route["name"] for route in service.said["routes"]} - {one.route for one in opened}
    assert unseen == set(NO_PAGE_OF_THEIR_OWN)


def test_axe_finds_nothing_on_a_page_that_says_what_went_wrong(
    service: Any, page_of: Callable[..., Page], looker: Any
) -> None:
    page = page_of(service, "administrator")
    inspection = next(r for r in service.said["routes"] if r["name"] == "inspections:inspection")
    for address, words in (("/nowhere", "not found"), (inspection["urls"][0], "not found")):
        page.goto(service.at + address)
        expect(page).to_have_title(re.compile(words, re.IGNORECASE))
        looker.look(page, address)
    page.goto(service.at)
    page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value = 'x'")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", level=1).wait_for()
    looker.look(page, "a form that is too old")
    for name, html in service.said["errors"].items():
        page.route(
            "**/broken", lambda route, html=html: route.fulfill(body=html, content_type="text/html")
        )
        page.goto(f"{service.at}/broken")
        looker.look(page, name)
        page.unroute("**/broken")
    assert looker.faults == []


def test_axe_finds_nothing_on_the_page_of_two_versions(
    service: Any, opened: list[Opened], page_of: Callable[..., Page], looker: Any
) -> None:
    answered = next(
        one
        for one in opened
        if one.route == "cases:question" and one.url.endswith("P2.1.1") and "<textarea" in one.html
    )
    page = page_of(service, answered.role)
    page.goto(service.at + answered.url)
    page.evaluate("""() => {
        const form = document.querySelector("main form[data-outbox]");
        form.elements.version.value = 0;
        form.elements.reason.value = "Made up: another reason";
        HTMLFormElement.prototype.submit.call(form);
    }""")
    page.get_by_role("heading", name="Two versions").wait_for()
    looker.look(page, "two versions")
    assert looker.faults == []


def test_every_form_says_what_is_wrong_and_leads_to_it(
    service: Any, opened: list[Opened], page_of: Callable[..., Page], looker: Any
) -> None:
    unsaid, forms = set(), 0
    for route, pages in groupby(opened, key=lambda one: one.route):
        page = with_a_form_emptied(service, pages, page_of)
        if page is None:
            continue
        forms += 1
        with page.expect_navigation():
            page.evaluate(SUBMITTED)
        if page.locator(".govuk-error-summary").count() == 0:
            unsaid.add(route)
            continue
        leads_to_each_mistake(page, route)
        looker.look(page, f"{route} with mistakes")
    assert looker.faults == []
    assert unsaid == set(NO_MISTAKE_TO_MAKE)
    assert forms > MANY_FORMS


def with_a_form_emptied(
    service: Any, pages: Iterable[Opened], page_of: Callable[..., Page]
) -> Page | None:
    """Open the first of these pages that has a form to fill in, and empty it."""
    for one in pages:
        if FORM.search(one.html):
            page = page_of(service, one.role)
            page.goto(service.at + one.url)
            if page.evaluate(EMPTIED):
                return page
    return None


def leads_to_each_mistake(page: Page, route: str) -> None:
    """See that a summary of errors has the title, the focus, and a link to each field."""
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator(".govuk-error-summary")
    expect(summary, f"the focus on the summary of {route}").to_be_focused()
    for link in summary.get_by_role("link").all():
        link.press("Enter")
        field = str(link.get_attribute("href")).removeprefix("#")
        expect(page.locator(f'[id="{field}"]'), f"the link to {field} of {route}").to_be_focused()
