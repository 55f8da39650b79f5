"""Specs of criteria: small drawn tables and the states expected of them.

A spec is a Markdown page: a title, the rule in words, then examples. Each example has a heading
that says what it shows, the day it is judged on, the rows of the tables that matter, and last a
table "gives" with one row for each case, officer or unit the criterion applies to. Cells left
out are blank; a table's key is numbered where it is not given.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from assay.caseload.record.shape import Column, Record

Cell = str | int | float | bool | dt.date | dt.datetime | None
Row = dict[str, Cell]
AS_OF = re.compile(r"As of (\d{4}-\d{2}-\d{2})(?:, profile ([a-z0-9-]+))?")
YES_OR_NO = {"yes": True, "no": False}
READERS: Mapping[str, Callable[[str], Cell]] = {
    "day": dt.date.fromisoformat,
    "moment": dt.datetime.fromisoformat,
    "yes or no": YES_OR_NO.__getitem__,
    "count": int,
    "number": float,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What an example expects of one case, officer or unit.

    The severity is blank where it is the criterion's own.
    """

    state: str
    due_on: dt.date | None
    reason: str | None
    severity: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a spec.

    Attributes:
        says: Its heading.
        as_of: The day it is judged on.
        profile: Id of the practice profile.
        tables: Rows of every table of the record, with every column.
        gives: What is expected, by id of case, officer or unit.
    """

    says: str
    as_of: dt.date
    profile: str
    tables: Mapping[str, list[Row]]
    gives: Mapping[str, Expected]


@dataclass(frozen=True, slots=True)
class Spec:
    """The manual page of a criterion."""

    criterion: str
    words: str
    examples: tuple[Example, ...]


def load_spec(criterion: str, shape: Record) -> Spec:
    """Read the spec of a criterion, such as "A01"."""
    place = files("assay.assurance").joinpath("specs", f"{criterion.lower()}.md")
    return parse_spec(criterion, place.read_text(encoding="utf-8"), shape)


def parse_spec(criterion: str, text: str, shape: Record) -> Spec:
    """Read a spec.

    Args:
        criterion: Its id.
        text: The Markdown page.
        shape: The record's shape.

    Returns:
        The words before the first example, and the examples.

    Raises:
        ValueError: Anything that can't be read, with the example's heading.
    """
    words, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    return Spec(criterion, words, tuple(_example(part, shape) for part in parts))


def _example(text: str, shape: Record) -> Example:
    says = text.split("\n", 1)[0].strip()
    try:
        return _read(says, text, shape)
    except (ValueError, KeyError) as fault:
        raise ValueError(f"{says}: {fault}") from fault


def _read(says: str, text: str, shape: Record) -> Example:
    when = AS_OF.search(text)
    if when is None:
        raise ValueError('no line "As of 2026-03-20"')
    drawn = dict(_tables(text))
    gives = {str(row["of"]): _expected(row) for row in drawn.pop("gives")}
    tables = {name: _rows(name, drawn.pop(name, []), shape) for name in shape.tables}
    if drawn:
        raise ValueError(f"no such table: {', '.join(drawn)}")
    return Example(says, dt.date.fromisoformat(when[1]), when[2] or "current", tables, gives)


def _tables(text: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Each drawn table: its name on the line above, a head, a rule, rows."""
    blocks = re.finditer(r"^([a-z_0-9]+)\n+((?:\|.*\|\n?)+)", text, flags=re.MULTILINE)
    for block in blocks:
        lines = [_cells(line) for line in block[2].strip().splitlines()]
        head, rows = lines[0], lines[2:]
        if any(len(row) != len(head) for row in rows):
            raise ValueError(f"a row of {block[1]} has not {len(head)} cells")
        yield block[1], [dict(zip(head, row, strict=True)) for row in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _rows(name: str, drawn: list[dict[str, str]], shape: Record) -> list[Row]:
    table = shape.tables[name]
    rows = []
    for number, cells in enumerate(drawn, start=1):
        strange = cells.keys() - table.columns.keys()
        if strange:
            raise ValueError(f"{name} has no column {', '.join(sorted(strange))}")
        row = {
            column: _cell(cells.get(column, ""), table.columns[column], shape)
            for column in table.columns
        }
        if table.key not in cells:
            row[table.key] = f"{name}-{number}"
        rows.append(row)
    return rows


def _cell(text: str, column: Column, shape: Record) -> Cell:
    if not text:
        return None
    words = shape.words(column)
    if words and text not in words:
        raise ValueError(f"{text!r} is not one of {', '.join(words)}")
    return READERS.get(column.type, str)(text)


def _expected(row: dict[str, str]) -> Expected:
    due = row.get("due_on", "")
    return Expected(
        state=row["state"],
        due_on=dt.date.fromisoformat(due) if due else None,
        reason=row.get("reason") or None,
        severity=row.get("severity") or None,
    )
