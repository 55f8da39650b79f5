"""From NumPy columns to Arrow tables in the record's exact types."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from assay.caseload.record.cells import ARROW
from assay.caseload.record.shape import Column, Record

MARK = "MADEUP"
"""Begins every reference of a made-up caseload."""
DIGITS = 10
WIDTH = len(MARK) + DIGITS
NUMPY_TIMES = {"day": "datetime64[D]", "moment": "datetime64[us]"}
NONE = -1
"""Stands for a blank among references, words and answers."""


def arrow_table(shape: Record, name: str, columns: Mapping[str, Any]) -> pa.Table:
    """Make a table; references and words are whole numbers, -1 where blank."""
    table = shape.tables[name]
    arrays = {
        each: _array(columns[each], column, shape.words(column))
        for each, column in table.columns.items()
    }
    return pa.table(arrays)


def references(numbers: Any) -> pa.Array:
    """Whole numbers as made-up references, built as bytes: millions of them are needed."""
    numbers = np.asarray(numbers, dtype=np.int64)
    left = np.where(numbers < 0, 0, numbers)
    left, low = np.divmod(left, 10_000)
    high, middle = np.divmod(left, 10_000)
    text = np.empty((len(numbers), WIDTH), dtype=np.uint8)
    text[:, : len(MARK)] = np.frombuffer(MARK.encode(), dtype=np.uint8)
    # Four digits at a time from a list of all: far quicker than dividing digit by digit.
    digits = _four_digits()
    text[:, -4:] = digits[low]
    text[:, -8:-4] = digits[middle]
    text[:, len(MARK) : -8] = digits[high][:, 4 - (DIGITS - 8) :]
    ends = np.arange(0, (len(numbers) + 1) * WIDTH, WIDTH, dtype=np.int32)
    valid = np.packbits(numbers >= 0, bitorder="little")
    buffers = [pa.py_buffer(valid), pa.py_buffer(ends), pa.py_buffer(text)]
    blanks = int((numbers < 0).sum())
    return pa.Array.from_buffers(pa.string(), len(numbers), buffers, null_count=blanks)


@cache
def _four_digits() -> Any:
    """The texts 0000 to 9999 as bytes."""
    text = "".join(f"{number:04}" for number in range(10_000))
    return np.frombuffer(text.encode(), dtype=np.uint8).reshape(-1, 4)


def _array(values: Any, column: Column, words: tuple[str, ...]) -> pa.Array:
    if column.type == "id":
        return references(values)
    if column.type in NUMPY_TIMES:
        return pa.array(values.astype(NUMPY_TIMES[column.type]), ARROW[column.type])
    if column.type == "text":
        return pa.array(values, pa.string())
    blank = np.isnan(values) if column.unit else values < 0
    if column.type == "code":
        codes = pa.array(values.astype(np.int32), mask=blank)
        return pa.DictionaryArray.from_arrays(codes, pa.array(words))
    kept = values == 1 if column.type == "yes or no" else np.where(blank, 0, values)
    return pa.array(kept, mask=blank).cast(ARROW[column.type])
