"""Try `make run` as a newcomer would: wait for it, sign in, stop it with Ctrl+C.

Usage: python3 -m tools.try_run

Needs nothing but Python. It fails if the service does not come up, if somebody made up can't
sign in, if the pages have no styles, or if it does not stop.
"""

import contextlib
import http.cookiejar
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

PATIENCE = 600
"""Seconds for everything to be installed, fetched and loaded on a slow machine."""
ENDING = 120
"""Seconds to stop in, on a slow machine."""
PORTS = range(20_000, 30_000)
"""Below those that systems give to whoever asks: it must still be free when all is installed."""


def main() -> None:
    """Run it once, and say what came of it."""
    make = shutil.which("make") or sys.exit("make is not installed")
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    print(f"Trying make run at {at}", flush=True)  # noqa: T201 - a command
    running = subprocess.Popen([make, "run", f"PORT={port}"], start_new_session=True)  # noqa: S603 - our own command
    try:
        wait_for(f"{at}/health/ready", running)
        look_around(at)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)  # what Ctrl+C does
            running.wait(timeout=ENDING)
    with socket.socket() as door:
        if door.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit("make run was stopped, but something still answers")
    print("make run came up, signed somebody in and stopped")  # noqa: T201 - a command


def free_port() -> int:
    """Give a port that nobody uses."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port
    sys.exit("every port is taken")


def wait_for(address: str, running: "subprocess.Popen[bytes]") -> None:
    """Wait until an address answers; stop when what should serve it has ended."""
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        if running.poll() is not None:
            sys.exit(f"make run ended by itself, with status {running.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"make run did not come up within {PATIENCE} seconds")


def look_around(at: str) -> None:
    """Sign in as the lead inspector and look at the inspections, styles and all."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    page = read(browser, f"{at}/demo/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {"csrfmiddlewaretoken": token[1] if token else "", "next": "/inspections/"}
    page = read(browser, f"{at}/demo/sign-in/lead_inspector", urllib.parse.urlencode(form).encode())
    if "In fieldwork" not in page:
        sys.exit("the lead inspector does not see the inspection in fieldwork")
    for style in re.findall(r'rel="stylesheet" href="([^"]+)"', page):
        read(browser, at + style)


def read(browser: urllib.request.OpenerDirector, address: str, form: bytes | None = None) -> str:
    """Give a page; an error of the service ends the trial."""
    with browser.open(address, form, PATIENCE) as answer:
        return str(answer.read().decode())


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
