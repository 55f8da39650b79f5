"""Every page in a real browser: axe, keyboard, a narrow screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

NARROW, WIDE = 320, 1200

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,  # the browser is driven over a local socket
]


@pytest.fixture(params=[WIDE, NARROW])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()


def test_axe_finds_nothing(page: Page) -> None:
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()


def test_the_page_itself_never_scrolls_sideways(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth")


def test_nothing_is_asked_of_the_network(browser: Browser, address: str) -> None:
    context = browser.new_context()
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(address)
    opened.wait_for_load_state("networkidle")
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]


def test_the_first_tab_offers_a_way_past_the_contents(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_page_has_one_first_heading_and_skips_no_level(page: Page) -> None:
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    seen = 1
    for level in levels:
        assert level <= seen + 1
        seen = level


def test_wide_charts_scroll_by_keyboard_with_a_visible_focus_and_say_so(
    browser: Browser, site: Path
) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 700})
    opened = context.new_page()
    opened.goto((site / "made-up" / "report.html").as_uri())
    assert opened.locator(".chart .hint").first.is_visible()
    region = opened.locator(".chart .scroll").first
    region.focus()
    opened.keyboard.press("Tab")
    opened.keyboard.press("Shift+Tab")
    expect(region).to_have_css("outline-style", "solid")
    assert region.evaluate("area => area.scrollWidth > area.clientWidth")
    opened.keyboard.press("ArrowRight")
    opened.wait_for_function("document.querySelector('.chart .scroll').scrollLeft > 0")
    context.close()


def test_no_table_is_wider_than_the_page_and_no_rating_is_cut(page: Page) -> None:
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll:has(table)')]"
        ".every(area => area.scrollWidth <= area.clientWidth)"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('.rating')]"
        ".every(tag => tag.getBoundingClientRect().right <= window.innerWidth)"
    )


def test_a_narrow_table_is_still_a_table_of_rows_and_headers(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 700})
    opened = context.new_page()
    opened.goto((site / "made-up" / "report.html").as_uri())
    table = opened.get_by_role("table", name="Rating of each standard")
    row = table.get_by_role("row", name="1.2 Staff")
    assert row.get_by_role("rowheader").inner_text() == "1.2 Staff"
    assert row.get_by_role("cell", name="Requires improvement", exact=True).count() == 1
    assert table.get_by_role("columnheader").count() == 4
    context.close()


def test_a_chart_is_found_as_one_picture_by_its_words(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto((site / "made-up" / "report.html").as_uri())
    assert opened.get_by_role("img", name="Bar chart with 3 bars").count() == 5
    context.close()


def test_every_link_between_the_pages_leads_somewhere(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto((site / "index.html").as_uri())
    links = opened.eval_on_selector_all("main a", "links => links.map(l => l.getAttribute('href'))")
    context.close()
    assert len(links) == 8
    assert all((site / link).is_file() for link in links)
