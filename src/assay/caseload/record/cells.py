"""Turning the cells of a column into exact types, whole columns at a time.

Work is done on Arrow arrays; Python sees distinct values only. A cell that can't be read
comes out blank and is noted as a fault, never guessed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assay.caseload.record.findings import Fault
from assay.caseload.record.shape import Column
from assay.caseload.record.texts import CODES, Values, as_text, is_text, on_distinct
from assay.caseload.record.times import days, moments
from assay.caseload.vocabulary import plain

ARROW: dict[str, pa.DataType] = {
    "id": pa.string(),
    "code": CODES,
    "text": pa.string(),
    "yes or no": pa.bool_(),
    "day": pa.date32(),
    "moment": pa.timestamp("us"),
    "number": pa.float64(),
    "count": pa.int64(),
}
YES = ("yes", "y", "true", "1")
NO = ("no", "n", "false", "0")
NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
COUNT = r"^[+-]?[0-9]{1,15}$"


@dataclass(frozen=True, slots=True)
class Read:
    """A column in its exact type, where it was blank, and what could not be read."""

    values: Values
    blank: Values
    faults: list[Fault] = field(default_factory=list)


def arrow_type(column: Column) -> pa.DataType:
    """The exact type of a column; references repeat, so they are held like codes."""
    return CODES if column.refers_to else ARROW[column.type]


def read_cells(
    values: Values, column: Column, accepted: dict[str, str], blanks: Iterable[str] = ()
) -> Read:
    """Read a column as its type.

    Args:
        values: The column as it stands in the file.
        column: What it should hold.
        accepted: For a code column, each text in plain form with its word.
        blanks: Texts that mean an empty cell.

    Returns:
        The column, as long as it was.
    """
    faults: list[Fault] = []
    values = as_text(values, tuple(blanks), faults)
    blank = pc.is_null(values)
    if column.type == "code":
        read = _codes(values, accepted, faults)
    else:
        read = READERS[column.type](values, faults)
    kind = arrow_type(column)
    if read is None:
        return Read(pa.chunked_array([pa.nulls(len(values), kind)]), blank, faults)
    return Read(_of_type(read, kind), blank, faults)


def _of_type(values: Values, kind: pa.DataType) -> Values:
    if values.type.equals(kind):
        return values
    if kind.equals(CODES):
        values = values.cast(pa.string()).dictionary_encode()
        return values.cast(CODES)
    return values.cast(kind)


def _codes(values: Values, accepted: dict[str, str], faults: list[Fault]) -> Values:
    text = _ids(values, faults)
    if text is None:
        return None

    def words(distinct: pa.Array) -> pa.Array:
        found = [
            None if code is None else accepted.get(plain(code)) for code in distinct.to_pylist()
        ]
        return pa.array(found, pa.string())

    read = on_distinct(text, pa.string(), words)
    unknown = pc.and_(pc.is_null(read), pc.is_valid(text))
    options = ", ".join(sorted(set(accepted.values())))
    faults.append(
        Fault("this code is not known", f"Map it in the mapping file to one of: {options}", unknown)
    )
    return read


def _ids(values: Values, faults: list[Fault]) -> Values:
    kind = values.type
    if pa.types.is_dictionary(kind) or is_text(kind):
        return values
    if pa.types.is_integer(kind) or pa.types.is_null(kind):
        return values.cast(pa.string())
    return _wrong(kind, "text", faults)


def _yes_or_no(values: Values, faults: list[Fault]) -> Values:
    if pa.types.is_boolean(values.type):
        return values
    text = _ids(values, faults)
    if text is None:
        return None
    known = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)

    def answers(distinct: pa.Array) -> pa.Array:
        found = [
            None if each is None else known.get(each.casefold()) for each in distinct.to_pylist()
        ]
        return pa.array(found, pa.bool_())

    read = on_distinct(text, pa.bool_(), answers)
    unknown = pc.and_(pc.is_null(read), pc.is_valid(text))
    faults.append(Fault("this is neither yes nor no", "Write yes, no or nothing", unknown))
    return read


def _numbers(values: Values, faults: list[Fault]) -> Values:
    return _figures(values, faults, NUMBER, pa.float64(), "a number")


def _counts(values: Values, faults: list[Fault]) -> Values:
    return _figures(values, faults, COUNT, pa.int64(), "a whole number")


def _figures(
    values: Values, faults: list[Fault], pattern: str, kind: pa.DataType, what: str
) -> Values:
    found: Any = values.type
    if is_text(found):
        shaped = pc.match_substring_regex(values, pattern)
        unread = pc.fill_null(pc.invert(shaped), fill_value=False)
        read = pc.if_else(unread, pa.scalar(None, pa.string()), values).cast(kind)
    elif pa.types.is_integer(found) or pa.types.is_null(found):
        read, unread = values.cast(kind), pc.is_null(values, nan_is_null=False)
        unread = pc.and_(unread, pc.is_valid(values))
    elif pa.types.is_floating(found) or pa.types.is_decimal(found):
        as_float = values.cast(pa.float64(), safe=False)
        sound = pc.is_finite(as_float)
        if kind.equals(pa.int64()):
            sound = pc.and_(sound, pc.equal(pc.floor(as_float), as_float))
        unread = pc.fill_null(pc.invert(sound), fill_value=False)
        read = pc.if_else(unread, pa.scalar(None, pa.float64()), as_float).cast(kind)
    else:
        return _wrong(found, what, faults)
    faults.append(Fault(f"this is not {what}", f"Write {what} without units or commas", unread))
    below = pc.fill_null(pc.less(read, 0), fill_value=False)
    faults.append(Fault("the number is below 0", "Correct it; nothing here is below 0", below))
    return read


def _wrong(kind: pa.DataType, asked: str, faults: list[Fault]) -> Values:
    faults.append(Fault(f"the column holds {kind}, not {asked}", f"Export it as {asked}"))
    return None


READERS: dict[str, Callable[[Values, list[Fault]], Values]] = {
    "id": _ids,
    "text": _ids,
    "yes or no": _yes_or_no,
    "day": days,
    "moment": moments,
    "number": _numbers,
    "count": _counts,
}
