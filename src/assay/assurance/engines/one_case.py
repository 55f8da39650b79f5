"""The part of an extract that one case needs, to evaluate it alone."""

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from assay.assurance.engines.duckdb import hold
from assay.assurance.sources import Source, Sources
from assay.caseload.record.shape import Record

MATES = """
    SELECT DISTINCT theirs.case_id
    FROM unpaid_work AS mine
    JOIN attendances AS booked ON booked.unpaid_work_id = mine.unpaid_work_id
    JOIN attendances AS beside ON beside.session_id = booked.session_id
    JOIN unpaid_work AS theirs ON theirs.unpaid_work_id = beside.unpaid_work_id
    WHERE mine.case_id = $case
"""
"""Cases that share an unpaid work session with it: who else is in a session can matter."""


def one_case(sources: Sources, shape: Record, case_id: str) -> dict[str, Source]:
    """Give an extract narrowed to a case and those it shares an unpaid work session with.

    Args:
        sources: Each table of an extract.
        shape: The record's shape.
        case_id: Reference of the case.

    Returns:
        A source for each table; those that are about no case stay whole.
    """
    with duckdb.connect() as connection:
        hold(connection, sources)
        found = connection.execute(MATES, {"case": case_id}).fetchall()
        cases = pa.table({"case_id": list({case_id, *(row[0] for row in found)})})
        connection.register("wanted", cases)
        narrowed: dict[str, Source] = dict(sources)
        for name in _in_order(shape):
            parent = _parent(name, shape)
            if parent is None:
                continue
            column, other, key = parent
            query = (
                f'SELECT * FROM "{name}" WHERE "{column}" IN '  # noqa: S608 - the record's names
                f'(SELECT "{key}" FROM "{other}")'
            )
            rows = connection.sql(query).to_arrow_table()
            narrowed[name] = rows
            connection.register(f"narrowed_{name}", rows)
    return narrowed


def _parent(name: str, shape: Record) -> tuple[str, str, str] | None:
    """The column by which a table belongs to a case: it, the table wanted, and its key."""
    if name == "people":
        return "person_id", "narrowed_cases", "person_id"
    columns = shape.tables[name].columns
    if "case_id" in columns and name != "excuses":
        return "case_id", "wanted", "case_id"
    for column_name, column in columns.items():
        if column.needed and column.refers_to and _belongs(column.refers_to, shape):
            return column_name, f"narrowed_{column.refers_to}", column_name
    return None


def _belongs(name: str, shape: Record) -> bool:
    return _parent(name, shape) is not None


def _in_order(shape: Record) -> Iterator[str]:
    """Tables so that each comes after the one it belongs to."""
    waiting = [name for name in shape.tables if name != "people"]
    done: set[str] = set()
    while waiting:
        ready = [name for name in waiting if _ready(name, shape, done)]
        yield from ready
        done.update(ready)
        waiting = [name for name in waiting if name not in done]
    yield "people"


def _ready(name: str, shape: Record, done: set[str]) -> bool:
    parent = _parent(name, shape)
    return parent is None or parent[1] == "wanted" or parent[1].removeprefix("narrowed_") in done
