"""A service in a process of its own, on a new SQLite or PostgreSQL database, dropped afterwards."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

PATIENCE = 180
"""Seconds that a server may take to start or to end on a slow machine."""


class Service:
    """A command that serves pages, and what it prints."""

    def __init__(self, folder: Path, environment: dict[str, str], port: int, *command: str) -> None:
        self.environment, self.output = environment, folder / "output"
        self.at = f"http://127.0.0.1:{port}"
        with self.output.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assay", *command, "--port", str(port)],
                env=environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=folder,
            )

    def printed(self) -> str:
        return self.output.read_text()

    def python(self, script: Path, *arguments: str) -> str:
        """Run a script with the service's settings and give what it prints."""
        done = subprocess.run(
            [sys.executable, str(script), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=PATIENCE)

    def wait(self) -> None:
        """Wait until it answers."""
        latest = time.monotonic() + PATIENCE
        while time.monotonic() < latest:
            try:
                with urllib.request.urlopen(f"{self.at}/health/ready"):  # noqa: S310 - our own server
                    return
            except OSError:
                assert self.process.poll() is None, self.printed()
                time.sleep(0.25)
        pytest.fail(f"the server did not start within {PATIENCE} seconds")


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """Give what the environment says of the database: nothing, or a new one on the server."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name = f"assay_journey_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield {"DATABASE_URL": f"{url.rsplit('/', 1)[0]}/{name}"}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def serve(
    tmp_path_factory: pytest.TempPathFactory,
    unmeasured: dict[str, str],
    free_port: Callable[[], int],
) -> Iterator[Callable[..., Service]]:
    """Start a command that serves: `serve("serve")`, `serve("demo")`."""
    apart = {"DATABASE_URL", "ASSAY_DATA", "ASSAY_SECRET_KEY"}
    kept = {name: value for name, value in unmeasured.items() if name not in apart}
    started: list[Any] = []
    with _database() as database:

        def start(*command: str) -> Service:
            folder = tmp_path_factory.mktemp("service")
            environment = {**kept, **database, "ASSAY_DATA": str(folder / "data")}
            started.append(Service(folder, environment, free_port(), *command))
            started[-1].wait()
            return started[-1]

        try:
            yield start
        finally:
            for service in started:
                service.stop()
