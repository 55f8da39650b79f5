"""Restoring: everything is unpacked and checked beside the service, and only then put in."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from assay.problems import InputProblems, ProblemList
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.audit.verify import verify
from assay.service.backup.archive import unpack_all
from assay.service.backup.contents import COPY, opened, tables_of
from assay.service.backup.faults import faults_said
from assay.service.backup.manifest import (
    DATABASE,
    FILES,
    SECRET_KEY,
    BrokenTrail,
    Manifest,
    Table,
    key_mark,
)
from assay.service.backup.stores import store
from assay.service.backup.work import UNFINISHED, alone, work_folder


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup, unpacked and found whole.

    Attributes:
        manifest: Its own account.
        tables: What was counted in the restored database, before it was brought up to date.
        folder: Where its files and its key lie.
        database: The name of the restored database.
    """

    manifest: Manifest
    tables: dict[str, Table]
    folder: Path
    database: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        manifest: The backup's own account.
        aside: Where what was there before is now.
        same_key: Whether the service now has the secret key of the backup.
    """

    manifest: Manifest
    aside: tuple[str, ...]
    same_key: bool


def check(file: Path, secret: bytes | None, *, broken_at: int | None = None) -> Unpacked:
    """Restore into a place of its own, compare everything, and remove it again.

    Args:
        file: The backup.
        secret: The contents of the key file, where it is sealed.
        broken_at: The row at which a broken audit trail is accepted.

    Raises:
        InputProblems: It can't be opened, isn't what was backed up, or doesn't fit this
            service.
    """
    with (
        faults_said(file),
        work_folder(settings.DATA) as work,
        unpacked(file, secret, work, broken_at) as found,
    ):
        return found


def restore(
    file: Path, secret: bytes | None, *, replace: bool, broken_at: int | None = None
) -> Restored:
    """Make the service what it was when the backup was taken, or leave it as it is.

    Everybody has to sign in again: sessions are not brought back.

    Args:
        file: The backup.
        secret: The contents of the key file, where it is sealed.
        replace: Whether a service with contents may be put aside for it.
        broken_at: The row at which a broken audit trail is accepted, where the backup says
            that it was broken there already.

    Raises:
        InputProblems: What `check` finds; the service is running, or has contents and
            `replace` was not said.
    """
    with faults_said(file), _stopped(), work_folder(settings.DATA) as work:
        if not replace:
            _refuse_contents()
        with unpacked(file, secret, work, broken_at) as found:
            aside = _put_in(found)
        _note(found.manifest)
    return Restored(found.manifest, aside, _has_key_of(found.manifest))


@contextlib.contextmanager
def unpacked(
    file: Path, secret: bytes | None, work: Path, broken_at: int | None
) -> Iterator[Unpacked]:
    """Unpack a backup into a folder and a database of its own, and hold it to its account.

    The database is brought up to date and its audit trail walked. It is removed in the end,
    unless it has been put in place.
    """
    manifest = unpack_all(file, secret, work)
    _refuse_unfit(file, manifest)
    with store().unpacked(work / DATABASE) as name:
        with opened(name) as copy:
            with transaction.atomic(using=COPY):
                tables = tables_of(copy)
            _compare(file, manifest, tables)
            call_command("migrate", database=COPY, interactive=False, verbosity=0)
            _walk(file, manifest, broken_at)
            Session.objects.using(COPY).all().delete()
        yield Unpacked(manifest, tables, work, name)


def _refuse_unfit(file: Path, manifest: Manifest) -> None:
    problems = ProblemList(str(file))
    if manifest.database != connection.vendor:
        problems.add(
            f"it is of a service on {manifest.database}, and this one is on {connection.vendor}",
            "Set DATABASE_URL to a database of that kind; a backup goes back to the same kind",
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not set(manifest.migrations) <= known:
        problems.add(
            f"it was made by a later version of Assay ({manifest.assay})",
            "Install that version or a later one, then restore",
        )
    problems.raise_if_any()


def _compare(file: Path, manifest: Manifest, tables: dict[str, Table]) -> None:
    problems = ProblemList(str(file))
    for name in sorted(tables.keys() | manifest.tables.keys()):
        was, now = manifest.tables.get(name), tables.get(name)
        if was != now:
            counts = f"{was.rows if was else 'no'} rows then, {now.rows if now else 'no'} now"
            problems.add(f"the table {name} is not what it was ({counts})", "Use another backup")
    problems.raise_if_any()


def _walk(file: Path, manifest: Manifest, broken_at: int | None) -> None:
    """Hold the trail to what the backup says of it; one broken since then is never accepted."""
    verdict = verify(manifest.audit_head, using=COPY)
    if verdict.broken is None:
        return
    known = manifest.broken_trail == BrokenTrail(row=verdict.broken, wrong=verdict.wrong)
    if known and broken_at == verdict.broken:
        return
    already = " already when the backup was made" if known else ""
    accept = f"; if there is none, restore with --with-broken-trail {verdict.broken}"
    raise InputProblems.one(
        str(file),
        f"its audit trail is broken at row {verdict.broken}{already}: {verdict.wrong}",
        "Use an earlier backup, and find out who changed the trail" + (accept if known else ""),
    )


@contextlib.contextmanager
def _stopped() -> Iterator[None]:
    """Hold the service stopped."""
    running = InputProblems.one(
        "assay restore", "the service is running on this data", "Stop it, then restore"
    )
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(alone(settings.DATA))
        except BlockingIOError:
            raise running from None
        if store().is_busy():
            raise running
        yield


def _refuse_contents() -> None:
    problems = ProblemList("assay restore")
    how = "Say --replace to put it aside, or name another data folder and database"
    if not store().is_empty():
        problems.add("there is a database already", how)
    if any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*")):
        problems.add("there are files already", how)
    problems.raise_if_any()


def _put_in(found: Unpacked) -> tuple[str, ...]:
    """Put files, key and database in place, all or none; the database, hardest to undo, last."""
    suffix = f".before-{timezone.now():%Y%m%dT%H%M%S.%f}"
    unfinished = settings.DATA / UNFINISHED
    with contextlib.ExitStack() as undo:
        unfinished.touch(mode=0o600)
        undo.callback(unfinished.unlink)
        files = found.folder / FILES
        files.mkdir(mode=0o700, exist_ok=True)
        aside = [_swap(files, Path(settings.MEDIA_ROOT), suffix, undo)]
        if found.manifest.key_included:
            key = settings.DATA / SECRET_KEY
            aside.append(_swap(found.folder / SECRET_KEY, key, suffix, undo))
        aside.append(store().put_in_place(found.database, suffix))
        undo.pop_all()
    unfinished.unlink()
    return tuple(name for name in aside if name)


def _swap(new: Path, place: Path, suffix: str, undo: contextlib.ExitStack) -> str:
    """Move `new` to its place; what was there gets a suffix and is named in the answer."""
    old = place.with_name(place.name + suffix)
    there = place.exists()
    if there:
        place.rename(old)
        undo.callback(old.rename, place)
    new.rename(place)
    undo.callback(place.rename, new)
    return str(old) if there else ""


@transaction.atomic
def _note(manifest: Manifest) -> None:
    reason = f"Restored from the backup of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC"
    if broken := manifest.broken_trail:
        reason += f"; its trail was broken already, at row {broken.row}: {broken.wrong}"
    record(kind=Kind.ALTERATION, action="service.restore", by=None, reason=reason)


def _has_key_of(manifest: Manifest) -> bool:
    place = settings.DATA / SECRET_KEY
    given = os.environ.get("ASSAY_SECRET_KEY")
    return key_mark(given or place.read_text(encoding="ascii").strip()) == manifest.key_mark
