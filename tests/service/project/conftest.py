"""The service as an operator starts it, for tests that need the real thing."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 180
"""Seconds for a process to start or end on a slow machine."""


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
            timeout=PATIENCE,
        )

    return run


@pytest.fixture
def served(
    environment: dict[str, str], tmp_path: Path, free_port: Callable[[], int]
) -> Iterator[tuple[str, Path]]:
    """Start `assay serve` with an empty folder; give its address and the file it writes to."""
    port, output = free_port(), tmp_path / "output"
    at = f"http://127.0.0.1:{port}"
    with (
        output.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-m", "assay", "serve", "--port", str(port)],
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            wait_for(f"{at}/health/ready", server, output)
            yield at, output
            server.send_signal(signal.SIGTERM)
            assert server.wait(PATIENCE) == 0
        finally:
            server.kill()


def wait_for(address: str, server: "subprocess.Popen[bytes]", output: Path) -> None:
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        assert server.poll() is None, output.read_text()
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the server did not start within {PATIENCE} seconds")
