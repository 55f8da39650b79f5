"""A service that can be killed and started again, made-up readers, and browsers that can too."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

HERE = Path(__file__).parent
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUESTION = "P2.1.1"
PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database
PATIENCE = 180
"""Seconds that anything may take on a slow machine."""
SETS = "12"
"""How many sets of people are made at a time: each test takes one for itself."""


class Network:
    """The wire between a browser and the service, which can be cut.

    Playwright's own "offline" leaves a service worker online when a browser starts.
    """

    def __init__(self, to: int) -> None:
        self.to, self.up = to, True
        self.takes_answers = self.gives_replies = True
        self.open: set[socket.socket] = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        self.up = False
        for one in tuple(self.open):
            _shut(one)

    def _accept(self) -> None:
        while True:
            try:
                came, _ = self.door.accept()
            except OSError:
                return
            Thread(target=self._carry, args=(came,), daemon=True).start()

    def _carry(self, came: socket.socket) -> None:
        try:
            on = socket.create_connection(("127.0.0.1", self.to)) if self.up else None
        except OSError:
            on = None
        if on is None:
            _shut(came)
            return
        self.open |= {came, on}
        Thread(target=self._pump, args=(came, on), daemon=True).start()
        self._pump(on, came)

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while (said := one.recv(65_536)) and self._may_pass(said):
                other.sendall(said)
        except OSError:
            pass
        for end in (one, other):
            _shut(end)
            self.open.discard(end)

    def _may_pass(self, said: bytes) -> bool:
        if said.startswith(b"POST ") and b"/questions/" in said[:200]:
            return self.takes_answers
        return self.gives_replies or b'{"version"' not in said


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


class Service:
    """`assay serve` on a database of its own."""

    def __init__(self, folder: Path, environment: dict[str, str], port: int) -> None:
        self.data = folder / "data"
        kept = {k: v for k, v in environment.items() if k not in {"DATABASE_URL", "ASSAY_DATA"}}
        self.environment = {**kept, "ASSAY_DATA": str(self.data)}
        self.port, self.sets = port, list[Any]()
        self.network = Network(self.port)
        self.at = f"http://127.0.0.1:{self.network.port}"
        self.output = folder / "output"

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.output.open("a") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assay", "serve", "--port", str(self.port)],
                env=self.environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        latest = time.monotonic() + PATIENCE
        while time.monotonic() < latest:
            assert self.process.poll() is None, self.output.read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready") as answer:
                    assert answer.status == 200
                    return
            except OSError:
                time.sleep(0.25)
        pytest.fail(self.output.read_text())

    def kill(self) -> None:
        """End it and its workers at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)

    def new_people(self) -> Any:
        """Give people and cases that no test has had."""
        self.sets = self.sets or self._run(HERE / "set_up_people.py", SETS)
        return self.sets.pop()

    def _run(self, script: Path, *arguments: str) -> Any:
        """Run a script on its database and give what it prints."""
        done = subprocess.run(
            [sys.executable, str(script), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask its database."""
        with sqlite3.connect(self.data / "assay.sqlite3", timeout=30) as database:
            return database.execute(question, values).fetchall()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Change its database behind its back."""
        with sqlite3.connect(self.data / "assay.sqlite3", timeout=30) as database:
            yield database

    def answers(self, given: Any) -> list[tuple[Any, ...]]:
        """Give every version of every answer: reading, question, version, prompts, sufficient."""
        first, *_, last = given["pks"]
        return self.ask(
            "select reading_id, question, version, prompts, sufficient from cases_answer"
            " where reading_id between ? and ? order by id",
            *(first, last),
        )


@pytest.fixture(scope="session")
def service(
    tmp_path_factory: pytest.TempPathFactory,
    unmeasured: dict[str, str],
    free_port: Callable[[], int],
) -> Iterator[Service]:
    made = Service(tmp_path_factory.mktemp("service"), unmeasured, free_port())
    try:
        made.start()
        yield made
    finally:
        made.kill()
        made.network.door.close()


@pytest.fixture(autouse=True)
def _whole_network(service: Service) -> None:
    """Start each test with the wire as it should be."""
    service.network.up = service.network.takes_answers = service.network.gives_replies = True


@pytest.fixture
def given(service: Service) -> Any:
    """Two new people; three cases of the first, of which they read one together."""
    return service.new_people()


class Device:
    """A browser with a profile on the disk, so that it can be killed and opened again."""

    def __init__(self, playwright: Playwright, chromium: str, profile: Path) -> None:
        self.playwright, self.chromium, self.profile = playwright, chromium, profile

    def open(self) -> Page:
        """Open the browser on its profile."""
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=self.chromium,
            args=CHROMIUM,
            # The policy stops axe from being injected; another test proves the policy.
            bypass_csp=True,
            timeout=PATIENCE * 1000,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        return self.context.pages[0]

    def kill(self) -> None:
        """End the browser at once, as a dead battery does."""
        for number in _processes_of(self.profile):
            os.kill(number, signal.SIGKILL)
        with suppress(Error):  # Playwright may have noticed already
            self.context.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()


def _processes_of(profile: Path) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in command:
            found.append(int(folder.name))
    return found


@pytest.fixture
def device(
    playwright: Playwright, chromium: str, tmp_path: Path
) -> Iterator[Callable[..., Device]]:
    """Make devices by name: `device("laptop").open()`."""
    made: list[Device] = []

    def make(name: str) -> Device:
        made.append(Device(playwright, chromium, tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.context.close()


@pytest.fixture
def sign_in(service: Service) -> Callable[[Page, Any], None]:
    """Sign a person in, with one of their recovery codes."""

    def go(page: Page, person: Any) -> None:
        page.goto(f"{service.at}/account/sign-in")
        page.get_by_label("Email address").fill(person["email"])
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_label("Code", exact=True).fill(person["codes"].pop())
        page.get_by_role("main").get_by_role("button", name="Continue").click()
        page.wait_for_url(f"{service.at}/")

    return go


@pytest.fixture
def ready() -> Callable[[Page], None]:
    """Wait until the page's scripts have begun."""

    def wait(page: Page) -> None:
        page.wait_for_selector("html[data-device=ready]")

    return wait


@pytest.fixture
def keep_all(ready: Callable[[Page], None]) -> Callable[[Page, str], None]:
    """Keep the cases of a list on the device."""

    def keep(page: Page, address: str) -> None:
        page.goto(address)
        ready(page)
        page.get_by_role("button", name="Keep these cases on this device").click()
        words = page.get_by_text("3 cases are kept on this device.")
        expect(words).to_be_visible()

    return keep


HELD = """async () => {
  const open = indexedDB.open("assay");
  const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const held = { caches: (await caches.keys()).filter((name) => name.includes("kept")) };
  for (const name of ["typed", "fates", "kept", "settings"]) {
    const all = db.transaction(name).objectStore(name).getAll();
    held[name] = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  }
  db.close();
  return held;
}"""


@pytest.fixture
def all_sent() -> Callable[[Page], None]:
    """Wait until nothing that was typed is left on the device."""
    return lambda page: page.wait_for_function(f"async () => !(await ({HELD})()).typed.length")


@pytest.fixture
def held() -> Callable[[Page], Any]:
    """Give what the device holds: caches of pages, and each store of its database."""
    return lambda page: page.evaluate(HELD)


@pytest.fixture
def asked(service: Any, given: Any) -> str:
    """The address of a question that two people may answer."""
    return f"{service.at}{given['readings'][0]}/questions/{QUESTION}"


@pytest.fixture
def at_the_question(
    service: Service, device: Callable[..., Device], asked: str, ready: Callable[[Page], None]
) -> Callable[[str, Any], Page]:
    """Open the question on a new device of somebody who has signed in on it."""

    def go(name: str, person: Any) -> Page:
        opened = device(name).open()
        cookie = {"name": "assay-session", "value": person["session"], "url": service.at}
        opened.context.add_cookies([cookie])  # type: ignore[list-item]
        opened.goto(asked)
        ready(opened)
        return opened

    return go


@pytest.fixture
def page(at_the_question: Callable[[str, Any], Page], given: Any) -> Page:
    """The first person at the question."""
    return at_the_question("laptop", given["first"])


@pytest.fixture
def colleague(at_the_question: Callable[[str, Any], Page], given: Any) -> Page:
    """The second person at the same question, on another device."""
    return at_the_question("tablet", given["second"])
