"""One browser on one kept connection, and `assay serve` to ask."""

import http.client
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

TOKEN = "c" * 32


@dataclass
class Place:
    """A filled service that answers on a port: who may ask, for what, and what to save."""

    port: int
    roles: Mapping[str, Any]
    save: dict[str, Any]
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, role: str, name: str) -> tuple[int, float]:
        """Ask for a page; give the status and milliseconds."""
        asked = self.roles[role]
        return self._ask("GET", asked["where"][name], {"Cookie": asked["cookie"]})

    def save_answer(self) -> tuple[int, float]:
        """Save the next version of an answer, as the page's form does."""
        asked = self.roles["inspector"]
        given = {"version": self.save["version"], "client_id": uuid.uuid4(), "sufficient": "yes",
                 "reason": "A made-up reason of a usual length. " * 5}  # fmt: skip
        headers = {
            "Cookie": f"{asked['cookie']}; {self.save['csrf']}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.save["version"] += 1
        return self._ask("POST", asked["where"]["cases:question"], headers, urlencode(given))

    def _ask(
        self, method: str, address: str, headers: Mapping[str, str], body: str | None = None
    ) -> tuple[int, float]:
        try:
            return self._once(method, address, headers, body)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()  # the server ended an idle one; browsers ask again too
            return self._once(method, address, headers, body)

    def _once(
        self, method: str, address: str, headers: Mapping[str, str], body: str | None
    ) -> tuple[int, float]:
        began = time.perf_counter()
        self.connection.request(method, address, body, dict(headers))
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000


@contextmanager
def served(environment: Mapping[str, str], filled: Mapping[str, Any]) -> Iterator[Place]:
    """Run `assay serve` on a free port over what was filled."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assay", "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=environment, **quiet)  # noqa: S603 - our own command
    try:
        _wait_for(port)
        yield Place(port, filled["roles"], filled["save"])
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(240):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server did not start within a minute")
