"""Take the pictures of the service's main pages for the README, from the demonstration.

Run it from the checkout as `python -m tools.screenshots`; it needs Chromium, like the browser
tests. It starts a demonstration of its own in a temporary folder and writes
docs/images/service-*.png.
"""

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
INSPECTION = "Exampleshire 2026 (made up)"
WIDTH = 1000
MOST_BYTES = 150_000
SECONDS_TO_LOAD = 180


def main() -> None:
    """Take them all."""
    with demonstration() as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (person, height, go) in PICTURES.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": height})
            signs_in(page, at, person)
            go(page)
            taken = IMAGES / f"service-{name}.png"
            page.screenshot(path=taken, animations="disabled")
            size = taken.stat().st_size
            print(f"{taken.name}: {size:,} bytes")  # noqa: T201 - what the command says
            if size > MOST_BYTES:
                sys.exit(f"{taken.name} is over {MOST_BYTES:,} bytes")
            page.close()
        browser.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve a new demonstration and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "assay", "demo", "--port", port]
        process = subprocess.Popen(command, cwd=folder)  # noqa: S603 - our own command
        try:
            at = f"http://127.0.0.1:{port}"
            wait_for(f"{at}/health/ready")
            yield at
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def wait_for(address: str) -> None:
    """Wait until the service answers."""
    for _ in range(SECONDS_TO_LOAD):
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(1)
    sys.exit(f"the demonstration was not served within {SECONDS_TO_LOAD} seconds")


def signs_in(page: Page, at: str, person: str) -> None:
    """Sign in as a made-up person and open the inspection."""
    page.goto(f"{at}/demo/")
    page.get_by_role("button", name=f"Sign in as {person}", exact=True).click()
    page.goto(f"{at}/inspections/")
    page.get_by_role("link", name=INSPECTION).click()


def part(name: str) -> Callable[[Page], None]:
    """Go to a part of the inspection."""
    return lambda page: page.get_by_role("main").get_by_role("link", name=name).click()


def question(page: Page) -> None:
    """Open a question of a case that is half answered."""
    part("Your cases")(page)
    page.get_by_role("row", name="Started").first.get_by_role("link").click()
    page.get_by_role("link", name="P2.1.3 Keeping other people safe").click()


PICTURES: dict[str, tuple[str, int, Callable[[Page], None]]] = {
    "inspection": ("Made-up Lead Inspector", 1100, lambda _page: None),
    "progress": ("Made-up Lead Inspector", 1400, part("Progress")),
    "question": ("Made-up Inspector", 1200, question),
    "moderation": ("Made-up Quality Lead", 1000, part("Differences between readers")),
    "results": ("Made-up Lead Inspector", 1100, part("Results so far")),
}

if __name__ == "__main__":
    main()
