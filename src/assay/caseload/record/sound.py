"""Seeing quickly that an extract is exact and free of faults, so that it can be read in place.

Only an extract of Parquet files in the record's own types and words can be. It answers yes or
no, by counting; `extract.check_extract` says what is wrong, and must find nothing where this
says yes.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from assay.caseload.record.cells import ARROW
from assay.caseload.record.shape import Column, Record, Table

ONE_DAY = dt.timedelta(days=1)
AT_ONCE = 2
"""Tables looked at together: while one sorts its keys, another counts."""


def sound_files(folder: Path, shape: Record, as_of: dt.date) -> dict[str, Path] | None:
    """The file of each table, if the extract can be read in place.

    Args:
        folder: A folder with a Parquet file for each table.
        shape: The record's shape.
        as_of: The day of the extract: nothing in it happened later.

    Returns:
        Files by table; None if anything is other than it should be.
    """
    files = {name: folder / f"{name}.parquet" for name in shape.tables}
    if any((folder / f"{name}.csv").exists() for name in files):
        return None
    try:
        exact = all(_exact(files[name], table) for name, table in shape.tables.items())
    except (pa.ArrowException, OSError):
        return None
    return files if exact and _without_faults(files, shape, as_of) else None


def _exact(path: Path, table: Table) -> bool:
    """Whether a file has every column once, each in its exact type."""
    held = pq.read_schema(path)
    return all(
        held.names.count(name) == 1 and _plain(held.field(name).type).equals(_asked(column))
        for name, column in table.columns.items()
    )


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _asked(column: Column) -> pa.DataType:
    return _plain(ARROW[column.type])


def _without_faults(files: dict[str, Path], shape: Record, as_of: dt.date) -> bool:
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:

        def right(name: str) -> bool:
            table, own = shape.tables[name], connection.cursor()
            return not _wrong_keys(own, name, table, as_of) and all(
                own.sql(query).fetchall() == [(0,)] for query in _queries(name, table, shape, as_of)
            )

        try:
            for name, path in files.items():
                connection.read_parquet(str(path)).create_view(name)
            with ThreadPoolExecutor(AT_ONCE) as checks:
                return all(checks.map(right, files))
        except duckdb.Error:  # bytes that are not UTF-8, a file cut short
            return False


def _wrong_keys(
    connection: duckdb.DuckDBPyConnection, name: str, table: Table, as_of: dt.date
) -> bool:
    """Whether a key may be there twice, or be none.

    Distinct hashes are distinct keys; the reverse need not be, and then the full check tells.
    Sorting 20 million numbers takes a fraction of what a database takes to count distinct texts.
    """
    wrong = " OR ".join(_conditions(table.key, table, as_of))
    query = f'SELECT CASE WHEN {wrong} THEN 0 ELSE hash("{table.key}") END AS hash FROM "{name}"'  # noqa: S608 - all names are ours
    hashes = connection.sql(query).fetchnumpy()["hash"]
    hashes.sort()
    return bool((hashes[:1] == 0).any() or (hashes[1:] == hashes[:-1]).any())


def _queries(name: str, table: Table, shape: Record, as_of: dt.date) -> Iterator[str]:
    """Queries that count faults."""
    wrong = [
        f"({condition})"
        for column_name in table.columns
        if column_name != table.key
        for condition in _conditions(column_name, table, as_of)
    ]
    if wrong:
        yield f'SELECT count(*) FROM "{name}" WHERE {" OR ".join(wrong)}'  # noqa: S608 - all names are ours
    for column_name, column in table.columns.items():
        if column.type == "code":
            yield _unknown(name, column_name, shape.words(column))
        if column.refers_to:
            key = shape.tables[column.refers_to].key
            yield _orphans(name, column_name, column.refers_to, key)


def _conditions(name: str, table: Table, as_of: dt.date) -> Iterator[str]:
    """What would be a fault of a cell, as SQL; blank counts as none."""
    column, cell = table.columns[name], f'"{name}"'
    if column.never_blank:
        yield f"{cell} IS NULL"
    match column.type:
        case "id" | "text" if not column.refers_to:  # a reference is held against its key
            # Space around it, or nothing in it; signs beyond ASCII are left to the full check.
            yield f"{cell} < '!' OR {cell}[-1] < '!' OR strlen({cell}) <> length({cell})"
        case "number" | "count":
            yield f"{cell} < 0 OR NOT isfinite({cell}::DOUBLE)"
    if column.time and column.time != "due":
        yield f"{cell} >= DATE '{as_of + ONE_DAY}'"
        if name != "recorded_at":
            day = "::DATE" if column.type == "day" else ""
            yield f"{cell} > recorded_at{day}"
    if column.not_before:
        start = table.columns[column.not_before]
        day = "" if start.type == column.type else "::DATE"
        yield f'{cell}{day} < "{column.not_before}"{day}'


def _unknown(table: str, column: str, words: Sequence[str]) -> str:
    """How many words are not of the vocabulary."""
    known = ", ".join(f"'{word.replace(chr(39), chr(39) * 2)}'" for word in words)
    return (
        f'SELECT count(*) FROM (SELECT DISTINCT "{column}" AS word FROM "{table}") '  # noqa: S608
        f"WHERE word NOT IN ({known})"
    )


def _orphans(table: str, column: str, other: str, key: str) -> str:
    """How many rows refer to something that is not there."""
    return (
        f'SELECT count(*) FROM "{table}" AS held '  # noqa: S608 - all names are ours
        f'ANTI JOIN "{other}" AS known ON held."{column}" = known."{key}" '
        f'WHERE held."{column}" IS NOT NULL'
    )
