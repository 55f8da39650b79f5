"""Faults of a backup or a restore, said so that the person at the console can act."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import Error as DatabaseError

from assay.problems import InputProblems

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_IN_WORDS = ("disk is full", "disk I/O error", "No space left", "could not extend file")
"""How SQLite and PostgreSQL say it; a quota is an "I/O error" to SQLite."""
NO_ROOM = "there is no room left on the disk, or it is faulty"
MAKE_ROOM = (
    "Free some space: a backup needs about twice the size of the database for a while, and "
    "a restore as much beside what is there already"
)


@contextmanager
def faults_said(file: Path) -> Iterator[None]:
    """Turn a full disk, a missing permission or a database's refusal into one clear problem."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise InputProblems.one(str(file), NO_ROOM, MAKE_ROOM) from error
        raise InputProblems.one(
            str(file),
            f"it can't be read or written ({error.strerror})",
            "Check the name, the folder and its permissions",
        ) from error
    except (DatabaseError, sqlite3.Error) as error:
        if any(words in str(error) for words in FULL_IN_WORDS):
            raise InputProblems.one(str(file), NO_ROOM, MAKE_ROOM) from error
        raise
