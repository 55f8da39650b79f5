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
        InputProblems: A place can't be written (no permission, disk full); nothing was moved.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for place, contents in files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            waiting.append((_beside(place, contents), place))
        for temporary, place in waiting:
            temporary.replace(place)
    except OSError as error:
        raise InputProblems.one(
            str(error.filename or place),
            f"the output can't be written ({error.strerror})",
            "Check the folder's permissions and the free space on the disk",
        ) from error
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _beside(place: Path, contents: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
