"""For every test: how hard Hypothesis looks, no silent skips where none are allowed, a browser."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright

settings.register_profile("change", max_examples=60, deadline=None)
settings.register_profile("night", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("ASSAY_HYPOTHESIS", "change"))
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> object:
    """Where ASSAY_NO_SKIPS is set, a test that could not run has failed."""
    report = yield
    if report.skipped and os.environ.get("ASSAY_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"not run, and nothing may be skipped here: {report.longrepr}"
    return report


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
    opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
    yield opened
    opened.close()
