"""The texts of a column: trimmed, blank where empty, UTF-8 or noted as not."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from assay.caseload.record.findings import Fault

Values: TypeAlias = Any
"""A pyarrow ChunkedArray; pyarrow brings no types."""
CODES = pa.dictionary(pa.int32(), pa.string())


def on_distinct(values: Values, kind: pa.DataType, work: Callable[[pa.Array], pa.Array]) -> Values:
    """Apply work to the distinct values of each chunk and spread the result over its rows.

    Chunks keep dictionaries of their own: joining those of a long table costs more than all
    the work on them.

    Args:
        values: The column.
        kind: The type that the work gives. Texts stay held as a dictionary where they can.
        work: From distinct values to as many results.
    """
    coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    chunks = [_spread(work(chunk.dictionary), chunk.indices) for chunk in coded.chunks]
    if kind.equals(pa.string()):
        kind = CODES
    return pa.chunked_array([chunk.cast(kind) for chunk in chunks], kind)


def _spread(made: pa.Array, indices: pa.Array) -> pa.Array:
    """Results over the rows; a blank result must become a blank row, so then they are copied."""
    if pa.types.is_string(made.type):
        if not made.null_count:
            return pa.DictionaryArray.from_arrays(indices, made)
        return made.take(indices).dictionary_encode()
    return made.take(indices)


def as_text(values: Values, blanks: tuple[str, ...], faults: list[Fault]) -> Values:
    """Tidy a column of texts; one of any other type comes back as it is.

    Args:
        values: The column as it stands in the file.
        blanks: Texts that mean an empty cell.
        faults: Where bytes that are not UTF-8 are noted.

    Returns:
        Texts trimmed, and blank where they were empty or not UTF-8.
    """
    inner = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if not (is_text(inner) or pa.types.is_binary(inner) or pa.types.is_large_binary(inner)):
        return values
    if pa.types.is_dictionary(values.type):
        sound: list[bool] = []
        tidied = on_distinct(values, pa.string(), lambda distinct: _tidy(distinct, blanks, sound))
        if not all(sound):
            broken = on_distinct(values, pa.bool_(), _not_utf8)
            faults.append(_encoding(pc.fill_null(broken, fill_value=False)))
        return tidied
    sound = []
    chunks = [_tidy(chunk, blanks, sound) for chunk in values.chunks]
    if not all(sound):
        broken = [_not_utf8(chunk) for chunk in values.chunks]
        faults.append(_encoding(pa.chunked_array(broken)))
    return pa.chunked_array(chunks, pa.string())


def _encoding(where: Values) -> Fault:
    return Fault("these bytes are not UTF-8", "Export the table again as UTF-8 throughout", where)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds texts."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _tidy(values: pa.Array, blanks: tuple[str, ...], sound: list[bool]) -> pa.Array:
    whole = _all_utf8(values)
    sound.append(whole)
    if not whole:
        raw = values.cast(pa.binary())
        values = pc.if_else(_not_utf8(values), pa.scalar(None, pa.binary()), raw)
    text = pc.utf8_trim_whitespace(values.cast(pa.string()))
    empty = pc.equal(text, "")
    if blanks:
        empty = pc.or_(empty, pc.is_in(text, value_set=pa.array(blanks)))
    if not pc.any(empty).as_py():
        return text
    return pc.if_else(empty, pa.scalar(None, pa.string()), text)


def _all_utf8(values: pa.Array) -> bool:
    try:
        checked = values if is_text(values.type) else values.cast(pa.string())
        checked.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _not_utf8(values: pa.Array) -> pa.Array:
    raw = values.cast(pa.binary())
    broken = [each for each in raw.unique().to_pylist() if each is not None and _broken(each)]
    return pc.is_in(raw, value_set=pa.array(broken, pa.binary()))


def _broken(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
