"""The words around the league table, and the table as CSV."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

from assay.publishing.league import League, LeagueRow
from assay.standards.framework import Framework
from assay.standards.load import load_framework


@dataclass(frozen=True, slots=True)
class Edition:
    """Which table this is.

    Attributes:
        version: Assay's version.
        made_on: The day it was made.
        on: The day whose results it shows; None for everything in the record.
    """

    version: str
    made_on: dt.date
    on: dt.date | None


def notice(edition: Edition) -> tuple[str, ...]:
    """What every copy of the table says first: that it is unofficial, who made it, and how."""
    results = f"results published by {edition.on}" if edition.on else "all results in the record"
    return (
        "Unofficial league table. HM Inspectorate of Probation neither makes nor endorses it.",
        f"Made by Assay {edition.version} on {edition.made_on} from {results}.",
        "Formula: the points of the standards added up, as given for each version below.",
        "Each version of the standards is ranked by itself. Ties share a place.",
        "Points and places that are not fully published are given as the tightest range.",
        "It can't say why one body is above another, or how either does today.",
    )


def formula(framework: Framework) -> str:
    """A framework's formula: how many standards count and the points of each rating."""
    counted = sum(standard.in_overall for standard in framework.standards)
    awards = framework.latest.points.awards
    points = ", ".join(f"{rating} {points}" for rating, points in awards.items())
    return f"{counted} standards; {points}; {counted * max(awards.values())} points at most"


def by_framework(league: League) -> Iterator[tuple[Framework, list[LeagueRow]]]:
    """The table's rows for each framework, in the table's order."""
    for framework_id, rows in groupby(league.rows, key=lambda row: row.framework):
        yield load_framework(framework_id), list(rows)


def span(least: int | None, most: int | None, *, signed: bool = False) -> str:
    """A range as a reader says it: "8 to 15", "7" when both ends meet, "" when not known."""
    if least is None or most is None:
        return ""
    style = "{:+}" if signed else "{}"
    ends = dict.fromkeys(style.format(end) for end in (least, most))
    return " to ".join(ends)


def as_documents(rows: Sequence[LeagueRow]) -> list[dict[str, object]]:
    """The rows as plain dictionaries, as `--json` prints them."""
    return [asdict(row) for row in rows]


def as_csv(league: League, edition: Edition) -> bytes:
    """The table as CSV (UTF-8): the notice and formulas first, a line each, then the rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([line] for line in notice(edition))
    for framework, _ in by_framework(league):
        writer.writerow([f"{framework.id}: {formula(framework)}"])
    columns = [field for field in LeagueRow.__dataclass_fields__ if field != "sources"]
    writer.writerow([*columns, "sources"])
    for row in as_documents(league.rows):
        writer.writerow([*(row[column] for column in columns), " ".join(_texts(row["sources"]))])
    return text.getvalue().encode()


def _texts(values: object) -> Iterator[str]:
    if isinstance(values, tuple):
        yield from map(str, values)
