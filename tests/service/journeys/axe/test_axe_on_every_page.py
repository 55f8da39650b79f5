"""Axe finds nothing on any page, for anybody, in any state: as it is, at 320 pixels, on paper."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.slow]
NO_PAGE_OF_THEIR_OWN = {
    "account_set_password": "leads to the page of password and codes",
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


def test_axe_finds_nothing_on_any_page_for_anybody_who_may_open_it(
    service: Any, page_of: Callable[..., Page], looker: Any
) -> None:
    unseen = set()
    for route in service.said["routes"]:
        seen = False
        for url in route["urls"]:
            for role in route["roles"]:
                page = page_of(service, role)
                kind = opens(page, service.at + url)
                if kind == "page":
                    looker.look(page, f"{route['name']} as {role}", everywhere=not seen)
                seen |= bool(kind)
                if kind and url != route["urls"][0]:
                    break
        if not seen:
            unseen.add(route["name"])
    assert looker.faults == []
    assert unseen == set(NO_PAGE_OF_THEIR_OWN)


def test_axe_finds_nothing_on_a_page_that_says_what_went_wrong(
    service: Any, page_of: Callable[..., Page], looker: Any
) -> None:
    page = page_of(service, "administrator")
    inspection = next(r for r in service.said["routes"] if r["name"] == "inspections:inspection")
    for address, words in (("/nowhere", "not found"), (inspection["urls"][0], "not found")):
        page.goto(service.at + address)
        assert words in page.title().lower()
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
    service: Any, page_of: Callable[..., Page], looker: Any
) -> None:
    page = page_of(service, "inspector")
    route = next(r for r in service.said["routes"] if r["name"] == "cases:question")
    addresses = (service.at + url for url in route["urls"] if url.endswith("P2.1.1"))
    opened = next(url for url in addresses if opens(page, url) and page.locator("textarea").count())
    page.evaluate("""() => {
        const form = document.querySelector("main form[data-outbox]");
        form.elements.version.value = 0;
        form.elements.reason.value = "Made up: another reason";
        HTMLFormElement.prototype.submit.call(form);
    }""")
    page.wait_for_url(opened)
    page.get_by_role("heading", name="Two versions").wait_for()
    looker.look(page, "two versions")
    assert looker.faults == []


def test_every_form_says_what_is_wrong_and_leads_to_it(
    service: Any, page_of: Callable[..., Page], looker: Any
) -> None:
    unsaid, forms = set(), 0
    for route in service.said["routes"]:
        ways = ((url, role) for url in route["urls"] for role in route["roles"])
        pages = (
            page
            for url, role in ways
            if opens(page := page_of(service, role), service.at + url) == "page"
        )
        page = next((page for page in pages if page.evaluate(EMPTIED)), None)
        if page is None:
            continue
        forms += 1
        with page.expect_navigation():
            page.evaluate(SUBMITTED)
        if page.locator(".govuk-error-summary").count() == 0:
            unsaid.add(route["name"])
            continue
        looker.faults += leads_nowhere(page, route["name"])
        looker.look(page, f"{route['name']} with mistakes")
    assert looker.faults == []
    assert unsaid == set(NO_MISTAKE_TO_MAKE)
    assert forms > MANY_FORMS


def leads_nowhere(page: Page, name: str) -> list[str]:
    """Say what is wrong with a summary of errors: title, focus, links."""
    found = [] if page.title().startswith("Error: ") else [f"{name}: no error in the title"]
    page.wait_for_function("document.querySelector('main [role=alert]')")
    page.wait_for_timeout(100)
    if not page.evaluate("document.activeElement.closest('.govuk-error-summary') !== null"):
        found.append(f"{name}: the focus is not on the summary")
    for link in page.locator(".govuk-error-summary a").all():
        link.press("Enter")
        target = str(link.get_attribute("href"))
        if not page.evaluate("id => document.activeElement.id === id.slice(1)", target):
            found.append(f"{name}: {target} leads to no field")
    return found


def opens(page: Page, address: str) -> str:
    """Open an address; say "page", "no page" for a file or an action, "" where one may not."""
    answer = page.request.get(address, max_redirects=0)
    if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
        return "no page"
    if not answer.ok:
        return ""
    if "html" not in answer.headers.get("content-type", ""):
        return "no page"
    page.goto(address)
    return "page"
