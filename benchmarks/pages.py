"""Times every page of the service, and a save, with little and with much in the database.

Two real `assay serve` answer over HTTP, one over little and one over a hundred times as much,
and are asked in turn, so that what else the machine does weighs on both alike. On SQLite and,
where DATABASE_URL names a PostgreSQL server, in databases of its own there that are dropped
afterwards. The figures of a busy machine are upper bounds: run it on a quiet one. What says
most is the last column, full over small at the median.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from benchmarks.asking import Place, served

LEAST, MOST, ENOUGH_SECONDS, MOST_SECONDS = 60, 100, 1.5, 6
"""Samples of each page; more than LEAST while there is time, fewer only past MOST_SECONDS."""
MILLISECONDS_ALLOWED = 300
SAVE = "cases:question, a save"
Ask = Callable[[Place], tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Timed:
    """One page in one place: milliseconds, and how many one visitor gets in a second."""

    median: float
    p95: float
    worst: float
    per_second: float


def main() -> None:
    """Run the benchmark on each database."""
    print((__doc__ or "").split("\n\n")[1])
    run_on("SQLite", "")
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        run_on("PostgreSQL", given)
    else:
        print("\nFor PostgreSQL too: DATABASE_URL=postgres://... make bench")


def run_on(name: str, server: str) -> None:
    """Fill a small and a full service on one kind of database, and time both."""
    print(f"\n{name}", flush=True)
    with ExitStack() as places:
        small, full = (places.enter_context(place(size, server)) for size in ("small", "full"))
        pages, left_out = who_sees(small, full)
        found = {page: timed(small, full, ask) for page, ask in pages.items()}
    print_figures(found)
    print(f"  {len(pages)} timed. Left out, because nobody is shown a page there by asking:")
    for status, names in left_out.items():
        print(f"    {status}: {', '.join(names)}")


@contextmanager
def place(size: str, server: str) -> Iterator[Place]:
    """Fill one service in a process of its own, because settings are a process's, and run it."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with ExitStack() as held:
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="assay-bench-"))
        environment = {**kept, "ASSAY_DATA": folder, "PYTHONPATH": str(Path.cwd())}
        if server:
            environment["DATABASE_URL"] = held.enter_context(database_of_its_own(server))
        command = [sys.executable, "-m", "benchmarks.filled_place", size]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own module
        filled = json.loads(done.stdout)
        print(f"  {filled['said']}", flush=True)
        yield held.enter_context(served(environment, filled))


@contextmanager
def database_of_its_own(url: str) -> Iterator[str]:
    """Make a database on the server a URL names, give its URL, and drop it."""
    import psycopg  # noqa: PLC0415 - only where there is such a server

    name = f"assay_bench_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def who_sees(small: Place, full: Place) -> tuple[dict[str, Ask], dict[str, list[str]]]:
    """Find who is shown each address in both places; give the others by what they answer."""
    pages: dict[str, Ask] = {SAVE: save}
    left_out: dict[str, list[str]] = {}
    for name in next(iter(small.roles.values()))["where"]:
        answers = {}
        for role in small.roles:
            answers[role] = {place.get(role, name)[0] for place in (small, full)}
            if answers[role] == {200}:
                pages[name] = lambda place, role=role, name=name: place.get(role, name)  # type: ignore[misc] # its defaults hold the names
                break
        else:
            status = f"answers {min(min(found) for found in answers.values())}"
            left_out.setdefault(status, []).append(name)
    return pages, left_out


def save(place: Place) -> tuple[int, float]:
    """Save an answer in one place."""
    return place.save_answer()


def timed(small: Place, full: Place, ask: Ask) -> tuple[Timed, Timed, int]:
    """Time one page, asking both places in turn; the number of samples comes with it."""
    for place in (small, full):
        ask(place)
    taken: tuple[list[float], list[float]] = ([], [])
    began = time.perf_counter()
    while not enough(len(taken[0]), time.perf_counter() - began):
        for place, times in zip((small, full), taken, strict=True):
            status, milliseconds = ask(place)
            assert status == (302 if ask is save else 200), status  # 302 says: saved
            times.append(milliseconds)
    return figures(taken[0]), figures(taken[1]), len(taken[0])


def enough(samples: int, seconds: float) -> bool:
    """Say whether a page was asked for often enough."""
    if samples < LEAST:
        return samples > 1 and seconds > MOST_SECONDS
    return samples >= MOST or seconds > ENOUGH_SECONDS


def figures(times: list[float]) -> Timed:
    """Sum samples up, without guessing beyond the worst that was seen."""
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return Timed(statistics.median(times), p95, max(times), 1000 / statistics.fmean(times))


def print_figures(found: dict[str, tuple[Timed, Timed, int]]) -> None:
    """Print the slowest first; `*` marks a 95th percentile of fewer samples than LEAST."""
    heads = ("n", "small p50", "p95", "worst", "full p50", "p95", "worst", "req/s", "full/small")
    print(f"  {'page (milliseconds)':<40}" + "".join(f"{head:>11}" for head in heads))
    for name, (small, full, n) in sorted(found.items(), key=lambda page: -page[1][1].p95):
        values = (small.median, small.p95, small.worst)
        values += (full.median, full.p95, full.worst, full.per_second)
        few = "*" if n < LEAST else ""
        line = "".join(f"{value:>11.0f}" for value in values)
        print(f"  {name:<40}{f'{n}{few}':>11}{line}{full.median / small.median:>11.1f}")
    over = [name for name, (_, full, _) in found.items() if full.p95 > MILLISECONDS_ALLOWED]
    print(f"  over {MILLISECONDS_ALLOWED} ms at the 95th percentile: {', '.join(over) or 'none'}")


if __name__ == "__main__":
    main()
