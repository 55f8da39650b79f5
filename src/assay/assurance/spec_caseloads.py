"""The examples of a spec laid side by side as caseloads, so that many are judged at once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from assay.assurance.spec import Example, Expected, Row
from assay.caseload.record.shape import Record


@dataclass(frozen=True, slots=True)
class Caseload:
    """Examples that share a day and a profile, and no record: "C1" of the second is "2:C1".

    Attributes:
        as_of: The day they are judged on.
        profile: Id of the practice profile.
        says: The heading of each example, in order.
        tables: Rows of every table of the record.
        gives: What is expected, by id of case, officer or unit.
    """

    as_of: dt.date
    profile: str
    says: tuple[str, ...]
    tables: Mapping[str, list[Row]]
    gives: Mapping[str, Expected]


def caseloads(examples: Iterable[Example], shape: Record) -> list[Caseload]:
    """Lay examples side by side, as few caseloads as their days and profiles allow.

    Returns:
        Those of most examples first.
    """
    ordered = sorted(examples, key=_when)
    groups = [list(group) for _, group in groupby(ordered, _when)]
    return [_beside(group, shape) for group in sorted(groups, key=len, reverse=True)]


def _when(example: Example) -> tuple[dt.date, str]:
    return example.as_of, example.profile


def _beside(examples: list[Example], shape: Record) -> Caseload:
    tables: dict[str, list[Row]] = {name: [] for name in shape.tables}
    gives: dict[str, Expected] = {}
    for number, example in enumerate(examples, start=1):
        gives |= {f"{number}:{who}": expected for who, expected in example.gives.items()}
        for name, rows in example.tables.items():
            columns = shape.tables[name].columns
            ids = [column for column, kind in columns.items() if kind.type == "id"]
            tables[name] += [
                row | {column: f"{number}:{row[column]}" for column in ids if row[column]}
                for row in rows
            ]
    first = examples[0]
    return Caseload(first.as_of, first.profile, tuple(e.says for e in examples), tables, gives)
