"""Reading CSV: UTF-8 only, comma, semicolon or tab, with formulas refused."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assay.files.cells import bad_text
from assay.files.grid import Grid, grid_of
from assay.files.progress import say
from assay.problems import InputProblems

DELIMITERS = ",;\t"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read(file: str, data: bytes, limits: Mapping[str, int]) -> Grid:
    """Read the bytes of a CSV file.

    Args:
        file: Name for problems.
        data: The whole file.
        limits: "rows" and "columns".

    Returns:
        Columns of text; formulas and errors are problems that come with them.

    Raises:
        InputProblems: Not UTF-8, not CSV, or anything `grid_of` refuses.
    """
    _refuse_other_encodings(file, data)
    first = data.partition(b"\n")[0]
    delimiter = max(DELIMITERS, key=lambda mark: first.count(mark.encode()))
    rows = _rows(file, data, delimiter)
    say("rows", 0, data.rstrip().count(b"\n"))
    grid = grid_of(file, next(rows, []), rows, limits)
    return replace(grid, problems=grid.problems + bad_text(file, grid, formulas=True))


def _rows(file: str, data: bytes, delimiter: str) -> Iterator[list[str]]:
    # Decoded as it is read: the whole text at once would take four bytes for each letter.
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise InputProblems.one(
            file,
            f"the text stops being CSV at line {reader.line_num} ({error})",
            "Look for a quotation mark that is not closed, or save it again as CSV (UTF-8); "
            "the rest is checked after that",
        ) from error


def _refuse_other_encodings(file: str, data: bytes) -> None:
    if data[:4] == b"PK\x03\x04" or data[:4] == b"%PDF" or b"\x00" in data:
        wrong = "the file is not text"
        if data.startswith(UTF16_MARKS):
            wrong = "the text is in UTF-16, not UTF-8"
        raise InputProblems.one(file, wrong, "Save it as CSV UTF-8 (comma delimited)")
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblems.one(
            file,
            "the text is not in UTF-8",
            "Save it as CSV UTF-8 (comma delimited); older spreadsheets save Windows-1252",
            row=data.count(b"\n", 0, error.start) + 1,
        ) from error
