"""A record written out row by row, as Arrow tables in its exact types."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from assay.caseload.record.cells import ARROW
from assay.caseload.record.shape import Column, Record, Table

PLAIN = ARROW | {"code": pa.string()}


def as_tables(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], shape: Record
) -> dict[str, pa.Table]:
    """Make every table of the record.

    Args:
        rows: Rows by table; a table or a cell left out is blank.
        shape: The record's shape.

    Returns:
        All tables, each with every column.
    """
    return {name: _table(table, rows.get(name, ())) for name, table in shape.tables.items()}


def _table(table: Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    def column(name: str, kind: Column) -> pa.Array:
        return pa.array([row.get(name) for row in rows], PLAIN[kind.type])

    return pa.table({name: column(name, kind) for name, kind in table.columns.items()})
