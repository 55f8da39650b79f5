"""The report's page in a real browser: axe, keyboard, a narrow screen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from assay.publishing.build import report_of
from assay.publishing.html import html_of

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
EXAMPLES = Path(__file__).parents[2] / "examples"
NARROW, WIDE = 320, 1200

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,  # the browser is driven over a local socket
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(),
        reason="no Chromium here; install Chromium (on Debian: apt-get install chromium)",
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["made-up", "swm-2020"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    report, _ = report_of(EXAMPLES / request.param)
    place = tmp_path_factory.mktemp("pages") / "report.html"
    place.write_text(html_of(report), encoding="utf-8")
    return place.as_uri()


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
    skip = page.get_by_role("link", name="Skip to the report")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_wide_tables_scroll_by_keyboard_with_a_visible_focus(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 700})
    opened = context.new_page()
    opened.goto(address)
    region = opened.locator(".scroll").first
    region.focus()
    opened.keyboard.press("Tab")
    opened.keyboard.press("Shift+Tab")
    assert region.evaluate("area => getComputedStyle(area).outlineStyle") == "solid"
    assert region.evaluate("area => area.scrollWidth > area.clientWidth")
    opened.keyboard.press("ArrowRight")
    opened.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")
    context.close()


def test_a_chart_is_found_as_one_picture_by_its_words(browser: Browser) -> None:
    report, _ = report_of(EXAMPLES / "made-up")
    context = browser.new_context()
    opened = context.new_page()
    opened.set_content(html_of(report))
    pictures = opened.get_by_role("img", name="Bar chart with 3 bars")
    assert pictures.count() == 5
    context.close()
