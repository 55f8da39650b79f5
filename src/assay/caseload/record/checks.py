"""What must hold between the cells of a table, and between tables."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

import pyarrow as pa
import pyarrow.compute as pc

from assay.caseload.record.findings import Fault
from assay.caseload.record.keys import repeated, unknown
from assay.caseload.record.shape import Column, Table

MOMENT = pa.timestamp("us")
DAY = pa.date32()
Found = Iterator[tuple[str, Fault]]


def repeated_keys(table: Table, values: pa.Table) -> Found:
    """Rows whose key another row has too."""
    twice = repeated(values.column(table.key))
    if not len(twice):
        return
    where = pc.is_in(values.column(table.key), value_set=twice)
    yield table.key, Fault("another row has the same key", "Give each row a key of its own", where)


def orphans(table: Table, values: pa.Table, keys: Mapping[str, pa.ChunkedArray]) -> Found:
    """Rows that refer to something that is not in the extract."""
    for name, column in table.columns.items():
        known = keys.get(column.refers_to or "")
        if known is None:
            continue
        where = _strange(values.column(name).chunks, known)
        wrong = f"this refers to a row that {column.refers_to} does not have"
        remedy = f"Export that row of {column.refers_to} too, or correct the reference"
        yield name, Fault(wrong, remedy, pa.chunked_array(where, pa.bool_()))


def _strange(chunks: list[pa.DictionaryArray], known: pa.ChunkedArray) -> list[pa.Array]:
    """By chunk, the rows that hold something unknown; the known are looked at once for all."""
    each = pa.chunked_array([chunk.dictionary for chunk in chunks], pa.string())
    strange = unknown(each, known).combine_chunks()
    starts = list(accumulate((len(chunk.dictionary) for chunk in chunks), initial=0))
    return [
        pc.fill_null(strange[start:end].take(chunk.indices), fill_value=False)
        for chunk, (start, end) in zip(chunks, pairwise(starts), strict=True)
    ]


def times(table: Table, values: pa.Table, as_of: dt.date) -> Found:
    """Times in the future, after they were recorded, or before their start."""
    recorded = values.column("recorded_at")
    for name, column in table.columns.items():
        if column.time is None:
            continue
        held = values.column(name)
        if column.time != "due":
            yield name, _future(held, as_of)
            if name != "recorded_at":
                yield name, _unrecorded(held, recorded)
        if column.not_before:
            yield name, _before(held, values.column(column.not_before), column)


def _future(held: pa.ChunkedArray, as_of: dt.date) -> Fault:
    last = pa.scalar(as_of, DAY)
    if held.type.equals(MOMENT):
        last = pa.scalar(dt.datetime.combine(as_of, dt.time.max), MOMENT)
    wrong = f"this is in the future, after {as_of}"
    return Fault(
        wrong, "Correct it, or give the extract's own day with --as-of", _after(held, last)
    )


def _unrecorded(held: pa.ChunkedArray, recorded: pa.ChunkedArray) -> Fault:
    if not held.type.equals(MOMENT):
        recorded = recorded.cast(DAY, safe=False)
    where = _after(held, recorded)
    return Fault("this is later than recorded_at", "Correct the one that is wrong", where)


def _before(held: pa.ChunkedArray, start: pa.ChunkedArray, column: Column) -> Fault:
    if not held.type.equals(start.type):
        held, start = held.cast(DAY, safe=False), start.cast(DAY, safe=False)
    wrong = f"this is earlier than {column.not_before}"
    return Fault(wrong, "Correct the one that is wrong", _after(start, held))


def _after(later: pa.ChunkedArray, earlier: pa.ChunkedArray | pa.Scalar) -> pa.ChunkedArray:
    return pc.fill_null(pc.greater(later, earlier), fill_value=False)
