"""Which database: PostgreSQL or another by DATABASE_URL, else SQLite in the data folder."""

import os
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
