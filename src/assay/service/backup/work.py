"""Folders to work in that are gone afterwards, and knowing whether the service is running.

Locks are the operating system's: they end with the process, even one that was killed.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assay.problems import InputProblems

PREFIX, IN_USE, UNFINISHED = ".assay-work-", ".in-use", ".restore-unfinished"


@contextmanager
def work_folder(within: Path) -> Iterator[Path]:
    """Make a folder only its owner can enter; it is removed, whatever happens.

    One left behind by a process that was killed is removed by the next that comes here.
    """
    for left in within.glob(f"{PREFIX}*"):
        with suppress(OSError), _held(left, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(left)
    folder = Path(tempfile.mkdtemp(dir=within, prefix=PREFIX))
    try:
        with _held(folder, fcntl.LOCK_EX):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_unfinished(data: Path) -> None:
    """Refuse to start on a data folder in which a restore was cut short.

    Raises:
        InputProblems: One was: what is there now may be half of two services.
    """
    if (data / UNFINISHED).exists():
        raise InputProblems.one(
            str(data),
            "a restore was cut short here",
            "Restore again with --replace; what was there before is beside it, under names "
            "with .before- in them",
        )


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Say, for as long as it lasts, that the service is running on this data folder."""
    with _held(_mark(data), fcntl.LOCK_SH):
        yield


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keep the service from starting.

    Raises:
        BlockingIOError: It is running.
    """
    with _held(_mark(data), fcntl.LOCK_EX | fcntl.LOCK_NB):
        yield


def _mark(data: Path, name: str = IN_USE) -> Path:
    mark = data / name
    mark.touch(mode=0o600)
    return mark


@contextmanager
def upgrading(data: Path) -> Iterator[None]:
    """Wait until nobody else on this machine brings this data up to date."""
    with _held(_mark(data, ".upgrading"), fcntl.LOCK_EX):
        yield


@contextmanager
def _held(path: Path, how: int) -> Iterator[None]:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
