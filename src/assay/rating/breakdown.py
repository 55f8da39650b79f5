"""Results by group (cluster, sex, grade), with groups too small to show hidden.

The total is published too, so what is hidden can be had by subtraction. Groups therefore
stay hidden together until there are two of them, they hold enough cases between them, and
those cases were not all judged alike.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assay.problems import InputProblems
from assay.rating.inputs import Answer, Assessments
from assay.rating.tally import Tally, tally, whole_percent
from assay.standards.framework import Framework

NOT_RECORDED = "(not recorded)"


@dataclass(frozen=True, slots=True)
class Cell:
    """One group's result on one key question; the figures are None when hidden."""

    number: str
    group: str
    sufficient: int | None
    relevant: int | None
    percent: int | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Results by the values of one column.

    Attributes:
        column: The column's header.
        groups: Its values, in order.
        cells: One for each key question answered and group with a relevant case.
        smallest_group: Fewest relevant cases that are shown.
    """

    column: str
    groups: tuple[str, ...]
    cells: tuple[Cell, ...]
    smallest_group: int


@cache
def smallest_group() -> int:
    """Fewest relevant cases that are shown; see rating/disclosure.toml."""
    text = files("assay.rating").joinpath("disclosure.toml").read_text(encoding="utf-8")
    return int(tomllib.loads(text)["smallest_group"]["value"])


def breakdown(assessments: Assessments, framework: Framework, column: str) -> Breakdown:
    """Count each key question by the values of a further column.

    Args:
        assessments: Answers with the column among their extras.
        framework: Whose key questions they are.
        column: The column's header, in any case.

    Returns:
        The counts, with small groups hidden.

    Raises:
        InputProblems: There is no such column.
    """
    header = {name.casefold(): name for name in assessments.extra}.get(column.casefold())
    if header is None:
        raise InputProblems.one(
            assessments.file,
            f"there is no column {column} to break results down by",
            f"Use one of: {', '.join(assessments.extra)}"
            if assessments.extra
            else "Add the column to the file; it has none beyond the three that are needed",
        )
    answers: dict[str, list[tuple[str, Answer]]] = defaultdict(list)
    names = _names(assessments.extra[header])
    for group, question, answer in zip(
        assessments.extra[header], assessments.questions, assessments.answers, strict=True
    ):
        answers[names[group]].append((question, answer))
    tallies = {group: tally(pairs) for group, pairs in sorted(answers.items())}
    cells = [
        cell
        for number in framework.key_questions
        for cell in _cells(number, list(tallies), tallies)
    ]
    return Breakdown(header, tuple(tallies), tuple(cells), smallest_group())


def _cells(
    number: str, groups: Sequence[str], tallies: Mapping[str, Mapping[str, Tally]]
) -> list[Cell]:
    counts = {
        group: found for group in groups if (found := tallies[group].get(number, Tally())).relevant
    }
    hidden = _hidden(counts)
    return [_cell(number, group, found, group in hidden) for group, found in counts.items()]


def _hidden(counts: Mapping[str, Tally]) -> set[str]:
    """The groups too small to show, and the next smallest until subtraction tells nothing."""
    by_size = sorted(counts, key=lambda group: (counts[group].relevant, group))
    hidden = {group for group in by_size if counts[group].relevant < smallest_group()}
    if not hidden:
        return hidden
    for group in by_size:
        if _tells_nothing([counts[group] for group in hidden]):
            break
        hidden.add(group)
    return hidden


def _tells_nothing(hidden: Sequence[Tally]) -> bool:
    relevant = sum(counts.relevant for counts in hidden)
    sufficient = sum(counts.sufficient for counts in hidden)
    return len(hidden) > 1 and relevant >= smallest_group() and 0 < sufficient < relevant


def _names(cells: Sequence[str]) -> dict[str, str]:
    """What to call each cell's group: the commonest spelling, whatever its case and spaces."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for cell, count in Counter(cells).items():
        spellings[_plain(cell)][cell] += count
    commonest = {
        plain: min(found, key=lambda cell: (-found[cell], cell))
        for plain, found in spellings.items()
    }
    return {cell: commonest[_plain(cell)] or NOT_RECORDED for cell in set(cells)}


def _plain(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _cell(number: str, group: str, counts: Tally, hidden: bool) -> Cell:  # noqa: FBT001
    if hidden or counts.share is None:
        return Cell(number, group, None, None, None, hidden=True)
    percent = whole_percent(counts.share)
    return Cell(number, group, counts.sufficient, counts.relevant, percent, hidden=False)
