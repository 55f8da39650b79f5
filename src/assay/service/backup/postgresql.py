"""PostgreSQL: pg_dump on a snapshot we hold, and databases that change names."""

import contextlib
import os
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from django.db import DatabaseError, connection, transaction

from assay.problems import InputProblems
from assay.service.backup.contents import (
    COPY,
    audit_head_of,
    migrations_of,
    opened,
    tables_of,
)
from assay.service.backup.stores import Snapshot

LONGEST = 63
"""Bytes of a name in PostgreSQL; a longer one is cut without a word."""
OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
           "sslkey": "PGSSLKEY"}  # fmt: skip


def snapshot(into: Path) -> Snapshot:
    """Dump the database as it stands at one moment, and describe that moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        with into.open("xb") as file:
            options = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges")
            _run("pg_dump", *options, f"--snapshot={moment}", name=_name(), out=file)
        return Snapshot(tables_of(connection), migrations_of(connection), audit_head_of(connection))


def is_empty() -> bool:
    """Say whether there is no table yet."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def is_busy() -> bool:
    """Say whether anybody else is connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


def unpack(dump: Path) -> str:
    """Make a database beside the service's and load the dump into it."""
    name = f"assay_restore_{uuid.uuid4().hex[:12]}"
    try:
        _manage(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except DatabaseError as error:
        raise InputProblems.one(
            "DATABASE_URL",
            "no second database can be made on this server",
            "A restore and its check need one: give the user the right to make databases "
            "(ALTER ROLE ... CREATEDB)",
        ) from error
    try:
        with dump.open("rb") as file:
            options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
            _run("pg_restore", *options, f"--dbname={name}", name=name, source=file)
    except BaseException:
        discard(name)
        raise
    return name


def discard(name: str) -> None:
    """Remove an unpacked database, if it is still there under this name."""
    _manage(f'DROP DATABASE IF EXISTS "{name}"')


def put_in_place(name: str, suffix: str) -> str:
    """Give a database the service's name, and the service's a suffix, both or neither."""
    old = f"{_name()[: LONGEST - len(suffix)]}{suffix}"
    connection.close()
    _manage(
        f'ALTER DATABASE "{_name()}" RENAME TO "{old}"',
        f'ALTER DATABASE "{name}" RENAME TO "{_name()}"',
    )
    return old


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _manage(*statements: str) -> None:
    """Run statements about databases, from another one, together where there are several."""
    with _maintenance() as cursor, contextlib.ExitStack() as together:
        if len(statements) > 1:
            together.enter_context(transaction.atomic(using=COPY))
        for statement in statements:
            cursor.execute(statement)


@contextlib.contextmanager
def _maintenance() -> Iterator[Any]:
    with opened("postgres") as other, other.cursor() as cursor:
        yield cursor


def _run(
    program: str, *options: str, name: str, out: IO[bytes] | None = None,
    source: IO[bytes] | None = None,
) -> None:  # fmt: skip
    """Run one of PostgreSQL's programs; what it says may quote a record, so it is not passed on.

    Raises:
        InputProblems: It is missing, or too old for the server.
        OSError: The disk is full.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, options of ours
            [program, *options],
            env=_environment(name),
            stdin=source or subprocess.DEVNULL,
            stdout=out or subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except FileNotFoundError as error:
        raise InputProblems.one(
            program,
            "this program of PostgreSQL is not on this machine",
            "Install PostgreSQL's client programs, of the server's version or later "
            "(on Debian: apt-get install postgresql-client)",
        ) from error
    if done.returncode:
        raise _failed(program, done.stderr.decode(errors="replace"))


def _failed(program: str, said: str) -> Exception:
    if "version mismatch" in said or "unsupported version" in said:
        return InputProblems.one(
            program,
            "it is older than the server or than the backup",
            "Install PostgreSQL's client programs of the server's version or later",
        )
    if "No space left" in said or "File too large" in said:
        return OSError(28, "No space left on device")
    return InputProblems.one(
        program,
        "it failed",
        "See the server's own log for why; its words are not repeated here, because they can "
        "quote a record",
    )


def _environment(name: str) -> Mapping[str, str]:
    chosen = connection.settings_dict
    given = {
        "PGHOST": chosen.get("HOST"),
        "PGPORT": chosen.get("PORT"),
        "PGUSER": chosen.get("USER"),
        "PGPASSWORD": chosen.get("PASSWORD"),
        "PGDATABASE": name,
    } | {OPTIONS[key]: value for key, value in chosen.get("OPTIONS", {}).items() if key in OPTIONS}
    return {**os.environ, **{key: str(value) for key, value in given.items() if value}}
