"""Reading and checking an extract: exact tables, or every problem."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from assay.caseload.record.cells import read_cells
from assay.caseload.record.checks import orphans, repeated_keys, times
from assay.caseload.record.findings import Fault, Finding, as_problems
from assay.caseload.record.mapping import NO_MAPPING, Mapping
from assay.caseload.record.shape import Record, Table
from assay.caseload.record.sources import Opened, open_table
from assay.problems import InputProblems

BLANK = Fault("the cell is blank", "Every row needs a value here")


@dataclass(frozen=True, slots=True)
class Age:
    """How much a table holds and how old it is.

    Attributes:
        table: Its name in the record.
        rows: Rows.
        newest: When its newest row was made or changed; None if nothing says.
        days_old: Whole days from then to the day asked about.
        blank: Blank cells by column, where there are any.
    """

    table: str
    rows: int
    newest: dt.datetime | None
    days_old: int | None
    blank: dict[str, int]


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking an extract gave."""

    findings: list[Finding]
    ages: list[Age]
    unused: list[str]


def read_extract(
    folder: Path, shape: Record, as_of: dt.date, mapping: Mapping = NO_MAPPING
) -> dict[str, pa.Table]:
    """Read every table of an extract in its exact types.

    Args:
        folder: A folder with a Parquet or CSV file for each table.
        shape: The record's shape.
        as_of: The day of the extract: nothing in it happened later.
        mapping: Another system's names and codes.

    Returns:
        The tables by name, with our columns in our order.

    Raises:
        InputProblems: Everything that is wrong with it.
    """
    tables: dict[str, pa.Table] = {}
    checked = check_extract(folder, shape, as_of, mapping, keep=tables)
    if checked.findings:
        raise as_problems(checked.findings)
    return tables


def check_extract(
    folder: Path,
    shape: Record,
    as_of: dt.date,
    mapping: Mapping = NO_MAPPING,
    keep: dict[str, pa.Table] | None = None,
) -> Checked:
    """Check an extract, a table at a time so that the whole need not fit in memory.

    Args:
        folder: A folder with a Parquet or CSV file for each table.
        shape: The record's shape.
        as_of: The day of the extract.
        mapping: Another system's names and codes.
        keep: Where to put the tables read, if they are wanted.

    Returns:
        Every finding, the age of each table, and the files and columns not used.

    Raises:
        InputProblems: There is no such folder.
    """
    if not folder.is_dir():
        raise InputProblems.one(str(folder), "there is no folder here", "Name the extract's folder")
    result = Checked([], [], _strange_files(folder, shape, mapping))
    keys: dict[str, pa.ChunkedArray] = {}
    for name in _referred_first(shape):
        table = shape.tables[name]
        opened, findings = open_table(folder, name, table, mapping)
        result.findings.extend(findings)
        if opened is None:
            continue
        result.unused.extend(f"{opened.file}: column {header}" for header in opened.unused)
        values = _typed(opened, table, shape, mapping, result.findings)
        if name in shape.referred_to():
            keys[name] = values.column(table.key)
        result.findings.extend(_between(opened, table, values, keys, as_of))
        result.ages.append(_age(name, values, as_of))
        if keep is not None:
            keep[name] = values
    result.ages.sort(key=lambda age: list(shape.tables).index(age.table))
    return result


def _typed(
    opened: Opened, table: Table, shape: Record, mapping: Mapping, findings: list[Finding]
) -> pa.Table:
    columns = {}
    for name, column in table.columns.items():
        header = opened.columns.get(name)
        held = (
            pa.chunked_array([pa.nulls(opened.values.num_rows, pa.string())])
            if header is None
            else opened.values.column(header)
        )
        accepted = mapping.accepted(shape, column.words) if column.words else {}
        read = read_cells(held, column, accepted, mapping.blanks)
        columns[name] = read.values
        if header is None:
            continue
        faults = list(read.faults)
        if column.never_blank:
            faults.append(Fault(BLANK.wrong, BLANK.remedy, read.blank))
        seen = (fault.seen(opened.file, header, opened.first_row) for fault in faults)
        findings.extend(finding for finding in seen if finding is not None)
    return pa.table(columns)


def _between(
    opened: Opened,
    table: Table,
    values: pa.Table,
    keys: dict[str, pa.ChunkedArray],
    as_of: dt.date,
) -> Iterator[Finding]:
    """Findings between cells, of columns that the file has."""
    for checks in (
        repeated_keys(table, values),
        orphans(table, values, keys),
        times(table, values, as_of),
    ):
        for name, fault in checks:
            header = opened.columns.get(name)
            finding = header and fault.seen(opened.file, header, opened.first_row)
            if finding:
                yield finding


def _referred_first(shape: Record) -> list[str]:
    """Tables in an order in which each comes after those it refers to."""
    order: list[str] = []

    def place(name: str) -> None:
        for column in shape.tables[name].columns.values():
            if column.refers_to and column.refers_to != name and column.refers_to not in order:
                place(column.refers_to)
        if name not in order:
            order.append(name)

    for name in shape.tables:
        place(name)
    return order


def _age(name: str, values: pa.Table, as_of: dt.date) -> Age:
    newest = pc.max(values.column("recorded_at")).as_py()
    old = None if newest is None else (as_of - newest.date()).days
    blank = {each: values.column(each).null_count for each in values.column_names}
    return Age(name, values.num_rows, newest, old, {k: n for k, n in blank.items() if n})


def _strange_files(folder: Path, shape: Record, mapping: Mapping) -> list[str]:
    stems = {mapping.file(name) for name in shape.tables}
    files = sorted(path for path in folder.iterdir() if path.suffix in {".csv", ".parquet"})
    return [path.name for path in files if path.stem not in stems]
