"""Reading the published record strictly: every fault of every file in one error."""

import csv
import io
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from assay.problems import InputProblems, Problem, ProblemList
from assay.publishing.record.check import cross_check
from assay.publishing.record.model import (
    AnyStatement,
    Body,
    Inspection,
    Record,
    Row,
    StandardRating,
    Succession,
)

SHIPPED = files("assay.publishing.record")
FACTS = "facts.toml"
RowT = TypeVar("RowT", bound=Row)
_STATEMENT: TypeAdapter[AnyStatement] = TypeAdapter(AnyStatement)


@cache
def load_record() -> Record:
    """The record that ships with Assay, checked."""
    return read_record(SHIPPED)


def read_record(folder: Path | Traversable) -> Record:
    """Read a record.

    Args:
        folder: Holds bodies.csv, succession.csv, inspections.csv, standard_ratings.csv and
            facts.toml.

    Returns:
        The record, checked row by row and across files.

    Raises:
        InputProblems: Everything wrong: a column missing or unknown, a value of the wrong
            kind, a row without a source, a duplicate, a body, framework, standard or
            inspection that is not known, a fact that can't be about what it names.
    """
    found: list[Problem] = []
    bodies = _rows(folder, "bodies.csv", Body, found)
    successions = _rows(folder, "succession.csv", Succession, found)
    inspections = _rows(folder, "inspections.csv", Inspection, found)
    ratings = _rows(folder, "standard_ratings.csv", StandardRating, found)
    statements = _statements(folder, found)
    # A row that could not be read would only make its mentions elsewhere look unknown.
    if not found:
        found += cross_check(bodies, successions, inspections, ratings, statements)
    if found:
        raise InputProblems(found)
    return Record(
        bodies={body.body: body for _, body in bodies},
        successions=tuple(succession for _, succession in successions),
        inspections={inspection.inspection: inspection for _, inspection in inspections},
        ratings=tuple(rating for _, rating in ratings),
        statements=tuple(statement for _, statement in statements),
    )


def _rows(
    folder: Path | Traversable, name: str, model: type[RowT], found: list[Problem]
) -> list[tuple[int, RowT]]:
    """Rows with their numbers as a spreadsheet shows them."""
    problems = ProblemList(name)
    reader = csv.DictReader(io.StringIO(_text(folder, name)), strict=True)
    columns = {field.alias or key for key, field in model.model_fields.items()}
    given = reader.fieldnames or []
    if sorted(given) != sorted(columns):
        wrong = f"the columns are {', '.join(given) or 'missing'}"
        problems.add(wrong, f"They must be {', '.join(columns)}, once each", row=1)
        found += problems.found
        return []
    rows = []
    for number, cells in enumerate(reader, start=2):
        row = _row(number, cells, model, problems)
        if row is not None:
            rows.append((number, row))
    found += problems.found
    return rows


def _row(
    number: int, cells: dict[str | Any, str | Any], model: type[RowT], problems: ProblemList
) -> RowT | None:
    if None in cells or None in cells.values():
        problems.add("the row has too many or too few cells", "Give every column one", row=number)
        return None
    try:
        return model.model_validate({key: cell.strip() or None for key, cell in cells.items()})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = str(fault["loc"][0])
            problems.add(
                _wrong(fault["msg"]), "Correct it", row=number, column=place, found=cells[place]
            )
        return None


def _statements(folder: Path | Traversable, found: list[Problem]) -> list[tuple[int, AnyStatement]]:
    """Facts with their places in the file, the first being 1."""
    problems = ProblemList(FACTS)
    statements = []
    for number, table in enumerate(_tables(folder, problems), start=1):
        try:
            statements.append((number, _STATEMENT.validate_python(table)))
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                place = ".".join(str(part) for part in fault["loc"]) or "kind"
                problems.add(f"{place}: {_wrong(fault['msg'])}", "Correct it", row=number)
    found += problems.found
    return statements


def _tables(folder: Path | Traversable, problems: ProblemList) -> Iterable[object]:
    try:
        document = tomllib.loads(_text(folder, FACTS))
    except tomllib.TOMLDecodeError as error:
        problems.add(f"not valid TOML: {error}", "Mend the line named")
        return []
    tables = document.get("facts", [])
    if set(document) > {"facts"} or not isinstance(tables, list):
        problems.add("only [[facts]] tables belong here", "Take the rest out")
        return []
    return tables


def _text(folder: Path | Traversable, name: str) -> str:
    try:
        return folder.joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblems.one(
            name, "the file can't be read as UTF-8 text", "Put it in the record's folder"
        ) from error


def _wrong(message: str) -> str:
    words = message.removeprefix("Value error, ")
    return words[:1].lower() + words[1:]
