"""Which database: PostgreSQL or another by DATABASE_URL, else SQLite in the data folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url

# FULL, because an answer that was acknowledged must outlive a power cut; IMMEDIATE, because
# a transaction that upgrades from reading to writing fails at once under load.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA busy_timeout=20000;"
    ),
}
UPGRADE = 20_807
"""The number of our advisory lock: any, as long as it stays the same."""


def default_database(folder: Path) -> dict[str, Any]:
    """Give Django's settings for the one database."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'assay.sqlite3'}"
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {**SQLITE_OPTIONS, **found.get("OPTIONS", {})}
    else:
        found["CONN_MAX_AGE"] = 60
        found["CONN_HEALTH_CHECKS"] = True
    return found


@contextmanager
def alone_on_the_server() -> Iterator[None]:
    """Wait, on PostgreSQL, until no other machine brings the same database up to date."""
    from django.db import connection  # noqa: PLC0415 - the settings import this module

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [UPGRADE])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [UPGRADE])
