"""Events as the database keeps them, read so that no damaged row can stop a walk.

Columns are fetched as plain text and read one by one: Django and its drivers give up on a
whole query when a single row holds what they can't read.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connections, models

from assay.service.audit.chain import SEALED
from assay.service.audit.models import ChainHead, Event

Row = dict[str, Any]
UNREADABLE = "its contents can't be read"
CHANGED = "its contents were changed"
AS_IT_LIES = {
    # SQLite keeps anything in any column: text comes as bytes, what should be text as a number.
    "sqlite": "CASE typeof({0}) WHEN 'text' THEN CAST({0} AS BLOB) WHEN 'blob' THEN 0 ELSE {0} END",
    "postgresql": "CAST({0} AS text)",
}


class Damaged(Exception):  # noqa: N818 - read aloud as "raises damaged"
    """A row holds what the service can't have written; the message says what is wrong."""


def rows_after(sequence: int | None, most: int, using: str) -> list[Row]:
    """Give the next rows in order, unread; from the very first when `sequence` is None."""
    where = "" if sequence is None else "WHERE sequence > %s"
    values = [most] if sequence is None else [sequence, most]
    return _fetch(Event, (*SEALED, "hash"), f"{where} ORDER BY sequence LIMIT %s", values, using)


def head_of(using: str) -> tuple[int, str] | None:
    """Give the stored head of the chain, or None when there is none.

    Raises:
        Damaged: It can't be read.
    """
    for row in _fetch(ChainHead, ("sequence", "hash"), "WHERE id = %s", [1], using):
        read = fields_of(row)
        return read["sequence"], read["hash"]
    return None


def fields_of(row: Row) -> dict[str, Any]:
    """Read a row into the values that were sealed.

    Raises:
        Damaged: A column can't be read, or isn't written as the service writes it.
    """
    return {name: _value(name, stored) for name, stored in row.items()}


def _fetch(
    model: type[models.Model], names: tuple[str, ...], which: str, values: list[int], using: str
) -> list[Row]:
    connection = connections[using]
    lying = AS_IT_LIES[connection.vendor]
    quoted = [connection.ops.quote_name(name) for name in names]
    columns = ", ".join(lying.format(name) if name != '"sequence"' else name for name in quoted)
    statement = f"SELECT {columns} FROM {model._meta.db_table} {which}"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET DateStyle TO ISO, YMD")
        cursor.execute(statement, values)
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _value(name: str, stored: Any) -> Any:
    if stored is None or (name == "sequence" and isinstance(stored, int)):
        return stored
    if name == "sequence" or not isinstance(stored, str | bytes):
        raise Damaged(UNREADABLE)
    read, write = KINDS.get(name, (str, str))
    try:
        text = stored if isinstance(stored, str) else stored.decode()
        value = read(text)
        # SQLite keeps the text itself, so another spelling of the same value shows there.
        same = isinstance(stored, str) or write(value) == text
    except (ValueError, OverflowError, RecursionError):
        raise Damaged(UNREADABLE) from None
    if not same:
        raise Damaged(CHANGED)
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment_as_kept(moment: datetime) -> str:
    return str(moment.replace(tzinfo=None))


def _id_as_kept(value: UUID) -> str:
    return value.hex


Kind = tuple[Callable[[str], Any], Callable[[Any], str]]
KINDS: dict[str, Kind] = {
    "at": (_moment, _moment_as_kept),
    "changes": (json.loads, json.dumps),
    **dict.fromkeys(("by", "object_id", "person", "inspection"), (UUID, _id_as_kept)),
}
