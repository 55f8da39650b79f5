"""What the checker finds: like faults of a column together, counted, with the first rows."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assay.problems import InputProblems, Problem

ROWS_SHOWN = 20
"""Enough to see where to look; the count says how many there are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault in one column or file. No value of the file is ever quoted.

    Attributes:
        file: The file's name, or the table's where there is no file.
        wrong: What is wrong, as a short clause.
        remedy: What to do about it.
        column: The column as the file names it, or None.
        count: Rows concerned; 0 where it is about the whole file or column.
        rows: The first of them. In CSV the header is row 1; Parquet rows count from 1.
    """

    file: str
    wrong: str
    remedy: str
    column: str | None = None
    count: int = 0
    rows: tuple[int, ...] = ()

    def problems(self) -> list[Problem]:
        """The finding as problems, one for each row shown."""
        hidden = self.count - len(self.rows)
        more = f" (in {self.count:,} rows; the first {len(self.rows)} are named)"
        wrong = self.wrong + (more if hidden else "")
        return [
            Problem(self.file, wrong, self.remedy, row=row, column=self.column)
            for row in self.rows or (None,)
        ]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with some cells: a mask over the rows, or None for all of the column."""

    wrong: str
    remedy: str
    where: pa.ChunkedArray | pa.Array | None = None

    def seen(self, file: str, column: str | None, first_row: int) -> Finding | None:
        """The finding, or None where the mask holds no row."""
        if self.where is None:
            return Finding(file, self.wrong, self.remedy, column)
        count = pc.sum(self.where).as_py() or 0
        if not count:
            return None
        places = pc.indices_nonzero(self.where)[:ROWS_SHOWN].to_pylist()
        rows = tuple(place + first_row for place in places)
        return Finding(file, self.wrong, self.remedy, column, count, rows)


def as_problems(findings: Iterable[Finding]) -> InputProblems:
    """All findings as the one error that a command ends with."""
    return InputProblems(problem for finding in findings for problem in finding.problems())


def as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """All findings as plain dictionaries."""
    return [asdict(finding) for finding in findings]
