"""Where runs lie on the disk: under random names, closed to others, at no address.

They are worked out from the extract and can be again, so they are no part of a backup.
"""

import shutil
import time
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

UNFINISHED = ".unfinished-"
DAY = 24 * 3600
"""Seconds after which what is unfinished was left by a process that was killed."""
NEEDED = ("duckdb", "ibis", "pyarrow")
"""Packages of the extra."""


def extra_is_there() -> bool:
    """Say whether the packages that read results are installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def home() -> Path:
    """Give the folder of all runs, made when it isn't there."""
    place = Path(settings.DATA) / "caseloads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def folder_of(name: str) -> Path:
    """Give where a run lies."""
    return home() / name


def clear_unfinished() -> None:
    """Take away what killed processes left behind: it holds case data."""
    for place in home().glob(f"{UNFINISHED}*"):
        if time.time() - place.stat().st_mtime > DAY:
            shutil.rmtree(place, ignore_errors=True)


def remove(name: str) -> None:
    """Take a run away from the disk."""
    shutil.rmtree(folder_of(name), ignore_errors=True)
