"""How many cells a sheet would come to, before anything makes room for them.

A few bytes can claim billions of cells: one stray cell in the last corner of an XLSX sheet,
or an ODS row said to be repeated a million times.
"""

import re
from collections.abc import Mapping
from functools import reduce

from assay.problems import InputProblems

XLSX_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d+)")
XLSX_COLUMN = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]+)\d")
XLSX_CELL_ROW = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"'][A-Za-z]+(\d+)")
ODS_ROW = re.compile(rb"^[^>]*table:number-rows-repeated\s*=\s*[\"'](\d+)")
ODS_FILLED = re.compile(rb"<table:table-cell\b[^>]*office:value-type[^>]*>")
ODS_COLUMNS = re.compile(rb"table:number-columns-repeated\s*=\s*[\"'](\d+)")
LETTERS = 26
LONGEST = 18
"""Digits of a number that are looked at; a number with more of them is far too large anyway."""


def check_xlsx(file: str, sheet: bytes, limits: Mapping[str, int]) -> None:
    """Refuse an XLSX sheet whose corner cell is too far out.

    Args:
        file: Name for problems.
        sheet: The sheet's XML.
        limits: "cells", the most that height times width may come to.

    Raises:
        InputProblems: It comes to more.
    """
    rows = {*XLSX_ROW.findall(sheet), *XLSX_CELL_ROW.findall(sheet)}
    height = max(map(whole, rows), default=0)
    width = max(map(column_number, set(XLSX_COLUMN.findall(sheet))), default=0)
    _refuse(file, height * width, limits)


def check_ods(file: str, content: bytes, limits: Mapping[str, int]) -> None:
    """Refuse an ODS document whose filled rows and cells repeat too often.

    Args:
        file: Name for problems.
        content: content.xml.
        limits: "cells", the most that the filled cells may come to.

    Raises:
        InputProblems: They come to more.
    """
    cells = 0
    for row in content.split(b"<table:table-row")[1:]:
        filled = [ODS_COLUMNS.search(cell) for cell in ODS_FILLED.findall(row)]
        repeats = ODS_ROW.search(row)
        width = sum(whole(match[1]) if match else 1 for match in filled)
        cells += width * (whole(repeats[1]) if repeats else 1)
    _refuse(file, cells, limits)


def column_number(letters: bytes) -> int:
    """A column's number from its letters: A is 1, AA is 27."""
    upper = letters.upper()[:LONGEST]
    return reduce(lambda number, letter: number * LETTERS + letter - ord("A") + 1, upper, 0)


def whole(digits: bytes) -> int:
    """A number from its digits, however many there are."""
    return int(digits[:LONGEST])


def _refuse(file: str, cells: int, limits: Mapping[str, int]) -> None:
    if cells > limits["cells"]:
        raise InputProblems.one(
            file,
            f"a sheet comes to {cells:,} cells, more than the {limits['cells']:,} that can be read",
            "Look for a stray cell far below or to the right and delete it, "
            "or save the list as CSV (UTF-8)",
        )
