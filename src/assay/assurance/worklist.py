"""One officer's list: what is wrong or soon due, grouped by case, worst harm first."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assay.assurance.catalogue import SEVERITIES, Criterion

OPEN = ("not met", "due", "cannot tell")
"""States that ask for something, the most pressing first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do."""

    criterion: Criterion
    state: str
    due_on: dt.date | None
    severity: str
    reason: str | None
    evidence: str

    @property
    def order(self) -> tuple[int, int, dt.date, str]:
        """Worst harm first, then what is late, then what is due soonest."""
        return (
            SEVERITIES.index(self.severity),
            OPEN.index(self.state),
            self.due_on or dt.date.max,
            self.criterion.id,
        )

    @property
    def says(self) -> str:
        """Why it is on the list, in words."""
        if self.state == "due":
            return f"due by {self.due_on}"
        if self.state == "cannot tell":
            return f"cannot tell: {self.reason}"
        return self.criterion.why(self.reason or "not done")


@dataclass(frozen=True, slots=True)
class Entry:
    """A case, or the officer's own standing, with what is to do; worst first."""

    case_id: str | None
    items: tuple[Item, ...]


def worklist(rows: Iterable[Mapping[str, Any]], criteria: Mapping[str, Criterion]) -> list[Entry]:
    """Order an officer's results as a list.

    Args:
        rows: Rows of `results.parquet` of one officer.
        criteria: The catalogue.

    Returns:
        Entries with something to do, the case with the worst item first.
    """
    by_case: dict[str | None, list[Item]] = {}
    for row in rows:
        if row["state"] in OPEN:
            by_case.setdefault(row["case_id"], []).append(_item(row, criteria))
    entries = [
        Entry(case, tuple(sorted(items, key=lambda item: item.order)))
        for case, items in by_case.items()
    ]
    return sorted(entries, key=lambda entry: (entry.items[0].order, entry.case_id or ""))


def _item(row: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> Item:
    return Item(
        criterion=criteria[row["criterion"]],
        state=row["state"],
        due_on=row["due_on"],
        severity=row["severity"],
        reason=row["reason"],
        evidence=row["evidence"],
    )
