"""The pages of a manager, a head and a quality lead in a browser: by keyboard, axe, 320 pixels."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from assay.assurance.trend_kept import TREND
from assay.service.assurance.keys import UNIT, key_of
from assay.service.assurance.models import Caseload
from assay.service.assurance.places import folder_of
from assay.service.providers.models import Provider

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


@pytest.fixture
def trend(kept: Callable[..., Caseload], rows: list[dict[str, Any]]) -> Caseload:
    """A run with P03 of twelve cases in the first team, as it stood in three weeks."""
    caseload = kept([*rows, *({**rows[0], "case_id": f"D{n}"} for n in range(11))])
    point = {"criterion": "P03", "unit": "T1", "due": 0, "cannot_tell": 1, "excused": 0}
    counts = zip((-14, -7, 0), (8, 9, 11), (4, 3, 2), strict=True)
    points = [
        point | {"day": caseload.as_of + timedelta(days), "met": met, "not_met": not_met}
        for days, met, not_met in counts
    ]
    folder = folder_of(caseload.folder)
    pq.write_table(pa.Table.from_pylist(points, schema=TREND), folder / "trend.parquet")
    (folder / "trend.json").write_text(json.dumps({"left_out": []}))
    return caseload


def test_the_pages_over_several_officers_work_without_a_mouse_and_on_a_phone(
    trend: Caseload,
    provider: Provider,
    people: Callable[[str], Client],
    at: Callable[..., str],
    desk: Callable[[Client, str], Page],
    is_fit_to_ship: Callable[[Page], None],
) -> None:
    manager = people("M1")
    page = desk(manager, at("team", ""))
    is_fit_to_ship(page)
    page.get_by_label("Whose cases").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("The cases of ")
    for address in (at("team", "timeline"), at("team", "timeline?from=extract")):
        is_fit_to_ship(desk(manager, address))
    expect(page.get_by_role("main")).to_contain_text("The extract can’t be read any more")
    head = people("head")
    assert head.get(at("units", "units.csv")).status_code == 200
    for address in (at("units", ""), at("trend", "P03/"), at("criteria", "P03")):
        is_fit_to_ship(desk(head, address))
    lead, team = people("quality"), str(key_of(provider, UNIT, "T1"))
    for address in (at("integrity", ""), at("integrity", "D06", team, "")):
        is_fit_to_ship(desk(lead, address))
