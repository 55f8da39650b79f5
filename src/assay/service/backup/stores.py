"""What a backup asks of a database; `sqlite` and `postgresql` answer, each in its own way."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from django.db import connection

from assay.service.audit.verify import Verdict
from assay.service.backup.manifest import Table


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was in the copy: the tables, the changes made to them, the state of the trail."""

    tables: dict[str, Table]
    migrations: tuple[str, ...]
    trail: Verdict


class Store(Protocol):
    """A kind of database."""

    def snapshot(self, into: Path) -> Snapshot:
        """Copy the database to a file as it stands at one moment, and describe the copy."""
        ...

    def is_empty(self) -> bool:
        """Say whether there is nothing in the service's database yet."""
        ...

    def is_busy(self) -> bool:
        """Say whether others are connected to it."""
        ...

    def unpacked(self, dump: Path) -> AbstractContextManager[str]:
        """Give the name of a new database with what was dumped in it.

        It is removed in the end, unless it has been put in place.
        """
        ...

    def put_in_place(self, name: str, suffix: str) -> str:
        """Make an unpacked database the service's; give the name the old one now has."""
        ...


def store() -> Store:
    """Give the store of the database that the settings name."""
    return cast("Store", import_module(f"assay.service.backup.{connection.vendor}"))
