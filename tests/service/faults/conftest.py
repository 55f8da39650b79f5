"""A service of its own for each test, as an operator runs it, and browsers that save at once.

On SQLite, or in a new database on the server DATABASE_URL names.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

HERE = Path(__file__).parent
CSRF = "c" * 32
PATIENCE = 180
"""Seconds that a server may take to start, to answer or to end on a slow machine."""


@dataclass
class Place:
    """Where one service keeps its data."""

    environment: dict[str, str]
    data: Path

    @property
    def on_postgresql(self) -> bool:
        return "DATABASE_URL" in self.environment

    @property
    def database(self) -> str:
        return self.environment["DATABASE_URL"].rsplit("/", 1)[1]

    def assay(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "assay", *arguments, **changes)

    def python(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment | changes,
            capture_output=True,
            text=True,
            check=False,
        )

    def inside(self, code: str) -> str:
        """Run Python in the service's settings, and give what it prints."""
        ready = "from assay.service.project.start import ready; ready()\n"
        done = self.python("-c", ready + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def said(self, script: str, *arguments: str) -> Any:
        done = self.python(str(HERE / script), *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def filled(self, readers: int, cases: int = 1) -> list[Any]:
        return list(self.said("fill_service.py", str(readers), str(cases)))

    def answers(self) -> Any:
        return self.said("look_at_answers.py")


@contextlib.contextmanager
def new_place(data: Path, like: Place | None = None) -> Iterator[Place]:
    """Give a place for a service: an empty one, or a copy of one that is not running."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "ASSAY_SECRET_KEY"}}
    environment = {**kept, "ASSAY_DATA": str(data)}
    if like is not None:
        shutil.copytree(like.data, data)
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield Place(environment, data)
        return
    name = f"assay_faults_{uuid.uuid4().hex[:8]}"
    template = f'TEMPLATE "{like.database}"' if like else ""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" {template}')
        yield Place({**environment, "DATABASE_URL": f"{url.rsplit('/', 1)[0]}/{name}"}, data)
        for (made,) in server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]
        ).fetchall():
            server.execute(f'DROP DATABASE "{made}" WITH (FORCE)')


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with new_place(tmp_path / "data") as made:
        yield made


@pytest.fixture(scope="module")
def once_lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with new_place(tmp_path_factory.mktemp("service") / "data") as made:
        made.filled(3)
        upload = made.data / "files" / "case-lists" / "made-up.csv"
        upload.parent.mkdir(parents=True)
        upload.write_text("a made-up list")
        yield made


@pytest.fixture
def lived_in(once_lived_in: Place, tmp_path: Path) -> Iterator[Place]:
    """A service with three people, their cases and an uploaded file."""
    with new_place(tmp_path / "data", once_lived_in) as made:
        yield made


@dataclass
class Server:
    """`assay serve`, in a process group of its own so that all of it can be killed."""

    place: Place
    port: int
    process: Any = None
    options: tuple[str, ...] = ()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assay", "serve", "--port", str(self.port), *self.options],
            # Unmeasured: coverage would only slow what is measured elsewhere.
            env={k: v for k, v in self.place.environment.items() if "COVERAGE_" not in k},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        latest = time.monotonic() + PATIENCE
        while time.monotonic() < latest:
            assert self.process.poll() is None, "the server ended instead of starting"
            if self._answers():
                return
            time.sleep(0.25)
        pytest.fail(f"the server did not start within {PATIENCE} seconds")

    def _answers(self) -> bool:
        asking = Browser(self.port)
        try:
            return asking.get("/health/ready") == 200
        except OSError:
            return False
        finally:
            asking.close()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=PATIENCE)


@pytest.fixture
def serving(place: Place, free_port: Callable[[], int]) -> Iterator[Callable[..., Server]]:
    started = []

    def serve(*options: str) -> Server:
        server = Server(place, free_port(), options=options)
        started.append(server)
        server.start()
        return server

    yield serve
    for server in started:
        server.stop()


@dataclass
class Browser:
    """One signed-in reader, on one connection kept open."""

    port: int
    cookie: str = ""
    connection: Any = None
    seconds: list[float] = field(default_factory=list)

    def get(self, address: str) -> int:
        return self._ask("GET", address)

    def save(self, address: str, reason: str, client_id: str, version: int = 0) -> int:
        """Save an answer; 302 says that it is saved."""
        given = {"version": version, "client_id": client_id, "sufficient": "yes", "reason": reason}
        began = time.perf_counter()
        status = self._ask("POST", address, urlencode(given))
        self.seconds.append(time.perf_counter() - began)
        return status

    def _ask(self, method: str, address: str, body: str | None = None) -> int:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Cookie": f"assay-session={self.cookie}; assay-csrf={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            self.connection.request(method, urlsplit(address).path, body, headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.connection = None
            raise OSError(*error.args) from error
        return int(answer.status)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()


@pytest.fixture
def browsers() -> Iterator[Callable[..., list[Browser]]]:
    """Give a browser for each reader: `browsers(server, readers)`."""
    opened: list[Browser] = []

    def open_all(server: Server, readers: list[Any]) -> list[Browser]:
        new = [Browser(server.port, reader["cookie"]) for reader in readers]
        opened.extend(new)
        return new

    yield open_all
    for browser in opened:
        browser.close()
