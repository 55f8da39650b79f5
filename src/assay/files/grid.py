"""The shape every reader hands back, and the checks that are the same for all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assay.files.progress import say
from assay.problems import InputProblems, Problem, ProblemList

TRIAL, MOSTLY_DIFFERENT = 10_000, 0.5
"""A column with more different cells than this part of its first rows does not repeat itself."""
BLOCK = 500
"""Rows turned into columns at a time: few enough that Python's collector of garbage, which
starts at some hundreds of new containers, does not trawl through a whole list of rows."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of stripped text under their headers, with each row's number.

    Of columns with one name the first is kept, and of those without a name none; `problems`
    says so, and lists the rows with too many cells.
    """

    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    problems: tuple[Problem, ...] = ()


def grid_of(
    file: str, header: Sequence[str], body: Iterable[Sequence[str]], limits: Mapping[str, int]
) -> Grid:
    """Turn a header and rows of text into columns, dropping rows that hold nothing.

    Args:
        file: Name for problems.
        header: Row 1.
        body: Row 2 on; short rows are filled with blanks.
        limits: "rows" and "columns".

    Returns:
        The grid, with at least one row. Blank and repeated headers and cells beyond the
        header are problems that come with it.

    Raises:
        InputProblems: No header, a title in its place, too many rows or columns, or no rows.
    """
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    problems = ProblemList(file)
    _check_header(names, problems, limits)
    columns: list[list[str]] = [[] for _ in names]
    # One copy of each different text, for columns that repeat themselves: less memory, and
    # quicker passes later.
    seen: list[dict[str, str]] = [{} for _ in names]
    numbers: list[int] = []
    rows = enumerate(body, start=2)
    while block := list(islice(rows, BLOCK)):
        kept = [(number, row) for number, row in block if any(map(str.strip, row))]
        if kept and not numbers:
            _refuse_title(names, kept[0][1], problems)
        numbers += [number for number, _ in kept]
        say("rows", len(numbers))
        _check_room(len(numbers), len(names), problems, limits)
        fitted = [_fit(row, len(names), number, problems) for number, row in kept]
        for column, memo, cells in zip(columns, seen, zip(*fitted, strict=True), strict=False):
            stripped = list(map(str.strip, cells))
            repeats = len(column) < TRIAL or len(memo) < TRIAL * MOSTLY_DIFFERENT
            column.extend(map(memo.setdefault, stripped, stripped) if repeats else stripped)
    if not numbers:
        problems.add("there are column names but no rows below them", "Add the rows")
        problems.raise_if_any()
    named = {name: names.index(name) for name in names if name}
    return Grid(
        {name: columns[place] for name, place in named.items()}, numbers, tuple(problems.found)
    )


def _refuse_title(names: Sequence[str], first_row: Sequence[str], problems: ProblemList) -> None:
    """Stop at a lone name above rows of several cells: no column could be told from another."""
    if len(names) == 1 and sum(1 for cell in first_row if cell.strip()) > 1:
        raise InputProblems.one(
            problems.file,
            "row 1 seems to be a title: it holds one cell and the rows below hold more",
            "Put the column names in row 1",
            row=1,
        )


def _check_room(count: int, width: int, problems: ProblemList, limits: Mapping[str, int]) -> None:
    """Stop as soon as there is too much: the rest may be many times as long."""
    if count > limits["rows"]:
        problems.add(
            f"there are more than {limits['rows']:,} rows, the most that can be read",
            "Split the list by area",
        )
    elif count * width > limits["cells"]:
        problems.add(
            f"there are more than {limits['cells']:,} cells, the most that can be read",
            "Leave out columns that are not needed, or split the list by area",
        )
    else:
        return
    problems.raise_if_any()


def _fit(row: Sequence[str], width: int, number: int, problems: ProblemList) -> Sequence[str]:
    """Give a row as many cells as the header; noting it where cells with text are cut off."""
    if len(row) == width:
        return row
    if any(cell.strip() for cell in row[width:]):
        problems.add(
            f"the row has more cells than the {width} columns named in row 1",
            "Check for a comma inside a value that is not in quotation marks",
            row=number,
        )
    return [*row[:width], *[""] * (width - len(row))]


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
                f"{count} columns have this name",
                "Rename or remove all but one",
                row=1,
                column=name,
            )
