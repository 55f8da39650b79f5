"""What does not make sense in a shape of the record that is well formed."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assay.caseload.vocabulary import plain

if TYPE_CHECKING:
    from assay.caseload.record.shape import Column, Record, Table

GOES_WITH = {
    "words": {"code"},
    "time": {"day", "moment"},
    "unit": {"number", "count"},
}
"""A key that columns of these types must have, and no others may."""


def shape_faults(shape: "Record") -> list[str]:
    """Say everything that does not make sense, each with its table and column."""
    faults = [*_vocabulary_faults(shape)]
    for name, table in shape.tables.items():
        keys = sum(column.key for column in table.columns.values())
        if keys != 1:
            faults.append(f"{name}: has {keys} keys instead of one")
        for column_name, column in table.columns.items():
            found = _column_faults(shape, table, column)
            faults.extend(f"{name}.{column_name}: {fault}" for fault in found)
    return faults


def _column_faults(shape: "Record", table: "Table", column: "Column") -> Iterator[str]:
    for extra, kinds in GOES_WITH.items():
        if (getattr(column, extra) is not None) != (column.type in kinds):
            yield f"{extra!r} goes with the types {', '.join(sorted(kinds))}, and only with them"
    if (column.key or column.refers_to) and column.type != "id":
        yield "a key or a reference is an id"
    if column.refers_to and column.refers_to not in shape.tables:
        yield f"there is no table {column.refers_to}"
    if column.words and column.words not in shape.vocabularies:
        yield f"there are no words called {column.words}"
    if column.not_before:
        other = table.columns.get(column.not_before)
        if other is None or other.time is None or column.time is None:
            yield f"not_before names {column.not_before}, which is no time of this table"


def _vocabulary_faults(shape: "Record") -> Iterator[str]:
    used = {column.words for _, _, column in shape.columns()}
    for name, vocabulary in shape.vocabularies.items():
        if name not in used:
            yield f"vocabularies: no column uses {name}"
        for word, count in Counter(map(plain, vocabulary.words)).items():
            if count > 1:
                yield f"vocabularies: {name} has {word!r} twice"
