"""The part of `benchmarks.pages` that runs in the database its environment names."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from assay.service.project.start import prepare, ready

ready()

from benchmarks.addresses import addresses, searches  # noqa: E402
from benchmarks.filled import Filled, Size, fill  # noqa: E402
from django.conf import settings  # noqa: E402 - the settings must be there first
from django.test import Client  # noqa: E402

from assay.service.audit.models import Event  # noqa: E402
from assay.service.cases.models import Answer, Case  # noqa: E402

# 201 cases, of which a few are still open with the people who look at the pages.
SMALL, MORE = Size(inspections=5, cases=201), Size(inspections=495, cases=201)
ALONE, TOGETHER, AT_ONCE = 10, 12, 4
SECONDS_ALLOWED = 0.3
PAGES = {
    "administrator": (
        "accounts:people", "audit:search", "audit:search, by person", "audit:search, by user",
        "audit:search, by kind", "providers:provider",
    ),
    "chief_inspector": (
        "home", "inspections:inspections", "inspections:inspections, one provider",
        "inspections:inspections, by step", "inspections:inspections, last page",
        "providers:register", "providers:register, by words",
    ),
    "lead_inspector": (
        "inspections:inspection", "inspections:history", "inspections:team", "cases:case_list",
        "cases:sample", "cases:case", "cases:assign", "cases:progress", "cases:readings",
        "cases:reading", "cases:question", "cases:moderation", "cases:settle", "cases:results",
        "cases:export", "cases:certificate",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timed:
    """One page: milliseconds of a request alone, and requests a second with several at once."""

    median: float
    p95: float
    rate: float


def main() -> None:
    """Fill, time, fill more, time again, and print both."""
    prepare()
    small = timed(filled(SMALL))
    full = timed(filled(MORE))
    heads = ("small p50", "p95", "req/s", "full p50", "p95", "req/s", "full/small")
    print(f"  {'page':<40}" + "".join(f"{head:>11}" for head in heads))
    for name in sorted(full, key=lambda page: -full[page].p95):
        one, other = small[name], full[name]
        figures = (one.median, one.p95, one.rate, other.median, other.p95, other.rate)
        ratio = f"{other.median / one.median:.1f}"
        print(f"  {name:<40}" + "".join(f"{x:>11.0f}" for x in figures) + f"{ratio:>11}")
    over = [name for name, page in full.items() if page.p95 > SECONDS_ALLOWED * 1000]
    limit = f"{SECONDS_ALLOWED * 1000:.0f} ms"
    print(f"  over {limit} at the 95th percentile: {', '.join(over) or 'none'}")


def filled(size: Size) -> Filled:
    """Fill the database and say how much is in it now."""
    began = time.perf_counter()
    made = fill(size)
    held = f"{Case.objects.exclude(read_at=None).count():,} assessed cases"
    more = f"{Answer.objects.count():,} answers, {Event.objects.count():,} events"
    print(f"  {held}, {more}: filled in {time.perf_counter() - began:.0f} s", flush=True)
    return made


def timed(made: Filled) -> dict[str, Timed]:
    """Time every page as the role that uses it."""
    found = {}
    with served() as port:
        for role, names in PAGES.items():
            user = made.viewers[role]
            browser = Client()
            browser.force_login(user)
            cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
            where = dict(addresses(made, user)) | searches(made)
            for name in names:
                found[name] = timed_page(port, where[name], cookie)
    return found


def timed_page(port: int, address: str, cookie: str) -> Timed:
    """Time one page: twice to warm it up, then alone, then several at once."""
    ask(port, address, cookie, 2)
    alone = ask(port, address, cookie, ALONE)
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as people:
        each = TOGETHER // AT_ONCE
        list(people.map(lambda _: ask(port, address, cookie, each), range(AT_ONCE)))
    rate = TOGETHER / (time.perf_counter() - began)
    return Timed(statistics.median(alone), statistics.quantiles(alone, n=20)[-1], rate)


def ask(port: int, address: str, cookie: str, times: int) -> list[float]:
    """Ask for a page over one connection; give milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        connection.request(
            "GET", address, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
        )
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (address, answer.status)
    connection.close()
    return taken


@contextmanager
def served() -> Iterator[int]:
    """Run `assay serve` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assay", "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=os.environ, **quiet)  # noqa: S603 - our own command
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(120):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server did not start within 30 seconds")


if __name__ == "__main__":
    main()
