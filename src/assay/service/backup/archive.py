"""The archive: a compressed tar, sealed or plain, with the manifest as its last member."""

import gzip
import hashlib
import io
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from pydantic import ValidationError

from assay.problems import InputProblems, ProblemList
from assay.service.backup.manifest import DATABASE, FILES, MANIFEST, SECRET_KEY, Manifest, Part
from assay.service.backup.seal import MAGIC, NotOpened, Opener, Sealer

QUICK = 3
"""Compression: most of the gain of the hardest, in a fraction of its time."""
DAMAGED = (
    "it is damaged, cut short or not a backup of Assay",
    "Fetch the file again, or use another backup",
)


class Packer:
    """Adds parts to an archive, noting the size and hash of each."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.parts: dict[str, Part] = {}

    def add_file(self, name: str, path: Path) -> None:
        """Add a file's contents."""
        with path.open("rb") as file:
            member = tarfile.TarInfo(name)
            member.size, member.mode = path.stat().st_size, 0o600
            read = _Hashed(file)
            self.tar.addfile(member, cast("IO[bytes]", read))
        self.parts[name] = Part(size=member.size, sha256=read.digest.hexdigest())

    def add_text(self, name: str, text: str) -> None:
        """Add a short text."""
        data = text.encode()
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        self.tar.addfile(member, io.BytesIO(data))
        self.parts[name] = Part(size=len(data), sha256=hashlib.sha256(data).hexdigest())


@contextmanager
def packing(file: IO[bytes], secret: bytes | None) -> Iterator[Packer]:
    """Write an archive to a file; without a secret it is plain."""
    sealer = Sealer(file, secret) if secret is not None else None
    out = cast("IO[bytes]", sealer or file)
    with (
        gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=QUICK, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Packer(tar)
    if sealer:
        sealer.finish()


def unpack_all(file: Path, secret: bytes | None, into: Path) -> Manifest:
    """Unpack an archive and hold each part to the manifest.

    Args:
        file: The archive.
        secret: The contents of the key file, if one was given.
        into: An empty folder.

    Raises:
        InputProblems: It isn't an archive of ours, the key is missing or wrong, or parts
            are missing, changed or strange; all of them.
    """
    with file.open("rb") as opened:
        stream = _opened(file, opened, secret)
        try:
            with (
                gzip.GzipFile(fileobj=stream) as packed,
                tarfile.open(fileobj=packed, mode="r|") as tar,
            ):
                found = {member.name: _take(tar, member, into) for member in tar}
                _to_the_end(packed)
        except NotOpened:
            raise InputProblems.one(
                str(file),
                "this key doesn't open it, or it is damaged",
                "Give the key file it was made with; if that is the one, fetch the backup again",
            ) from None
        except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, _Strange):
            raise InputProblems.one(str(file), *DAMAGED) from None
    return _held_to_manifest(file, into, found)


def _opened(file: Path, opened: IO[bytes], secret: bytes | None) -> IO[bytes]:
    sealed = opened.read(len(MAGIC)) == MAGIC
    opened.seek(0)
    if not sealed:
        return opened
    if secret is None:
        raise InputProblems.one(
            str(file), "it is sealed with a key", "Give the key file with --key-file"
        )
    return cast("IO[bytes]", io.BufferedReader(Opener(opened, secret)))


class _Strange(Exception):  # noqa: N818 - read aloud as "raises strange"
    """Something in an archive that we would never put there."""


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> Part:
    """Write one member out under a name of ours; none may lead out of the folder."""
    name = PurePosixPath(member.name)
    known = member.name in {MANIFEST, DATABASE, SECRET_KEY} or member.name.startswith(FILES)
    source = tar.extractfile(member) if member.isreg() else None
    if not known or name.is_absolute() or ".." in name.parts or source is None:
        raise _Strange
    place = into / name
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    read = _Hashed(source)
    with place.open("xb") as file:
        place.chmod(0o600)
        shutil.copyfileobj(cast("IO[bytes]", read), file)
    return Part(size=member.size, sha256=read.digest.hexdigest())


def _to_the_end(packed: gzip.GzipFile) -> None:
    """Read what follows the tar, so that a cut end is noticed too."""
    while packed.read(1 << 16):
        pass


def _held_to_manifest(file: Path, into: Path, found: dict[str, Part]) -> Manifest:
    problems = ProblemList(str(file))
    try:
        manifest = Manifest.model_validate_json((into / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        raise InputProblems.one(str(file), *DAMAGED) from None
    found = {name: part for name, part in found.items() if name != MANIFEST}
    for name in sorted(found.keys() | manifest.parts.keys()):
        if found.get(name) != manifest.parts.get(name):
            problems.add(f"{name} in it is not what was put there", "Use another backup")
    problems.raise_if_any()
    return manifest


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read and hash."""
        data = self.file.read(size)
        self.digest.update(data)
        return data
