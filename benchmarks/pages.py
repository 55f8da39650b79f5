"""Times the service's pages with little and with much in the database.

A real `assay serve` answers over HTTP, on SQLite and, where DATABASE_URL names a PostgreSQL
server, in a database of its own there that is dropped afterwards. What counts is the last
column: full over small, the same inspection's pages with a hundred times as much around it.
"""

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


def main() -> None:
    """Run the benchmark on each database."""
    print(__doc__.split("\n\n")[1])
    run_in("SQLite", {})
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        with database_of_its_own(given) as url:
            run_in("PostgreSQL", {"DATABASE_URL": url})
    else:
        print("\nFor PostgreSQL too: DATABASE_URL=postgres://... make bench")


def run_in(name: str, settings: dict[str, str]) -> None:
    """Run one database's part in a process of its own, because settings are a process's."""
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as folder:
        environment = {**kept, **settings, "ASSAY_DATA": folder, "PYTHONPATH": str(Path.cwd())}
        print(f"\n{name}", flush=True)
        command = [sys.executable, "-m", "benchmarks.pages_on_one_database"]
        subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own module


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


if __name__ == "__main__":
    main()
