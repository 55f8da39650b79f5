"""`assay demo` as it is served: in a folder and a database of its own."""

import http.cookiejar
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.enable_socket  # talks to the server it started, on this machine
PATIENCE = 300
"""Seconds for the demonstration to be loaded and served, or to end, on a slow machine."""


@dataclass
class Running:
    """A demonstration that is being served."""

    at: str
    port: int
    folder: Path
    log: str
    process: "subprocess.Popen[str]"
    earlier: "Running | None" = None

    @property
    def printed(self) -> str:
        return (self.folder / self.log).read_text(encoding="utf-8")


def start(folder: Path, log: str, port: int) -> Running:
    # The operator's own service must be left alone, whatever the environment names.
    foreign = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "ASSAY_DATA": "theirs"}
    foreign |= {"ASSAY_HOSTS": "assay.example.test", "ASSAY_OIDC_SERVER": "https://example.test"}
    with (folder / log).open("w", encoding="utf-8") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "assay", "demo", "--port", str(port)],
            cwd=folder,
            env={**os.environ, **foreign},
            stdout=printed,
            stderr=subprocess.STDOUT,
            text=True,
        )
    running = Running(f"http://127.0.0.1:{port}", port, folder, log, process)
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        assert process.poll() is None, running.printed
        try:
            if fetch(f"{running.at}/health/ready"):
                return running
        except OSError:
            time.sleep(0.25)
    process.kill()
    pytest.fail(f"the demonstration was not served within {PATIENCE} seconds")


def stop(running: Running) -> None:
    try:
        running.process.send_signal(signal.SIGINT)
        running.process.wait(PATIENCE)
    finally:
        running.process.kill()


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def refusal(address: str, form: bytes | None = None) -> int:
    """The status of an answer that is an error."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        visitor().open(address, form)
    refused.value.close()
    return refused.value.code


def visitor() -> urllib.request.OpenerDirector:
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    return urllib.request.build_opener(jar)


def sign_in(running: Running, role: str, wanted: str = "") -> tuple[str, str]:
    """Press the button of a role; give the address this leads to and its page."""
    browser = visitor()
    query = urllib.parse.urlencode({"next": wanted})
    with browser.open(f"{running.at}/demo/?{query}") as answer:
        page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "next": wanted})
    with browser.open(f"{running.at}/demo/sign-in/{role}", form.encode()) as answer:
        return answer.geturl(), answer.read().decode()


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]
) -> Iterator[Running]:
    """Loaded once for this file, stopped with Ctrl+C, and started again."""
    first = start(tmp_path_factory.mktemp("demonstration"), "first", free_port())
    try:
        sign_in(first, "administrator")
    finally:
        stop(first)
    again = start(first.folder, "again", free_port())
    again.earlier = first
    yield again
    stop(again)


def test_it_prints_the_address_and_an_account_for_each_role(running: Running) -> None:
    assert f"Open {running.at}/demo/ in a browser" in running.printed
    for name in ("Lead inspector", "Quality lead", "Provider's contact", "Administrator"):
        assert re.search(rf"^{name} +Made-up .*@example\.test$", running.printed, re.MULTILINE)


def test_it_makes_everything_in_its_own_folder(running: Running) -> None:
    assert {p.name for p in running.folder.iterdir()} == {"demo-data", "first", "again"}
    made = running.folder / "demo-data"
    assert {p.name for p in made.iterdir()} == {".lock", "pages", "service"}
    assert (made / "service").stat().st_mode & 0o077 == 0


def test_whoever_is_signed_out_is_offered_somebody_to_be(running: Running) -> None:
    with visitor().open(f"{running.at}/inspections/") as answer:
        assert answer.geturl() == f"{running.at}/demo/?next=/inspections/"
        page = answer.read().decode()
    assert "Everybody here is made up" in page
    assert page.count("Sign in<span") == 12


def test_a_button_signs_in_as_the_role_and_leads_on(running: Running) -> None:
    at, page = sign_in(running, "lead_inspector", "/inspections/")
    assert at == f"{running.at}/inspections/"
    assert "Exampleshire" in page
    assert "Made-up Lead Inspector" in page
    at, page = sign_in(running, "administrator", "https://elsewhere.example.test/")
    assert at == f"{running.at}/"
    assert "Audit trail" in page
    assert "DEMONSTRATION" in page


def test_a_sign_in_needs_the_form_and_a_role_that_is_there(running: Running) -> None:
    assert refusal(f"{running.at}/demo/sign-in/lead_inspector", b"next=") == 403
    with pytest.raises(urllib.error.HTTPError) as refused:
        sign_in(running, "nobody")
    refused.value.close()
    assert refused.value.code == 404


def test_the_public_pages_are_beside_it_and_nothing_else_of_the_folder_is(running: Running) -> None:
    with visitor().open(f"{running.at}/demo/pages/league-table.html") as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "Unofficial" in answer.read().decode()
    for name in ("..%2fservice%2fassay.sqlite3", "%2e%2e/service/secret-key", "none.html"):
        assert refusal(f"{running.at}/demo/pages/{name}") == 404


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 320])
def test_its_own_page_is_accessible_and_signs_in_by_keyboard(
    running: Running, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{running.at}/inspections/")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name=re.compile("as Made-up Quality Lead$")).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{running.at}/inspections/")
    expect(page.get_by_text("Everybody here is made up.")).to_be_visible()
    expect(page.get_by_role("link", name="Exampleshire")).to_be_visible()
    context.close()


def test_it_listens_to_this_machine_only(running: Running) -> None:
    with pytest.raises(OSError, match=r"refused|unreachable|timed out|assign"):
        fetch(f"http://127.0.0.2:{running.port}/health/live")


def test_a_second_one_is_kept_out_of_its_folder(
    running: Running, free_port: Callable[[], int]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assay", "demo", "--fresh", "--port", str(free_port())],
        cwd=running.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert "running in this folder" in done.stderr


def test_stopping_is_clean_and_starting_again_keeps_what_was_done(running: Running) -> None:
    first = running.earlier
    assert first
    assert first.process.returncode == 0
    assert first.printed.count("Stopped.") == 1
    assert "Loading" in first.printed
    assert "Loading" not in running.printed
    assert "with what was done since; --fresh begins anew" in running.printed
    assert "Traceback" not in first.printed + running.printed
    database = running.folder / "demo-data" / "service" / "assay.sqlite3"
    with closing(sqlite3.connect(database)) as kept:
        count = "SELECT count(*) FROM audit_event WHERE action = 'accounts.sign_in'"
        assert kept.execute(count).fetchone()[0] >= 1
