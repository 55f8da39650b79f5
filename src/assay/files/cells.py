"""Cells whose text is no value: formulas, and the errors that spreadsheets leave behind."""

import re
from collections.abc import Mapping

from assay.files.grid import Grid
from assay.problems import Problem, ProblemList

FORMULA = (
    "the cell holds a formula",
    "Replace it with its value (copy, then paste values only); start a note with a letter",
)
ERROR = (
    "the cell holds a spreadsheet's error, not a value",
    "Put in the right value, or clear the cell if it isn't known",
)

SUSPECT = frozenset("=@+-#E")
"""First characters of cells worth a closer look."""
ERROR_TEXT = re.compile(r"#(?:N/A|GETTING_DATA|[A-Z0-9/]+[!?])|Err:\d{3}")
SIGNED_TEXT = "0123456789.,() -%"
"""A signed number, a telephone number or a dash on its own is made of these alone."""
_OPERAND = r'(?:\$?[A-Za-z]{1,3}\$?\d+|\d+(?:\.\d+)?|"[^"]*")'
REACHES_OUT = re.compile(r"\w\(|\||!\$?\w")
SUM = re.compile(rf"[+-]+\s*{_OPERAND}(?:\s*[-+*/^&<>=:]+\s*{_OPERAND})*")
"""What a spreadsheet could run after a sign: a call such as SUM(, a link to a program or to
another sheet such as cmd|'...'!A1, or a sum on cells. A note that begins with a dash has none
of these, and rationales are often written so."""


def bad_text(file: str, grid: Grid, *, formulas: bool) -> tuple[Problem, ...]:
    """List the cells whose text is an error, or a formula.

    Args:
        file: Name for problems.
        grid: The columns of text.
        formulas: Whether text can be a formula, as it can in CSV; in a workbook it can't.

    Returns:
        A problem for each such cell, column by column.
    """
    problems = ProblemList(file)
    for name, cells in grid.columns.items():
        kinds = {cell: _kind(cell, formulas=formulas) for cell in set(cells) if cell[:1] in SUSPECT}
        faults = {cell: kind for cell, kind in kinds.items() if kind}
        if faults:
            _note(name, grid, faults, problems)
    return tuple(problems.found)


def _note(
    name: str, grid: Grid, faults: Mapping[str, tuple[str, str]], problems: ProblemList
) -> None:
    for row, cell in zip(grid.rows, grid.columns[name], strict=True):
        if cell in faults:
            problems.add(*faults[cell], row=row, column=name)


def _kind(cell: str, *, formulas: bool) -> tuple[str, str] | None:
    """What a cell's text is, if it is no value."""
    if ERROR_TEXT.fullmatch(cell):
        return ERROR
    return FORMULA if formulas and _is_formula(cell) else None


def _is_formula(cell: str) -> bool:
    if cell[0] in "=@":
        return True
    if cell[0] not in "+-" or not cell[1:].strip(SIGNED_TEXT):
        return False
    return bool(REACHES_OUT.search(cell) or SUM.fullmatch(cell))
