"""The folder of a demonstration: marked as one, used by one at a time, and whole or anew."""

import fcntl
import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import TextIO

from assay.problems import InputProblems

MARK = "demonstration.json"
LOADED = "loaded"
REMEDY = "Name another folder with --out"


def data_of(out: Path) -> Path:
    """Give the service's data folder inside the demonstration's."""
    return out.resolve() / "service"


def pages_of(data: Path) -> Path:
    """Give the folder of the pages that need no service, beside the data folder."""
    return data.parent / "pages"


def take(folder: Path) -> TextIO:
    """Keep a folder from every other demonstration for as long as what is given stays open.

    Raises:
        InputProblems: Another demonstration runs there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / ".lock").open("w", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise InputProblems.one(
            "--out", "a demonstration is running in this folder", f"Stop it. {REMEDY}"
        ) from error
    return lock


def begin(folder: Path, *, fresh: bool) -> bool:
    """Give a folder that is marked as a demonstration's, emptied unless it was loaded whole.

    Args:
        folder: The service's data folder in it.
        fresh: Begin anew in any case.

    Returns:
        Whether it still has to be loaded.

    Raises:
        InputProblems: The folder holds something that no demonstration put there.
    """
    if folder.exists() and any(folder.iterdir()) and not is_demonstration(folder):
        raise InputProblems.one(
            "--out", "its folder “service” holds something else, which is left alone", REMEDY
        )
    if not fresh and LOADED in _said(folder):
        return False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    _say(folder, {"is": "a demonstration: everything in this folder is made up"})
    return True


def finish(folder: Path) -> None:
    """Note that it was loaded whole, today."""
    _say(folder, _said(folder) | {LOADED: date.today().isoformat()})  # noqa: DTZ011 - the day where the user is


def loaded_on(folder: Path) -> str:
    """Give the day it was loaded, as ISO text."""
    return _said(folder)[LOADED]


def is_demonstration(folder: Path) -> bool:
    """Say whether a folder is marked as a demonstration's."""
    return (folder / MARK).is_file()


def use(folder: Path) -> None:
    """Set this process up for the demonstration, whatever service its environment names."""
    for name in [*os.environ]:
        if name == "DATABASE_URL" or (name.startswith("ASSAY_") and name != "ASSAY_DEBUG"):
            del os.environ[name]
    os.environ["ASSAY_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "assay.service.demo.settings"


def _said(folder: Path) -> dict[str, str]:
    if not is_demonstration(folder):
        return {}
    said: dict[str, str] = json.loads((folder / MARK).read_text(encoding="utf-8"))
    return said


def _say(folder: Path, what: dict[str, str]) -> None:
    (folder / MARK).write_text(json.dumps(what), encoding="utf-8")
