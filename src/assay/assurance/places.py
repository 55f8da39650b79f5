"""Teams, units and services: which stands under which."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assay.assurance.sources import Source

LEVELS = ("team", "unit", "service")


def unit_rows(source: Source) -> list[dict[str, Any]]:
    """The rows of the table `units`, of which there are few."""
    if isinstance(source, pa.Table):
        rows: list[dict[str, Any]] = source.to_pylist()
        return rows
    read: list[dict[str, Any]] = pq.read_table(source).to_pylist()
    return read


def groups(units: Iterable[Mapping[str, Any]], level: str) -> dict[str, str]:
    """For each unit the one of a level that it is or stands under; others are left out.

    Args:
        units: Rows of `units`.
        level: One of `LEVELS`.
    """
    known = {row["unit_id"]: row for row in units}
    above = {unit: _above(unit, known) for unit in known}
    return {
        unit: each
        for unit, chain in above.items()
        for each in chain
        if known[each]["level"] == level
    }


def under(units: Iterable[Mapping[str, Any]], top: str) -> set[str]:
    """A unit and all that stand under it; empty if there is no such unit."""
    known = {row["unit_id"]: row for row in units}
    return {unit for unit in known if top in _above(unit, known)}


def _above(unit: str, known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A unit and those above it, up to the top or to one that was passed already."""
    chain: list[str] = []
    at: str | None = unit
    while at is not None and at in known and at not in chain:
        chain.append(at)
        at = known[at]["parent_id"]
    return chain
