"""PostgreSQL: pg_dump on a snapshot we hold, and databases that change names."""

import contextlib
import os
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from django.db import DatabaseError, connection, connections, transaction

from assay.problems import InputProblems
from assay.service.audit.verify import verify
from assay.service.backup.contents import MAINTENANCE, migrations_of, opened, tables_of
from assay.service.backup.stores import Snapshot

BESIDE = "assay_restore_"
LOCK = "hashtextextended(%s, 0)"
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
        return Snapshot(tables_of(connection), migrations_of(connection), verify())


def is_empty() -> bool:
    """Say whether there is no table yet."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def is_busy() -> bool:
    """Say whether anybody else is connected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"  # the server tidies up by itself now and then
        )
        return bool(cursor.fetchone()[0])


@contextlib.contextmanager
def unpacked(dump: Path) -> Iterator[str]:
    """Make a database beside the service's and load the dump into it.

    It is locked as long as we live; the next to come here removes those that nobody locks.
    """
    name = f"{BESIDE}{uuid.uuid4().hex[:12]}"
    with opened("postgres", MAINTENANCE) as other, other.cursor() as cursor:
        _remove_left_behind(cursor)
        cursor.execute(f"SELECT pg_advisory_lock({LOCK})", [name])
        _create(cursor, name)
        try:
            _load(dump, name)
            yield name
        finally:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def put_in_place(name: str, suffix: str) -> str:
    """Give an unpacked database the service's name, and the service's a suffix, or neither."""
    old = f"{_name()[: LONGEST - len(suffix)]}{suffix}"
    connection.close()
    with transaction.atomic(using=MAINTENANCE), connections[MAINTENANCE].cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{_name()}" RENAME TO "{old}"')
        cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{_name()}"')
    return old


def _remove_left_behind(cursor: Any) -> None:
    """Remove the databases of restores that were killed."""
    cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{BESIDE}[0-9a-f]+$"])
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})", [name])
        if cursor.fetchone()[0]:
            with contextlib.suppress(DatabaseError):  # another user's, or just gone
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f"SELECT pg_advisory_unlock({LOCK})", [name])


def _create(cursor: Any, name: str) -> None:
    try:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except DatabaseError as error:
        raise InputProblems.one(
            "DATABASE_URL",
            "no second database can be made on this server",
            "A restore and its check need one: give the user the right to make databases "
            "(ALTER ROLE ... CREATEDB)",
        ) from error


def _load(dump: Path, name: str) -> None:
    with dump.open("rb") as file:
        options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        _run("pg_restore", *options, f"--dbname={name}", name=name, source=file)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


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
