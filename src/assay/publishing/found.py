"""Tables in an inspection folder that nothing names: a misspelt name, or a file forgotten."""

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path

from assay.problems import InputProblems, Problem

TABLES = (".csv", ".xlsx", ".ods")
NEAR = 0.8


def unused(folder: Path, used: Collection[str]) -> tuple[str, ...]:
    """Names of the tables in a folder that are not among those used, in order.

    Args:
        folder: The folder.
        used: Names of files that were read.
    """
    names = (
        file.name
        for file in folder.iterdir()
        if file.suffix.casefold() in TABLES and file.is_file()
    )
    return tuple(sorted(name for name in names if name not in used and not name.startswith(".")))


def refuse_misspelt(unread: Collection[str], names: Collection[str]) -> None:
    """Refuse files whose names come near to one that was looked for and isn't there.

    Args:
        unread: What was looked for under its usual name and isn't there, as "assessments".
        names: Tables that nothing names.

    Raises:
        InputProblems: One for each such file, with the name it may have been meant to have.
    """
    nearest: Mapping[str, list[str]] = {
        name: difflib.get_close_matches(Path(name).stem.casefold(), unread, n=1, cutoff=NEAR)
        for name in names
    }
    found = [
        Problem(
            name,
            f"nothing uses this file, and there is no {meant}.csv",
            f'Did you mean {meant}.csv? Rename it, or name it under [files]: {meant} = "{name}"',
        )
        for name, near in nearest.items()
        for meant in near
    ]
    if found:
        raise InputProblems(found)
