"""The shape every reader hands back, and the checks that are the same for all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.problems import InputProblems, ProblemList


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of stripped text under their headers, with each row's number."""

    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]


def grid_of(
    file: str, header: Sequence[str], body: Sequence[Sequence[str]], limits: Mapping[str, int]
) -> Grid:
    """Turn a header and rows of text into columns, dropping rows that hold nothing.

    Args:
        file: Name for problems.
        header: Row 1.
        body: Row 2 on; short rows are filled with blanks.
        limits: "rows" and "columns".

    Returns:
        The grid, with at least one row.

    Raises:
        InputProblems: Blank or repeated header, cells beyond the header, too many rows or
            columns, or no rows.
    """
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    problems = ProblemList(file)
    _check_header(names, problems, limits)
    width = len(names)
    kept: list[Sequence[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(body, start=2):
        cells = row
        if len(cells) != width:
            if any(cell.strip() for cell in cells[width:]):
                problems.add(
                    f"the row has more cells than the {width} columns named in row 1",
                    "Check for a comma inside a value that is not in quotation marks",
                    row=number,
                )
            cells = [*cells[:width], *[""] * (width - len(cells))]
        if any(cells) and any(cell.strip() for cell in cells):
            kept.append(cells)
            numbers.append(number)
    if len(kept) > limits["rows"]:
        problems.add(
            f"there are {len(kept):,} rows, more than the {limits['rows']:,} that can be read",
            "Split the list by area",
        )
    if not kept:
        problems.add("there are column names but no rows below them", "Add the rows")
    problems.raise_if_any()
    columns = {
        name: [cell.strip() for cell in column]
        for name, column in zip(names, zip(*kept, strict=True), strict=True)
    }
    return Grid(columns, numbers)


def _check_header(names: Sequence[str], problems: ProblemList, limits: Mapping[str, int]) -> None:
    if not names:
        raise InputProblems.one(
            problems.file, "row 1 holds no column names", "Put the column names in row 1"
        )
    if len(names) > limits["columns"]:
        raise InputProblems.one(
            problems.file,
            f"there are {len(names):,} columns, more than the {limits['columns']} that can be read",
            "Check that this is the right file",
        )
    for position, name in enumerate(names, start=1):
        if not name:
            problems.add(f"column {position} has no name", "Name it in row 1", row=1)
    for name, count in Counter(names).items():
        if name and count > 1:
            problems.add(
                f"{count} columns have this name", "Rename or remove all but one", row=1, column=name
            )
    if problems.found:
        problems.raise_if_any()
