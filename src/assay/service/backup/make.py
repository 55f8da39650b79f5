"""Making a backup: a copy of everything at one moment, while the service goes on."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from assay.problems import InputProblems
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.audit.verify import Verdict
from assay.service.backup.archive import Packer, packing
from assay.service.backup.faults import faults_said
from assay.service.backup.manifest import (
    DATABASE,
    FILES,
    MANIFEST,
    SECRET_KEY,
    BrokenTrail,
    Manifest,
    key_mark,
)
from assay.service.backup.stores import Snapshot, store
from assay.service.backup.work import refuse_unfinished, work_folder

UNFINISHED = ".assay-unfinished"


def back_up(out: Path, secret: bytes | None) -> Manifest:
    """Write a backup, whole or not at all; without a secret it is plain.

    That a backup is taken is in the audit trail, and so in the backup itself. The trail is
    walked, and where it is broken the backup says so of itself.

    Args:
        out: The file to write; it must not be there.
        secret: The contents of the key file.

    Raises:
        InputProblems: There is no service to back up, the file is there already, the disk
            is full, a program is missing or a restore was cut short here.
    """
    refuse_unfinished(settings.DATA)
    if out.exists():
        raise InputProblems.one(str(out), "this file is there already", "Name another one")
    with faults_said(out), work_folder(settings.DATA) as work, _whole(out) as file:
        if store().is_empty():
            raise InputProblems.one(
                "assay backup",
                "there is no service here to back up",
                "Set ASSAY_DATA or DATABASE_URL to where it is",
            )
        _note()
        snapshot = store().snapshot(work / DATABASE)
        with packing(file, secret) as packer:
            packer.add_file(DATABASE, work / DATABASE)
            # After the database: a case list is on the disk before its row is there.
            _add_files(packer)
            if key := _kept_key():
                packer.add_text(SECRET_KEY, key)
            manifest = _manifest(snapshot, packer, included=bool(key))
            packer.add_text(MANIFEST, manifest.model_dump_json(indent=2))
    return manifest


@transaction.atomic
def _note() -> None:
    record(
        kind=Kind.DISCLOSURE,
        action="service.backup",
        by=None,
        reason="A backup of everything was taken from the command line",
    )


def _add_files(packer: Packer) -> None:
    folder = Path(settings.MEDIA_ROOT)
    for path in sorted(folder.rglob("*")):
        if path.name.startswith(".") or not path.is_file():
            continue
        with contextlib.suppress(FileNotFoundError):  # an upload that came to nothing meanwhile
            packer.add_file(f"{FILES}{path.relative_to(folder).as_posix()}", path)


def _kept_key() -> str:
    """Give the secret key of the data folder; one given by the environment is kept elsewhere."""
    place = settings.DATA / SECRET_KEY
    if os.environ.get("ASSAY_SECRET_KEY") or not place.exists():
        return ""
    return str(settings.SECRET_KEY)


def _manifest(snapshot: Snapshot, packer: Packer, *, included: bool) -> Manifest:
    trail = snapshot.trail
    return Manifest.model_validate(
        {
            "assay": version("assay"),
            "made_at": timezone.now(),
            "database": connection.vendor,
            "migrations": snapshot.migrations,
            "tables": snapshot.tables,
            "audit_head": (trail.head, trail.head_hash),
            "broken_trail": _broken(trail),
            "parts": packer.parts,
            "key_included": included,
            "key_mark": key_mark(settings.SECRET_KEY),
        }
    )


def _broken(trail: Verdict) -> BrokenTrail | None:
    return None if trail.broken is None else BrokenTrail(row=trail.broken, wrong=trail.wrong)


@contextlib.contextmanager
def _whole(out: Path) -> Iterator[IO[bytes]]:
    """Give a hidden file beside `out` that takes its name only when all is on the disk."""
    _remove_left_behind(out.parent)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=UNFINISHED)
    hidden = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with contextlib.suppress(OSError):  # some shared disks know no locks
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file
            file.flush()
            os.fsync(file.fileno())
        hidden.replace(out)
    finally:
        hidden.unlink(missing_ok=True)


def _remove_left_behind(folder: Path) -> None:
    """Remove what backups that were killed have left; a lock shows that one is still written."""
    for left in folder.glob(f".*{UNFINISHED}"):
        with contextlib.suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
