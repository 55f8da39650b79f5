"""A table from a CSV, XLSX or ODS file, as columns of text.

Columns rather than rows, because every check that follows works on the few distinct
values of a column and not on each of a quarter of a million cells.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from assay.files import csv_text, spreadsheet
from assay.problems import InputProblems, Problem


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file.

    Attributes:
        file: The file's name, for problems.
        sha256: Hash of the file's bytes, in hex: the certificate names the input by it.
        columns: Header to cells, all of one length, stripped of white space. A date cell of
            a spreadsheet is ISO text, a whole number has no decimals.
        rows: The row number of each cell as a spreadsheet shows it; the header is row 1.
            Blank rows are left out, so numbers may skip.
        problems: What is wrong with it that did not stop the reading: formulas, errors,
            rows with too many cells, faulty headers. `match_columns` hands them on, so
            that they are listed with all the rest; a table with any must not be used.
    """

    file: str
    sha256: str
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        """Count the rows below the header that hold anything."""
        return len(self.rows)


@cache
def limits() -> dict[str, int]:
    """Largest file, unpacked size, rows and columns accepted; see files/limits.toml."""
    text = files("assay.files").joinpath("limits.toml").read_text(encoding="utf-8")
    return {name: int(value["value"]) for name, value in tomllib.loads(text).items()}


READERS = {
    ".csv": csv_text.read,
    ".xlsx": spreadsheet.read,
    ".ods": spreadsheet.read,
}


def read_table(path: Path) -> Table:
    """Read the table in a CSV file or in the first sheet of an XLSX or ODS file.

    Args:
        path: The file; its ending says what it is.

    Returns:
        The table, with at least one column and one row. It may come with problems, for
        its reader to list with those it finds; `match_columns` takes them over.

    Raises:
        InputProblems: It can't be read on: the file is missing, empty, too large, not what
            its ending says, not UTF-8, or has no header or no rows.
    """
    name = path.name or str(path)
    if path.is_dir():
        raise InputProblems.one(name, "this is a folder", "Name the file inside it")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputProblems.one(
            name,
            "this kind of file can't be read",
            "Save it as CSV (UTF-8), XLSX or ODS",
        )
    data = _bytes(path)
    grid = reader(name, data, limits())
    sha256 = hashlib.sha256(data).hexdigest()
    return Table(name, sha256, grid.columns, grid.rows, grid.problems)


def _bytes(path: Path) -> bytes:
    name = path.name
    largest = limits()["bytes"]
    try:
        size = path.stat().st_size
        if size > largest:
            raise InputProblems.one(
                name,
                f"the file is {size / 1e6:,.0f} MB, more than the {largest / 1e6:,.0f} MB limit",
                "Leave out columns that are not needed, or split the list by area",
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputProblems.one(
            name, f"the file can't be opened ({error.strerror})", "Check its name and permissions"
        ) from error
    if not data.strip():
        raise InputProblems.one(
            name, "the file is empty", "Put the column names in row 1 and a row for each case below"
        )
    return data
