"""A mapping file: how another system names the record's tables, columns and words."""

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from assay.caseload.record.shape import Record
from assay.caseload.vocabulary import plain
from assay.files.toml import tuples
from assay.problems import InputProblems, Problem
from assay.standards.framework import Entry, Words

REMEDY = "Correct the mapping file; docs/how-to/prepare-an-extract.md shows one"


class TableNames(Entry):
    """The file's name without its ending, and our column names with the system's."""

    file: Words | None = None
    columns: dict[str, Words] = Field(default_factory=dict)


class Mapping(Entry):
    """Names and codes of another system; what is not mapped has our name.

    `words` has, by vocabulary, the system's code and the word it stands for. `blanks` are
    texts that mean an empty cell.
    """

    tables: dict[str, TableNames] = Field(default_factory=dict)
    words: dict[str, dict[str, Words]] = Field(default_factory=dict)
    blanks: tuple[str, ...] = ()

    def file(self, table: str) -> str:
        """The file a table is in, without its ending."""
        named = self.tables.get(table)
        return (named and named.file) or table

    def column(self, table: str, column: str) -> str:
        """The name a column has in the file."""
        named = self.tables.get(table)
        return named.columns.get(column, column) if named else column

    def accepted(self, shape: Record, vocabulary: str) -> dict[str, str]:
        """Every text accepted for a vocabulary, in plain form, with the word it stands for."""
        own = {plain(word): word for word in shape.vocabularies[vocabulary].words}
        theirs = self.words.get(vocabulary, {})
        return own | {plain(code): own[plain(word)] for code, word in theirs.items()}


NO_MAPPING = Mapping()


def read_mapping(path: Path, shape: Record) -> Mapping:
    """Read a mapping file.

    Args:
        path: TOML in the shape of `Mapping`.
        shape: The record that its names and words must belong to.

    Returns:
        The mapping, checked.

    Raises:
        InputProblems: Everything wrong with it.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        mapping = Mapping.model_validate(tuples(data))
    except OSError as error:
        wrong = f"the mapping can't be opened ({error.strerror})"
        raise InputProblems.one(path.name, wrong, "Check its name and permissions") from error
    except ValidationError as error:
        faults = [
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
            for each in error.errors(include_input=False)
        ]
        raise _problems(path, faults) from error
    except ValueError as error:
        raise _problems(path, [f"not valid TOML in UTF-8: {error}"]) from error
    faults = [*_unknown_names(mapping, shape), *_unknown_words(mapping, shape)]
    if faults:
        raise _problems(path, faults)
    return mapping


def _problems(path: Path, faults: list[str]) -> InputProblems:
    return InputProblems(Problem(path.name, fault, REMEDY) for fault in faults)


def _unknown_names(mapping: Mapping, shape: Record) -> list[str]:
    faults = []
    for name, names in mapping.tables.items():
        table = shape.tables.get(name)
        if table is None:
            faults.append(f"tables.{name}: the record has no such table")
            continue
        faults += [
            f"tables.{name}.columns.{column}: the table has no such column"
            for column in names.columns
            if column not in table.columns
        ]
    return faults


def _unknown_words(mapping: Mapping, shape: Record) -> list[str]:
    faults = []
    for name, codes in mapping.words.items():
        if name not in shape.vocabularies:
            faults.append(f"words.{name}: the record has no words of this name")
            continue
        own = {plain(word) for word in shape.vocabularies[name].words}
        faults += [
            f"words.{name}: {word!r} is not one of its words"
            for word in codes.values()
            if plain(word) not in own
        ]
    return faults
