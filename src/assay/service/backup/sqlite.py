"""SQLite: a copy taken while others write, and one file put in another's place."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from assay.service.audit.verify import verify
from assay.service.backup.contents import migrations_of, opened, tables_of
from assay.service.backup.stores import Snapshot

SIDES = ("", "-wal", "-shm")


def snapshot(into: Path) -> Snapshot:
    """Copy the database to a file as it stands at one moment, and describe the copy."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(into)])
    with opened(str(into)) as copy:
        with transaction.atomic(using=copy.alias):
            described = Snapshot(tables_of(copy), migrations_of(copy), verify(using=copy.alias))
        with copy.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    return described


def is_empty() -> bool:
    """Say whether there is no database yet; what can't be read counts as one."""
    place = _place()
    if not place.exists() or not place.stat().st_size:
        return True
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def is_busy() -> bool:
    """Say whether others use it; who does holds the lock of the data folder."""
    return False


@contextlib.contextmanager
def unpacked(dump: Path) -> Iterator[str]:
    """Give the name of a database with what was dumped in it: the file is one already.

    Removing it is left to the folder it lies in.
    """
    yield str(dump)


def put_in_place(name: str, suffix: str) -> str:
    """Put a database where the service looks for its own; the old one's name gets a suffix.

    Returns:
        The old one's name, or "" when there was none.
    """
    connection.close()
    place = _place()
    beside = place.with_name(f".{place.name}{suffix}")
    with contextlib.ExitStack() as undo:
        undo.callback(beside.unlink, missing_ok=True)
        shutil.move(name, beside)
        beside.chmod(0o600)
        moved = [side for side in SIDES if Path(f"{place}{side}").exists()]
        for side in moved:
            here, old = Path(f"{place}{side}"), Path(f"{place}{suffix}{side}")
            here.replace(old)
            undo.callback(old.replace, here)
        beside.replace(place)
        undo.pop_all()
    return f"{place}{suffix}" if moved else ""


def _place() -> Path:
    return Path(connection.settings_dict["NAME"])
