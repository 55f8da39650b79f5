"""Sealing a stream with a key: AES-256-GCM in chunks, so that no backup is held in memory.

The key file's contents are stretched with scrypt and a fresh salt, so each backup has a key
of its own and a counter serves as nonce. The last chunk is marked: a backup that was cut
short is found out, as is one with a changed, moved or missing chunk.
"""

import io
import os
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assay.problems import InputProblems
from assay.service.project.limits import limits

MAGIC = b"ASSAY BACKUP, SEALED, 1\n"
"""Names the format; the sizes below and the cost of scrypt belong to its number."""
SALT, TAG, CHUNK = 16, 16, 1 << 20


class NotOpened(Exception):  # noqa: N818 - read aloud as "raises not opened"
    """Raised when a sealed stream can't be opened with this key."""


def secret_of(key_file: Path) -> bytes:
    """Give the contents of a key file.

    Raises:
        InputProblems: It can't be read, or is so short that it could be guessed.
    """
    try:
        secret = key_file.read_bytes().strip()
    except OSError as error:
        raise InputProblems.one(
            str(key_file), f"the key can't be read ({error.strerror})", "Name the file with the key"
        ) from error
    least = limits().backup.least_key_length
    if len(secret) < least:
        raise InputProblems.one(
            str(key_file),
            f"the key is shorter than {least} characters",
            "Make one with: openssl rand -base64 32",
        )
    return secret


class Sealer(io.RawIOBase):
    """Seals what is written to it; `finish` writes the last chunk.

    Args:
        file: Where the sealed stream goes.
        secret: The contents of the key file.
    """

    def __init__(self, file: IO[bytes], secret: bytes) -> None:
        salt = os.urandom(SALT)
        self.file, self.cipher, self.header = file, _cipher(secret, salt), MAGIC + salt
        self.waiting, self.number = bytearray(), 0
        file.write(self.header)

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override] # bytes are all we are given
        """Take more of the stream."""
        self.waiting += data
        while len(self.waiting) > CHUNK:
            self._put(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk; without it the stream does not open."""
        self._put(bytes(self.waiting), last=True)

    def _put(self, data: bytes, *, last: bool) -> None:
        self.file.write(self.cipher.encrypt(_nonce(self.number, last=last), data, self.header))
        self.number += 1


class Opener(io.RawIOBase):
    """Reads what a sealed stream holds.

    Args:
        file: The sealed stream, at its beginning.
        secret: The contents of the key file.

    Raises:
        NotOpened: When reading comes to a chunk this key doesn't open.
    """

    def __init__(self, file: IO[bytes], secret: bytes) -> None:
        self.header = file.read(len(MAGIC) + SALT)
        self.file, self.cipher = file, _cipher(secret, self.header[len(MAGIC) :])
        self.next, self.open, self.number = file.read(CHUNK + TAG), b"", 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # the same
        """Give as much as is at hand."""
        while not self.open and self.next:
            self._take()
        size = min(len(buffer), len(self.open))
        buffer[:size], self.open = self.open[:size], self.open[size:]
        return size

    def _take(self) -> None:
        sealed, self.next = self.next, self.file.read(CHUNK + TAG)
        nonce = _nonce(self.number, last=not self.next)
        try:
            self.open = self.cipher.decrypt(nonce, sealed, self.header)
        except InvalidTag:
            raise NotOpened from None
        self.number += 1


def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(secret))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
