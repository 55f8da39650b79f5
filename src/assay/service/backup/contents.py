"""What is in a database, table by table: how many rows and one hash of them all."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from assay.service.backup.manifest import Table

COPY, MAINTENANCE = "copy", "maintenance"
CHUNK = 2_000
SAME_TEXT = "SET TIME ZONE 'UTC'; SET DateStyle TO ISO, YMD; SET IntervalStyle TO iso_8601"
"""Two servers of PostgreSQL may be set up to write the same date in two ways."""


@contextmanager
def opened(name: str, alias: str = COPY) -> Iterator[BaseDatabaseWrapper]:
    """Open another database of the service's kind, on its server, under an alias."""
    connections.settings[alias] = {**connections.settings["default"], "NAME": name}
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def tables_of(connection: BaseDatabaseWrapper) -> dict[str, Table]:
    """Count and hash the rows of every table."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return {name: _table(connection, name) for name in names}


def migrations_of(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Give every change of the tables that was made, as "app.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def _table(connection: BaseDatabaseWrapper, name: str) -> Table:
    rows = _postgresql_rows if connection.vendor == "postgresql" else _sqlite_rows
    digest, count = hashlib.sha256(), 0
    for row in rows(connection, name):
        digest.update(row)
        count += 1
    return Table(rows=count, sha256=digest.hexdigest())


def _in_order(connection: BaseDatabaseWrapper, name: str) -> str:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_columns(cursor, name) or []
    order = ", ".join(quoted(column) for column in key) or "1"
    return f"SELECT * FROM {quoted(name)} ORDER BY {order}"  # noqa: S608 - names the database gave


def _sqlite_rows(connection: BaseDatabaseWrapper, name: str) -> Iterator[bytes]:
    statement = _in_order(connection, name)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield from (repr(row).encode() for row in rows)


def _postgresql_rows(connection: BaseDatabaseWrapper, name: str) -> Iterator[bytes]:
    """Give the server's own text of each row: a third of the time that Python's takes."""
    statement = f"COPY ({_in_order(connection, name)}) TO STDOUT"
    with connection.cursor() as cursor:
        cursor.execute(SAME_TEXT)
        with cast("Any", cursor).copy(statement) as copied:
            for row in copied:
                yield bytes(row)
