"""Reading the first sheet of an XLSX or ODS workbook, with formulas refused."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping

from python_calamine import CalamineError, CalamineWorkbook

from assay.files.grid import Grid, grid_of
from assay.problems import InputProblems, ProblemList

XLSX_CELL_WITH_FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f[\s>/]')
ODS_FORMULA = b"table:formula="
XLSX_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def read(file: str, data: bytes, limits: Mapping[str, int]) -> Grid:
    """Read the bytes of an XLSX or ODS file.

    Args:
        file: Name for problems.
        data: The whole file.
        limits: "unpacked_bytes", "rows" and "columns".

    Returns:
        Columns of text from the first sheet that holds anything.

    Raises:
        InputProblems: Not a workbook, protected by a password, unpacks to more than the
            limit, holds a formula, or anything `grid_of` refuses.
    """
    not_a_workbook = InputProblems.one(
        file,
        "the file is not a spreadsheet, whatever its name says, or it is locked by a password",
        "Open it in a spreadsheet program and save it as XLSX, ODS or CSV (UTF-8)",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_unpacked_size(file, archive, limits["unpacked_bytes"])
            _refuse_formulas(file, archive)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    except (zipfile.BadZipFile, CalamineError, zipfile.LargeZipFile, RuntimeError) as error:
        raise not_a_workbook from error
    for sheet in sheets:
        cells = sheet.to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in cells):
            text = [[_text(cell) for cell in row] for row in cells]
            return grid_of(file, text[0], text[1:], limits)
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


def _refuse_formulas(file: str, archive: zipfile.ZipFile) -> None:
    problems = ProblemList(file)
    remedy = "Replace it with its value (copy, then paste values only)"
    for name in archive.namelist():
        if XLSX_SHEET.fullmatch(name):
            for letters, row in XLSX_CELL_WITH_FORMULA.findall(archive.read(name)):
                problems.add(
                    "the cell holds a formula", remedy, row=int(row), column=letters.decode()
                )
        elif name == "content.xml":
            count = archive.read(name).count(ODS_FORMULA)
            if count:
                problems.add(f"{count:,} cells hold formulas", remedy)
    problems.raise_if_any()


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


