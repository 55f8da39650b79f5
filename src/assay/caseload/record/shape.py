"""The record's shape: tables, columns, words, keys and times, from schema/*.toml, checked."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import Field

from assay.caseload.record.shape_checks import shape_faults
from assay.files.toml import tuples
from assay.standards.framework import Entry, Words

Kind = Literal["id", "code", "text", "yes or no", "day", "moment", "number", "count"]
"""What a value is. Days and moments are by the clock on the wall in the United Kingdom."""
Time = Literal["happened", "recorded", "due"]
"""Which time it is. Only what is due may lie in the future."""
About = Literal["person", "staff", "nobody"]
PARTS = ("people", "staff", "assessing", "planning", "supervising", "unpaid_work", "resettlement")


class Column(Entry):
    """One column of a table."""

    type: Kind
    meaning: Words
    key: bool = False
    needed: bool = False
    refers_to: Words | None = None
    words: Words | None = None
    unit: Words | None = None
    time: Time | None = None
    not_before: Words | None = None

    @property
    def never_blank(self) -> bool:
        """Whether every row must have a value, because nothing can be joined without it."""
        return self.key or self.needed


class Table(Entry):
    """One table; about "nobody" means that nothing in it is personal."""

    holds: Words
    about: About
    criteria: tuple[Words, ...] = Field(min_length=1)
    columns: dict[str, Column] = Field(min_length=2)

    @property
    def key(self) -> str:
        """The column that tells the rows apart."""
        return next(name for name, column in self.columns.items() if column.key)


class Vocabulary(Entry):
    """The words of a code column, and who uses them."""

    words: tuple[Words, ...] = Field(min_length=1)
    source: Words


class Record(Entry):
    """Everything an extract holds."""

    version: Words
    in_force_from: date
    source: Words
    tables: dict[str, Table]
    vocabularies: dict[str, Vocabulary]

    def columns(self) -> Iterator[tuple[str, str, Column]]:
        """Every column, with the names of its table and of itself."""
        for table_name, table in self.tables.items():
            for name, column in table.columns.items():
                yield table_name, name, column

    def words(self, column: Column) -> tuple[str, ...]:
        """The words of a code column, in their order; none for any other column."""
        return self.vocabularies[column.words].words if column.words else ()

    def referred_to(self) -> set[str]:
        """Tables whose key another column holds."""
        return {column.refers_to for _, _, column in self.columns() if column.refers_to}


@cache
def record() -> Record:
    """The record's shape as it ships with Assay."""
    folder = files("assay.caseload.record").joinpath("schema")
    names = ("record", "vocabularies", *PARTS)
    texts = {name: folder.joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in names}
    return parse_record(texts)


def parse_record(texts: Mapping[str, str]) -> Record:
    """Read the shape from TOML.

    Args:
        texts: "record" and "vocabularies", and any number of parts that hold tables.

    Returns:
        The shape, checked.

    Raises:
        ValueError: Not TOML, an unknown or missing key, a table given twice, or anything
            `shape_faults` finds; every fault of sense is listed.
    """
    whole: dict[str, Any] = tomllib.loads(texts["record"])
    common = whole.pop("every_table")
    tables: dict[str, Any] = {}
    for part in texts.keys() - {"record", "vocabularies"}:
        for name, table in tomllib.loads(texts[part]).items():
            if name in tables:
                raise ValueError(f"the table {name} is given twice")
            tables[name] = {**table, "columns": {**table.get("columns", {}), **common}}
    whole["tables"] = {name: tables[name] for name in _in_file_order(texts)}
    whole["vocabularies"] = tomllib.loads(texts["vocabularies"])
    shape = Record.model_validate(tuples(whole))
    faults = shape_faults(shape)
    if faults:
        raise ValueError("\n".join(faults))
    return shape


def _in_file_order(texts: Mapping[str, str]) -> list[str]:
    parts = [part for part in texts if part not in {"record", "vocabularies"}]
    return [name for part in parts for name in tomllib.loads(texts[part])]
