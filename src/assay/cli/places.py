"""Where a command may write: checked before any work is done."""

import os
from pathlib import Path
from typing import Any

import click


class OutFolder(click.Path):
    """A folder to write into, there or to be made; refused while nothing is lost by it."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Give the folder.

        Raises:
            click.BadParameter: No name is given, a file is in the way, or the folder it
                would stand in can't be written into.
        """
        if not str(value).strip():
            self.fail("no folder is named; name one, or . for this one", param, ctx)
        folder = Path(value)
        there = next(place for place in (folder, *folder.absolute().parents) if _is_there(place))
        if not there.is_dir():
            self.fail(
                f"{there} is a file, not a folder; name another folder or move the file away",
                param,
                ctx,
            )
        if not os.access(there, os.W_OK | os.X_OK):
            self.fail(
                f"{there} can't be written into; name another folder or ask for permission",
                param,
                ctx,
            )
        return folder


def _is_there(place: Path) -> bool:
    try:
        return os.path.lexists(place)
    except ValueError:  # a name that no disk can hold
        return False
