"""Debian's Chromium, and every page that `assay demo` makes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from assay.cli.demo import demo

PAGES = ("index", "league-table", "made-up/report", "swm-2020/report")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; a test that needs it is skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium here; install it (on Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything `assay demo` makes."""
    out = tmp_path_factory.mktemp("site")
    done = CliRunner().invoke(demo, ["--out", str(out), "--no-serve"])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(params=PAGES)
def address(request: pytest.FixtureRequest, site: Path) -> str:
    return (site / f"{request.param}.html").as_uri()
