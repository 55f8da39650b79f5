"""Reading the first sheet of an XLSX or ODS workbook, with formulas refused."""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from python_calamine import CalamineError, CalamineWorkbook

from assay.files.grid import Grid, grid_of
from assay.files.sheet_size import check_ods, check_xlsx
from assay.problems import InputProblems, ProblemList

XLSX_CELL_WITH_FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f[\s>/]')
XLSX_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
ODS_FORMULA = b"table:formula="
UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError),
    *(CalamineError, RuntimeError),
)
"""What the readers raise for a file that is damaged, locked or something else altogether."""
REMEDY = "Replace it with its value (copy, then paste values only)"
XLSX_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def read(file: str, data: bytes, limits: Mapping[str, int]) -> Grid:
    """Read the bytes of an XLSX or ODS file.

    Args:
        file: Name for problems.
        data: The whole file.
        limits: "unpacked_bytes", "cells", "rows" and "columns".

    Returns:
        Columns of text from the first sheet that holds anything.

    Raises:
        InputProblems: Not a workbook, protected by a password, unpacks to more than the
            limit, holds too many cells or a formula, or anything `grid_of` refuses.
    """
    not_a_workbook = InputProblems.one(
        file,
        "the file is not a spreadsheet, whatever its name says, or it is locked by a password",
        "Open it in a spreadsheet program and save it as XLSX, ODS or CSV (UTF-8)",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_unpacked_size(file, archive, limits["unpacked_bytes"])
            _check_sheets(file, archive, limits)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    except UNREADABLE as error:
        raise not_a_workbook from error
    for sheet in sheets:
        cells = sheet.to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in cells):
            text = ([_text(cell) for cell in row] for row in cells)
            return grid_of(file, next(text), text, limits)
    raise InputProblems.one(
        file, "every sheet is empty", "Put the column names in row 1 of the first sheet"
    )


def _check_unpacked_size(file: str, archive: zipfile.ZipFile, largest: int) -> None:
    size = sum(entry.file_size for entry in archive.infolist())
    if size > largest:
        raise InputProblems.one(
            file,
            f"the workbook unpacks to {size / 1e6:,.0f} MB, more than the "
            f"{largest / 1e6:,.0f} MB limit",
            "Delete sheets and columns that are not needed, or save it as CSV (UTF-8)",
        )


def _check_sheets(file: str, archive: zipfile.ZipFile, limits: Mapping[str, int]) -> None:
    """Refuse a damaged archive, sheets of too many cells, and formulas."""
    if archive.testzip() is not None:
        raise zipfile.BadZipFile
    problems = ProblemList(file)
    for name in archive.namelist():
        if XLSX_SHEET.fullmatch(name):
            sheet = archive.read(name)
            check_xlsx(file, sheet, limits)
            _note_xlsx_formulas(sheet, problems)
        elif name == "content.xml":
            content = archive.read(name)
            check_ods(file, content, limits)
            count = content.count(ODS_FORMULA)
            if count:
                problems.add(
                    f"{count:,} cells hold a formula" if count > 1 else "a cell holds a formula",
                    REMEDY,
                )
    problems.raise_if_any()


def _note_xlsx_formulas(sheet: bytes, problems: ProblemList) -> None:
    placed = XLSX_CELL_WITH_FORMULA.findall(sheet)
    for letters, row in placed:
        problems.add("the cell holds a formula", REMEDY, row=int(row), column=letters.decode())
    if not placed and XLSX_FORMULA.search(sheet):
        problems.add("a cell holds a formula", REMEDY)


def _text(cell: object) -> str:
    """A cell as a person would type it: ISO dates, whole numbers without decimals."""
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time.min
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
