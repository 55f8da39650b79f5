"""What a backup says of itself: everything a restore is held to. It names nobody."""

import hashlib
import hmac
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

MANIFEST, DATABASE, SECRET_KEY, FILES = "manifest.json", "database", "secret-key", "files/"
"""Names inside the archive; the manifest comes last, when everything is known."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Table(_Strict):
    """One table: how many rows, and the hash of all of them in the order of its key."""

    rows: int
    sha256: str


class Part(_Strict):
    """One file of the archive."""

    size: int
    sha256: str


class BrokenTrail(_Strict):
    """The first broken row of the audit trail, and what is wrong with it."""

    row: int
    wrong: str


class Manifest(_Strict):
    """A backup's own account.

    Attributes:
        format: The number of this format.
        assay: The version that made it.
        made_at: When the copy was taken.
        database: The kind of database; it can only go back to the same kind.
        migrations: Every change of the tables that had been made, as "app.name".
        tables: The tables, by name.
        audit_head: The last row of the audit trail and its hash, as `assay audit verify`
            takes them; the last whole row where the trail is broken.
        broken_trail: Where the audit trail was broken already, or None.
        parts: The files of the archive, by name; the manifest is not among them.
        key_included: Whether the secret key is in it, or was given by ASSAY_SECRET_KEY.
        key_mark: Tells whether another secret key is the same one, and nothing else.
    """

    format: Literal[1] = 1
    assay: str
    made_at: datetime
    database: Literal["sqlite", "postgresql"]
    migrations: tuple[str, ...]
    tables: dict[str, Table]
    audit_head: tuple[int, str]
    broken_trail: BrokenTrail | None = None
    parts: dict[str, Part]
    key_included: bool
    key_mark: str

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(table.rows for table in self.tables.values())

    @property
    def files(self) -> int:
        """How many files the service had been given."""
        return sum(name.startswith(FILES) for name in self.parts)


def key_mark(secret_key: str) -> str:
    """Give a mark of a secret key that does not give the key away."""
    return hmac.new(secret_key.encode(), b"assay backup", hashlib.sha256).hexdigest()[:16]
