"""Writing files whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from assay.problems import InputProblems


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write several files so that a fault leaves none of them half-written.

    Everything is first written and flushed beside its place under a hidden name; only when
    all are on the disk are they moved into place.

    Args:
        files: Path to contents; missing folders are made.

    Raises:
        InputProblems: A place can't be written (a folder is there, no permission, disk
            full); files and folders are as they were.
    """
    with contextlib.ExitStack() as tidy_up:
        waiting: list[tuple[Path, Path]] = []
        for place, contents in files.items():
            try:
                _make_folders(place.parent, tidy_up)
                waiting.append((_beside(place, contents, tidy_up), place))
            except OSError as error:
                raise _unwritable(place, error) from error
        for temporary, place in waiting:
            temporary.replace(place)


def _make_folders(folder: Path, tidy_up: contextlib.ExitStack) -> None:
    """Make a folder and those above it; any that stays empty is removed again."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        tidy_up.callback(_quietly_remove, path)


def _beside(place: Path, contents: bytes, tidy_up: contextlib.ExitStack) -> Path:
    """Write under a hidden name in the folder of `place`; whatever is not moved is removed."""
    if place.is_dir():
        raise IsADirectoryError(0, "a folder has this name", str(place))
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    temporary = Path(name)
    tidy_up.callback(_quietly_remove, temporary)
    with os.fdopen(handle, "wb") as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())
    temporary.chmod(0o644)
    return temporary


def _quietly_remove(path: Path) -> None:
    """Remove a file, or a folder if it is empty; do nothing where that can't be done."""
    with contextlib.suppress(OSError):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def _unwritable(place: Path, error: OSError) -> InputProblems:
    return InputProblems.one(
        str(place),
        f"the output can't be written ({error.strerror})",
        "Check the folder's permissions and the free space on the disk",
    )
