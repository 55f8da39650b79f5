"""Reading the first sheet of an XLSX or ODS workbook, with formulas refused."""

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from assay.files.cells import bad_text
from assay.files.grid import Grid, grid_of
from assay.files.progress import say
from assay.files.sheet_marks import (
    count_ods_formulas,
    count_xlsx_formulas,
    has_marks,
    note_marks,
    ods_marks,
    xlsx_marks,
)
from assay.files.sheet_size import check_ods, check_xlsx
from assay.problems import InputProblems, ProblemList

UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError),
    *(CalamineError, RuntimeError, ValueError),
)
"""What the readers raise for a file that is damaged, locked or something else altogether.

A `ValueError` comes of an archive that says its parts lie before its beginning.
"""
CONTENT = "content.xml"
XLSX_BOOK = "xl/workbook.xml"
XLSB_BOOK = "xl/workbook.bin"
ZIP = b"PK\x03\x04"
XLSX_LINKS = "xl/_rels/workbook.xml.rels"
XLSX_SHEET = re.compile(rb"<(?:\w+:)?sheetData\b")
XLSX_SHEET_ID = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\b\w+:id=[\"']([^\"']+)")
XLSX_LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
XLSX_ATTRIBUTE = re.compile(rb"\b(Id|Target)=[\"']([^\"']+)")
ELSEWHERE = "Replace formulas on every sheet with their values, or delete the sheets not needed"


def read(file: str, data: bytes, limits: Mapping[str, int]) -> Grid:
    """Read the bytes of an XLSX or ODS file.

    Args:
        file: Name for problems.
        data: The whole file.
        limits: "unpacked_bytes", "parts", "cells", "rows" and "columns".

    Returns:
        Columns of text from the first sheet that holds anything; formulas and errors are
        problems that come with them.

    Raises:
        InputProblems: Not a workbook, protected by a password, unpacks to more than the
            limit, holds too many cells, or anything `grid_of` refuses.
    """
    not_a_workbook = InputProblems.one(
        file,
        "the file is not a spreadsheet, whatever its name says, or it is locked by a password",
        "Open it in a spreadsheet program and save it as XLSX, ODS or CSV (UTF-8)",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_kind(data, archive)
            _check_unpacked_size(file, archive, limits)
            parts = _marked_parts(file, archive, limits)
            order = _xlsx_order(archive)
        index, cells = _first_filled(CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except UNREADABLE as error:
        raise not_a_workbook from error
    if not cells:
        raise InputProblems.one(
            file, "every sheet is empty", "Put the column names in row 1 of the first sheet"
        )
    text = ([_text(cell) for cell in row] for row in cells)
    header = next(text)
    say("rows", 0, len(cells) - 1)
    grid = grid_of(file, header, text, limits)
    problems = ProblemList(file)
    problems.take(grid.problems)
    if CONTENT in parts:
        _note_ods(parts[CONTENT], index, (len(cells), header), problems)
    else:
        _note_xlsx(parts, order[index] if index < len(order) else None, header, problems)
    problems.take(bad_text(file, grid, formulas=False))
    return replace(grid, problems=tuple(problems.found))


def _first_filled(workbook: CalamineWorkbook) -> tuple[int, list[list[Any]]]:
    """The first sheet that holds anything, and its place; one at a time, as each takes room."""
    for index, name in enumerate(workbook.sheet_names):
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in cells):
            return index, cells
    return 0, []


def _check_kind(data: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse what the reader of workbooks would take for another kind, with other dangers."""
    names = {name.lower() for name in archive.namelist()}
    if not data.startswith(ZIP) or not names & {CONTENT, XLSX_BOOK} or XLSB_BOOK in names:
        raise zipfile.BadZipFile


def _check_unpacked_size(file: str, archive: zipfile.ZipFile, limits: Mapping[str, int]) -> None:
    size = sum(entry.file_size for entry in archive.infolist())
    parts = len(archive.infolist())
    if size > limits["unpacked_bytes"] or parts > limits["parts"]:
        raise InputProblems.one(
            file,
            f"the workbook unpacks to {size / 1e6:,.0f} MB in {parts:,} parts, more than the "
            f"{limits['unpacked_bytes'] / 1e6:,.0f} MB or {limits['parts']:,} parts limit",
            "Delete sheets and columns that are not needed, or save it as CSV (UTF-8)",
        )


def _marked_parts(
    file: str, archive: zipfile.ZipFile, limits: Mapping[str, int]
) -> dict[str, bytes]:
    """The XML of the sheets with formulas or errors, by name.

    A damaged archive and a sheet of too many cells are refused.
    """
    if archive.testzip() is not None:
        raise zipfile.BadZipFile
    marked: dict[str, bytes] = {}
    for name in archive.namelist():
        part = archive.read(name)
        if name == CONTENT or XLSX_SHEET.search(part):
            (check_ods if name == CONTENT else check_xlsx)(file, part, limits)
            if has_marks(part):
                marked[name] = part
    return marked


def _xlsx_order(archive: zipfile.ZipFile) -> list[str]:
    """The parts of an XLSX in the order of its sheets; none for an ODS or where it isn't told."""
    there = set(archive.namelist())
    if not {XLSX_BOOK, XLSX_LINKS} <= there:
        return []
    links = [
        dict(XLSX_ATTRIBUTE.findall(link)) for link in XLSX_LINK.findall(archive.read(XLSX_LINKS))
    ]
    targets = {link.get(b"Id"): link.get(b"Target", b"").decode() for link in links}
    ids = XLSX_SHEET_ID.findall(archive.read(XLSX_BOOK))
    parts = [posixpath.normpath(posixpath.join("/xl", targets.get(i, "")))[1:] for i in ids]
    return parts if there.issuperset(parts) else []


def _note_xlsx(
    parts: Mapping[str, bytes], name: str | None, header: Sequence[str], problems: ProblemList
) -> None:
    """Note the formulas and errors of the sheet that is read, and that others hold formulas.

    Where it isn't told which part is the sheet (None), all are taken for it.
    """
    read = [part for part in parts if name in (None, part)]
    noted = sum(note_marks(xlsx_marks(parts[part]), header, problems) for part in read)
    _note_others(sum(map(count_xlsx_formulas, parts.values())) - noted, problems)


def _note_ods(
    content: bytes, index: int, sheet: tuple[int, Sequence[str]], problems: ProblemList
) -> None:
    height, header = sheet
    noted = note_marks(ods_marks(content, index, height, len(header)), header, problems)
    _note_others(count_ods_formulas(content) - noted, problems)


def _note_others(count: int, problems: ProblemList) -> None:
    if count > 0:
        some = "a cell holds a formula" if count == 1 else f"{count:,} cells hold a formula"
        problems.add(f"{some}, on another sheet or where no row can be told", ELSEWHERE)


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
