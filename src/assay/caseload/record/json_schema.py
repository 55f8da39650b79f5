"""The record's shape as a JSON schema (draft 2020-12), for other programs."""

from collections.abc import Mapping
from typing import Any

from assay.caseload.record.shape import Column, Record, Table

TYPES: Mapping[str, Mapping[str, Any]] = {
    "id": {"type": "string", "minLength": 1},
    "code": {"type": "string"},
    "text": {"type": "string"},
    "yes or no": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "number": {"type": "number"},
    "count": {"type": "integer"},
}


def json_schema(shape: Record) -> dict[str, Any]:
    """Give the schema: an object with an array of rows for each table.

    What JSON Schema has no word for (keys, references, units, times) stands under keys that
    begin with "x-".
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Extract of case records",
        "version": shape.version,
        "x-in-force-from": shape.in_force_from.isoformat(),
        "x-source": shape.source,
        "type": "object",
        "required": list(shape.tables),
        "properties": {name: _table(shape, table) for name, table in shape.tables.items()},
    }


def _table(shape: Record, table: Table) -> dict[str, Any]:
    return {
        "description": table.holds,
        "x-personal": table.about != "nobody",
        "x-about": table.about,
        "x-key": table.key,
        "x-criteria": list(table.criteria),
        "type": "array",
        "items": {
            "type": "object",
            "required": list(table.columns),
            "properties": {name: _column(shape, each) for name, each in table.columns.items()},
        },
    }


def _column(shape: Record, column: Column) -> dict[str, Any]:
    kind = dict(TYPES[column.type])
    words: list[str | None] = list(shape.words(column))
    if not column.never_blank:
        kind["type"] = [kind["type"], "null"]
        words = [*words, None] if words else []
    if words:
        kind["enum"] = words
    marks = {
        "x-type": column.type,
        "x-refers-to": column.refers_to,
        "x-unit": column.unit,
        "x-time": column.time,
        "x-not-before": column.not_before,
    }
    given = {mark: value for mark, value in marks.items() if value is not None}
    return {"description": column.meaning, **kind, **given}
