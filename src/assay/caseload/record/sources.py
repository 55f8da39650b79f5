"""Opening the tables of an extract: a folder of Parquet or CSV files."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from assay.caseload.record.findings import Finding
from assay.caseload.record.mapping import Mapping
from assay.caseload.record.shape import Table

ENDINGS = (".parquet", ".csv")
FIRST_ROW = {".csv": 2, ".parquet": 1}
REPEATING = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class Opened:
    """A table as it stands in its file.

    Attributes:
        file: The file's name.
        first_row: The number of its first row of values.
        columns: Our name to the column's name in the file, of those that are there.
        values: The columns, by their names in the file.
        unused: Columns of the file that are none of ours.
    """

    file: str
    first_row: int
    columns: dict[str, str]
    values: pa.Table
    unused: tuple[str, ...]


def open_table(
    folder: Path, name: str, table: Table, mapping: Mapping
) -> tuple[Opened | None, list[Finding]]:
    """Read one table's file, with what is wrong about the file as a whole."""
    stem = mapping.file(name)
    present = [path for ending in ENDINGS if (path := folder / f"{stem}{ending}").exists()]
    if not present:
        wrong = f"the table {name} is missing"
        return None, [Finding(stem, wrong, "Export it as Parquet or CSV; empty if there is none")]
    if len(present) > 1:
        wrong = "the table is there twice, as Parquet and as CSV"
        return None, [Finding(stem, wrong, "Remove one of the two")]
    path = present[0]
    try:
        return _open(path, name, table, mapping)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        return None, [_unreadable(path, error)]


def _open(
    path: Path, name: str, table: Table, mapping: Mapping
) -> tuple[Opened | None, list[Finding]]:
    headers = _headers(path)
    asked = {own: mapping.column(name, own) for own in table.columns}
    if len(set(headers)) < len(headers):
        # Only names that were asked for are said: without a header, row 1 is somebody's.
        named: list[str | None] = [each for each in asked.values() if headers.count(each) > 1]
        wrong = "two columns have the same name"
        return None, [
            Finding(path.name, wrong, "Rename one of them", each) for each in named or [None]
        ]
    columns = {own: theirs for own, theirs in asked.items() if theirs in headers}
    missing = [
        Finding(path.name, "the column is missing", "Export it, or name it in the mapping", theirs)
        for own, theirs in asked.items()
        if own not in columns
    ]
    repeating = [
        theirs
        for own, theirs in columns.items()
        if table.columns[own].refers_to or table.columns[own].type == "code"
    ]
    unused = tuple(header for header in headers if columns and header not in columns.values())
    values = _values(path, list(columns.values()), repeating)
    return Opened(path.name, FIRST_ROW[path.suffix], columns, values, unused), missing


def _headers(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return list(pq.read_schema(path).names)
    with path.open("rb") as file:
        first = file.readline()
    text = first.decode("utf-8-sig")
    reader = arrow_csv.read_csv(
        pa.BufferReader(text.encode()),
        read_options=arrow_csv.ReadOptions(autogenerate_column_names=True),
    )
    return [str(reader.column(i)[0].as_py()) for i in range(reader.num_columns)]


def _values(path: Path, columns: list[str], repeating: list[str]) -> pa.Table:
    if path.suffix == ".parquet":
        texts = _text_columns(path)
        coded = [name for name in repeating if name in texts]
        return pq.read_table(path, columns=columns, read_dictionary=coded, partitioning=None)
    types = {name: REPEATING if name in repeating else pa.string() for name in columns}
    return (
        arrow_csv.read_csv(
            path,
            convert_options=arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types=types,
                include_columns=columns,
                strings_can_be_null=False,
            ),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        )
        if columns
        else pa.table({})
    )


def _text_columns(path: Path) -> set[str]:
    return {each.name for each in pq.read_schema(path) if pa.types.is_string(each.type)}


def _unreadable(path: Path, error: Exception) -> Finding:
    """Arrow's own words may quote a row, so they are not passed on."""
    if isinstance(error, UnicodeDecodeError):
        return Finding(path.name, "the header is not UTF-8", "Export the table again as UTF-8")
    if isinstance(error, PermissionError):
        return Finding(path.name, "the file may not be read", "Ask for permission to read it")
    if path.stat().st_size == 0:
        return Finding(
            path.name, "the file is empty", "Export the table again, with its column names"
        )
    if path.suffix == ".parquet":
        wrong = "this is not a whole Parquet file: cut short, damaged, or something else"
        return Finding(path.name, wrong, "Export or copy the file again")
    wrong = "this can't be read as CSV: a row has too many or too few cells, or a quote is open"
    return Finding(path.name, wrong, "Export the table again, with commas and double quotes")
