"""Uploaded case lists on the disk: random names, closed to others, never served."""

import contextlib
import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

ENDINGS = (".csv", ".xlsx", ".ods")
"""What `assay.files.tables` reads."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was put away: its random name, the hash of its bytes in hex, its size."""

    name: str
    sha256: str
    size: int


def folder() -> Path:
    """Give the folder of the case lists, made when it isn't there."""
    place = Path(settings.MEDIA_ROOT) / "case-lists"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def store(upload: "UploadedFile[Any]") -> Stored:
    """Put an upload away and on the disk for certain; its ending must be one of ENDINGS."""
    name = f"{uuid.uuid4().hex}{Path(upload.name or '').suffix.lower()}"
    digest, size = hashlib.sha256(), 0
    handle = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in upload.chunks():
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        remove(name)
        raise
    return Stored(name, digest.hexdigest(), size)


def path_of(name: str) -> Path:
    """Give where a stored file lies."""
    return folder() / name


def problems_path(name: str) -> Path:
    """Give where the list of a stored file's problems lies."""
    return folder() / f"{name}.problems.csv"


def work_folder() -> Path:
    """Give the folder of what checks say while they go on; no part of a backup."""
    place = Path(settings.DATA) / "checking"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def progress_path(name: str) -> Path:
    """Give where the check of a stored file says how far it has come."""
    return work_folder() / f"{name}.json"


def is_kept(name: str) -> bool:
    """Say whether a stored file or its problems are still there."""
    return path_of(name).exists() or problems_path(name).exists()


def remove(name: str) -> None:
    """Take away a file, and the list of its problems."""
    for place in (path_of(name), problems_path(name)):
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
