"""What is wrong with an input, said once, completely and kindly.

Every reader in Assay collects `Problem`s while it goes on reading and raises a single
`InputProblems` at the end, so that a person can mend a file in one go.

A problem never quotes a person's name, date of birth or identifier: those columns are
named and counted, not echoed, because problems end up in logs and screenshots.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

Result = TypeVar("Result")
RANGES_SHOWN = 20
"""Ranges of rows in one line of text: enough to see where to look, and still readable."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    Attributes:
        file: The file's name as the reader was given it, or the name of an option.
        wrong: What is wrong, as a short clause without a full stop.
        remedy: What to do about it, as an instruction without a full stop.
        row: The row as a spreadsheet numbers it (the header is row 1), or None.
        column: The column's header as it stands in the file, or None.
        found: The offending value, only where it can't identify a person; else None.
    """

    file: str
    wrong: str
    remedy: str
    row: int | None = None
    column: str | None = None
    found: str | None = None


class InputProblems(Exception):  # noqa: N818 - it is read aloud as "raises input problems"
    """Raised when an input can't be used; carries every problem found in it.

    Attributes:
        problems: At least one problem, in the order found.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("InputProblems needs at least one problem")
        super().__init__(describe(self.problems))

    @classmethod
    def one(cls, file: str, wrong: str, remedy: str, **where: Any) -> "InputProblems":
        """Build the exception for a single problem; `where` is row, column or found."""
        return cls([Problem(file, wrong, remedy, **where)])


class ProblemList:
    """Collects problems while reading goes on.

    Args:
        file: The file every collected problem is about.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []
        self._refused: set[tuple[int, str]] = set()

    def take(self, earlier: Iterable[Problem]) -> None:
        """Note what was found before; a cell it refuses gets no second problem."""
        for problem in earlier:
            self.found.append(problem)
            if problem.row is not None and problem.column is not None:
                self._refused.add((problem.row, problem.column))

    def add(self, wrong: str, remedy: str, **where: Any) -> None:
        """Note one problem; `where` is row, column or found."""
        if not self._refused or (where.get("row"), where.get("column")) not in self._refused:
            self.found.append(Problem(self.file, wrong, remedy, **where))

    def raise_if_any(self) -> None:
        """Raise InputProblems if anything was noted."""
        if self.found:
            raise InputProblems(self.found)


class Gathered:
    """Runs several readers and raises the problems of all of them together."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def run(self, reader: Callable[..., Result], *arguments: Any) -> Result | None:
        """Call a reader; None when it raised problems, which are kept."""
        try:
            return reader(*arguments)
        except InputProblems as problems:
            self.found.extend(problems.problems)
            return None

    def raise_if_any(self) -> None:
        """Raise one InputProblems with everything kept, if there is anything."""
        if self.found:
            raise InputProblems(self.found)


def describe(problems: Sequence[Problem]) -> str:
    """Say every problem in plain text, like ones together with their rows as ranges.

    Only the first ranges of each are shown; the problems themselves and `as_json` have all.
    """
    groups: dict[tuple[str, str | None, str | None, str, str], list[int]] = defaultdict(list)
    for problem in problems:
        key = (problem.file, problem.column, problem.found, problem.wrong, problem.remedy)
        rows = groups[key]
        if problem.row is not None:
            rows.append(problem.row)
    count = len(problems)
    lines = [f"{count:,} problem{'' if count == 1 else 's'} found:"]
    for (file, column, found, wrong, remedy), rows in groups.items():
        where = [file]
        if rows:
            where.append(f"row{'' if len(rows) == 1 else 's'} {_ranges(rows)}")
        if column is not None:
            where.append(f"column {_shown(column)}")
        value = "" if found is None else f" (found '{_shown(found)}')"
        lines.append(f"  {', '.join(where)}: {wrong}{value}. {remedy}.")
    return "\n".join(lines)


def as_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Give the problems as plain dictionaries, one each, in the order found."""
    return [asdict(problem) for problem in problems]


def spans_of(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Join row numbers that follow one another: first and last of each run, rising."""
    spans: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans


def say_spans(spans: Iterable[tuple[int, int]]) -> str:
    """Say spans as "2-40, 52"."""
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)


def _ranges(rows: Iterable[int]) -> str:
    spans = spans_of(rows)
    more = sum(b - a + 1 for a, b in spans[RANGES_SHOWN:])
    shown = say_spans(spans[:RANGES_SHOWN])
    return shown + (f" and {more:,} more row{'' if more == 1 else 's'}" if more else "")


def _shown(text: str) -> str:
    """Text from a file on one line, with nothing a terminal would act on."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
