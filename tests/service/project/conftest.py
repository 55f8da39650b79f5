"""The service as an operator starts it, for tests that need the real thing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty data folder and SQLite."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "ASSAY_DATA"}}
    return {**kept, "ASSAY_DATA": str(tmp_path / "data")}


@pytest.fixture
def assay(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run an `assay` command there."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assay", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Start `assay serve` with an empty folder; give its address and the file it writes to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    output = tmp_path / "output"
    with output.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "assay", "serve", "--port", str(port)],
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    at = f"http://127.0.0.1:{port}"
    wait_for(f"{at}/health/ready")
    yield at, output
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the server did not start within 30 seconds")
