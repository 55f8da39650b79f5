"""For every test: how hard Hypothesis looks, no silent skips where none are allowed, a browser."""

import fcntl
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

# A slow machine is no fault: nothing here fails because it was slow.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A change is tried on the same examples each time; the night looks for new ones.
settings.register_profile("change", UNHURRIED, max_examples=60, derandomize=True, database=None)
settings.register_profile("night", UNHURRIED, max_examples=2_000)
settings.load_profile(os.environ.get("ASSAY_HYPOTHESIS", "change"))
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PATIENCE = 120_000
"""Milliseconds that a page may take to come to what is expected of it."""
expect.set_options(timeout=PATIENCE)
NEARLY = 30
"""Seconds before midnight in which no test begins."""
PORTS = range(20_000, 30_000)
"""Below those that systems give to whoever asks for any."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> object:
    """Where ASSAY_NO_SKIPS is set, a test that could not run has failed."""
    report = yield
    if report.skipped and os.environ.get("ASSAY_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"not run, and nothing may be skipped here: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _one_day() -> None:
    """Wait for the next day rather than begin a test that could end in it."""
    for zone in (UTC, ZoneInfo("Europe/London")):
        now = datetime.now(zone)
        midnight = datetime.combine(now + timedelta(days=1), datetime.min.time(), zone)
        left = (midnight - now).total_seconds()
        if left < NEARLY:
            time.sleep(left)


@pytest.fixture(scope="session")
def unmeasured() -> dict[str, str]:
    """This environment for a server of a long test, which coverage would only slow down.

    The same code is measured where tests call it themselves.
    """
    return {name: said for name, said in os.environ.items() if not name.startswith("COVERAGE_")}


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; a test that needs it is skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium here; install it (on Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="module")
def playwright(chromium: str) -> Iterator[Playwright]:
    """What drives Chromium; every test that does so starts from here.

    One for each module: its loop may be open once in a process, and while it is, Django
    takes the whole process for asynchronous and refuses its database.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Give Chromium with no profile of its own."""
    opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM, timeout=PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page into which axe can be put: the policy would stop it; other tests prove that."""
    with browser.new_context(bypass_csp=True) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@pytest.fixture(scope="session")
def press() -> Callable[[Page, str], None]:
    """Press a button of a form by its words and wait for the page that comes of it."""

    def press_and_wait(page: Page, text: str) -> None:
        button = page.get_by_role("main").get_by_role("button", name=text, exact=True)
        # Pressing a key returns at once: what is asked next would be asked of the old page.
        with page.expect_navigation(timeout=PATIENCE):
            button.press("Enter")

    return press_and_wait


@pytest.fixture(scope="session")
def follow() -> Callable[[Page, str], None]:
    """Follow a link by its words and wait for its page."""

    def follow_and_wait(page: Page, text: str) -> None:
        with page.expect_navigation(timeout=PATIENCE):
            page.get_by_role("link", name=text).click()

    return follow_and_wait


@pytest.fixture(scope="session")
def is_fit_to_ship() -> Callable[[Page], None]:
    """See that axe finds nothing on a page, and that 320 pixels are enough for it."""

    def see(page: Page) -> None:
        page.set_viewport_size({"width": 1200, "height": 900})
        faults = [(page.url, v["id"], v["help"]) for v in Axe().run(page).response["violations"]]
        assert faults == []
        page.set_viewport_size({"width": 320, "height": 700})
        page.wait_for_function("document.documentElement.scrollWidth <= 320", timeout=PATIENCE)

    return see


@pytest.fixture(scope="session")
def free_port() -> Iterator[Callable[[], int]]:
    """Give a port that no other test and nobody else is given, until these tests end.

    One that the system chooses may be taken between its choice and the start of a server.
    """
    locks = Path(tempfile.gettempdir()) / f"assay-ports-{os.getuid()}"
    locks.mkdir(exist_ok=True)
    with ExitStack() as kept:

        def take() -> int:
            for port in PORTS:
                lock = (locks / str(port)).open("w")
                if ours(lock) and unused(port):
                    kept.enter_context(lock)
                    return port
                lock.close()
            pytest.fail("every port that tests may use is taken")

        yield take


def ours(lock: IO[str]) -> bool:
    """Lock a file until it is closed; say whether nobody had."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def unused(port: int) -> bool:
    """Say whether a port of this machine can be had."""
    with socket.socket() as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
