"""The pages on which work changes hands, in a browser: axe, narrow screens, the keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assay.service.cases.actions import joining, moderating
from assay.service.cases.models import Case, Difference, Sufficient
from assay.service.providers.models import Provider

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(autouse=True)
def _live_server_helper(transactional: None, live_server: Any) -> Iterator[None]:
    """Stand in for the plugin's own, which would empty the log while its triggers are there."""
    live_server._live_server_modified_settings.enable()
    yield
    live_server._live_server_modified_settings.disable()


@pytest.fixture
def visit(live_server: Any, page: Page, signed_in: Any) -> Any:
    """Open a page as somebody: `visit(user, address)`."""

    def opened(user: Any, address: str) -> Page:
        [cookie] = signed_in(user=user).cookies.values()
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        page.goto(live_server.url + address)
        return page

    return opened


def test_the_pages_on_which_readings_change_hands_are_fit_to_ship(
    visit: Any, case: Any, lead: Any, inspector: Any, colleague: Any, given: Any, answer: Any,
    inspection: Any, is_fit_to_ship: Any,
) -> None:  # fmt: skip
    answered = answer(given(case, inspector), {"P2.1.1": "no"})
    answer(given(case, colleague, "second"))
    settled = Difference.objects.get()
    moderating.settle(by=lead, difference=settled, decision=Sufficient.YES, reason="made up")
    again = moderating.unsettle(by=lead, difference=settled, reason="decided too soon")
    other = Case.objects.filter(draw=case.draw, state="sample").exclude(pk=case.pk).first()
    reading = given(other, inspector)
    joining.name_joint(by=lead, reading=reading, people=[colleague])
    place = f"/inspections/{inspection.public_id}"
    for address in (
        f"{place}/cases/{case.public_id}/",
        f"{place}/cases/{other.public_id}/",
        f"{place}/readings/{reading.public_id}/together",
        f"{place}/readings/{reading.public_id}/take-back",
        f"{place}/readings/{answered.public_id}/reopen",
        f"{place}/moderation/{again.public_id}",
        f"{place}/progress/",
        "/notices/",
    ):
        is_fit_to_ship(visit(lead, address))
    for address in ("/", "/notices/"):
        is_fit_to_ship(visit(inspector, address))


def test_a_provider_among_many_is_found_and_chosen_with_the_keyboard_alone(
    visit: Any, person: Any, drawn: Any, press: Any, is_fit_to_ship: Any
) -> None:
    Provider.objects.bulk_create(
        Provider(name=f"Made-up Unit {n:03}", short_name=f"U{n}", body_type="pdu")
        for n in range(1, 111)
    )
    page = visit(person("chief_inspector"), "/inspections/create")
    page.get_by_label("Part of the name").fill("unit 07")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    found = page.get_by_label("Made-up Unit 070", exact=True)
    is_fit_to_ship(page)
    found.focus()
    page.keyboard.press("Space")
    press(page, "Plan it")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("Made-up Unit 070", exact=True)).to_be_checked()
    is_fit_to_ship(page)
