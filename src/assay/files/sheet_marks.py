"""Where the XML of a sheet has formulas and errors, which its plain values don't show."""

import re
from collections.abc import Iterator, Sequence

from assay.files.cells import ERROR, FORMULA
from assay.files.sheet_size import LETTERS, ODS_COLUMNS, ODS_ROW, column_number, whole
from assay.problems import ProblemList

Mark = tuple[int, int, tuple[str, str]]
"""Row and column, both from 1, and what the cell holds."""

XLSX_FORMULA_CELL = re.compile(rb"(<(?:\w+:)?c\b[^>]*)>\s*<(?:\w+:)?f[\s>/]")
XLSX_ERROR_CELL = re.compile(rb"(<(?:\w+:)?c\b[^>]*?\bt\s*=\s*[\"']e[\"'][^>]*)>")
XLSX_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
XLSX_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']")
ODS_TABLE = re.compile(rb"<table:table(?=[\s>])")
ODS_TABLE_ROW = re.compile(rb"<table:table-row(?=[\s>/])")
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b[^>]*>")
ODS_FORMULA = b"table:formula="
ODS_ERROR = b'calcext:value-type="error"'


def has_marks(part: bytes) -> bool:
    """Whether the XML of a sheet, XLSX or ODS, has any formula or error."""
    return (
        ODS_FORMULA in part
        or ODS_ERROR in part
        or bool(XLSX_FORMULA.search(part) or XLSX_ERROR_CELL.search(part))
    )


def xlsx_marks(sheet: bytes) -> Iterator[Mark]:
    """Find the cells with an address that hold a formula or an error; a formula comes first."""
    for pattern, kind in ((XLSX_FORMULA_CELL, FORMULA), (XLSX_ERROR_CELL, ERROR)):
        for cell in pattern.findall(sheet):
            place = XLSX_PLACE.search(cell)
            if place:
                yield whole(place[2]), column_number(place[1]), kind


def count_xlsx_formulas(sheet: bytes) -> int:
    """Count every formula, whether or not its cell has an address."""
    return len(XLSX_FORMULA.findall(sheet))


def ods_marks(content: bytes, index: int, height: int, width: int) -> Iterator[Mark]:
    """Find the cells of one sheet that hold a formula or an error.

    Args:
        content: content.xml.
        index: Which sheet, from 0.
        height: Rows of the sheet; what repeats beyond them is left out.
        width: Columns of the sheet; likewise.
    """
    number = 1
    for row in ODS_TABLE_ROW.split(ODS_TABLE.split(content)[index + 1])[1:]:
        repeated = ODS_ROW.search(row)
        below = number + (whole(repeated[1]) if repeated else 1)
        if ODS_FORMULA in row or ODS_ERROR in row:
            for column, kind in _ods_row_marks(row, width):
                yield from ((line, column, kind) for line in range(number, min(below, height + 1)))
        number = below


def count_ods_formulas(content: bytes) -> int:
    """Count the cells of every sheet that are written with a formula."""
    return content.count(ODS_FORMULA)


def note_marks(marks: Iterator[Mark], header: Sequence[str], problems: ProblemList) -> int:
    """Note each marked cell once, by its column's name, or its letters where it has none.

    Returns:
        How many formulas were noted.
    """
    seen: set[tuple[int, int]] = set()
    formulas = 0
    for row, column, kind in marks:
        if (row, column) in seen:
            continue
        seen.add((row, column))
        formulas += kind is FORMULA
        name = header[column - 1] if column <= len(header) else ""
        problems.add(*kind, row=row, column=name or _letters(column))
    return formulas


def _ods_row_marks(row: bytes, width: int) -> Iterator[tuple[int, tuple[str, str]]]:
    column = 1
    for cell in ODS_CELL.findall(row):
        repeated = ODS_COLUMNS.search(cell)
        right = column + (whole(repeated[1]) if repeated else 1)
        kind = FORMULA if ODS_FORMULA in cell else ERROR if ODS_ERROR in cell else None
        if kind:
            yield from ((place, kind) for place in range(column, min(right, width + 1)))
        column = right


def _letters(column: int) -> str:
    """A column's letters from its number: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
